const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `812 bytes`, `1.5 MB`: powers of 1,000, three significant digits. */
export function bytesText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  const text = unit === 0 ? size.toLocaleString('en') : Number(size.toPrecision(3)).toLocaleString('en');
  return `${text} ${unit === 0 && size === 1 ? 'byte' : UNITS[unit]}`;
}
