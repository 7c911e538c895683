/**
 * Round numbers from `low` to `high`, about `count` of them, in steps of 1, 2 or 5 times a power of ten; `whole` allows
 * whole numbers only.
 */
export function niceTicks(low: number, high: number, count: number, whole = false): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = [1, 2, 5, 10].find((n) => n * power >= rough * 0.999) ?? 10;
  const step = whole ? Math.max(1, Math.round(lead * power)) : lead * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** Writes ticks alike, with no more decimals than their step needs. */
export function tickLabels(ticks: readonly number[]): string[] {
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : Math.abs(ticks[0]) || 1;
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest >= 1e6 || (largest > 0 && largest < 1e-3)) {
    return ticks.map((tick) => (tick === 0 ? '0' : tick.toExponential(1).replace(/\.0e/, 'e').replace('e+', 'e')));
  }
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  return ticks.map((tick) => (Math.abs(tick) < step / 1e6 ? 0 : tick).toFixed(decimals).replace('-', '−'));
}
