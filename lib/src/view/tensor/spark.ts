const BARS = '▁▂▃▄▅▆▇█';

/**
 * A row of block letters, one a value, as high as the value: from the lowest to the highest, or from `floor`. Values
 * that are not finite show as a space.
 */
export function sparkline(values: readonly number[], floor?: number): string {
  const finite = values.filter(Number.isFinite);
  const low = floor ?? Math.min(...finite);
  const high = Math.max(...finite);
  const scale = high > low ? (BARS.length - 1) / (high - low) : 0;
  return values.map((v) => (Number.isFinite(v) ? BARS[Math.round((v - low) * scale)] : ' ')).join('');
}

/** At most `width` values that follow a longer list: the mean of the finite values of each equal stretch. */
export function resample(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, i) => {
    const start = Math.floor((i * values.length) / width);
    const stop = Math.floor(((i + 1) * values.length) / width);
    const part = values.slice(start, stop).filter(Number.isFinite);
    return part.reduce((sum, v) => sum + v, 0) / part.length;
  });
}
