const UNITS: readonly [name: string, milliseconds: number][] = [
  ['s', 1000],
  ['ms', 1],
  ['µs', 1e-3],
  ['ns', 1e-6],
];

/** A duration in three significant digits with the unit that fits: `1.23 ms`; from two minutes on, `3 min 20 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds >= 120_000) {
    const seconds = Math.round(milliseconds / 1000);
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  const [name, size] = UNITS.find(([, unit]) => milliseconds >= unit) ?? UNITS[UNITS.length - 1];
  return `${threeDigits(milliseconds / size)} ${name}`;
}

function threeDigits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
