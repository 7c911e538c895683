/** One number in few letters, about four significant digits: `-2.118`, `26.40`, `1.2e-5`, `NaN`, `∞`. */
export function shortNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return String(value === 0 ? 0 : value);
  if (size >= 1e6 || size < 1e-3) return plainExponent(value.toExponential(2));
  if (size >= 0.1) return value.toFixed(Math.max(0, 3 - Math.max(0, Math.floor(Math.log10(size)))));
  return value.toPrecision(3);
}

/**
 * Writes a group of numbers alike, so that columns line up: whole numbers plainly, others with four decimals, or all
 * with an exponent when the group is too wide for that.
 */
export function alikeNumbers(values: readonly number[]): string[] {
  const finite = values.filter(Number.isFinite);
  const sizes = finite.map(Math.abs).filter((v) => v > 0);
  const largest = Math.max(0, ...sizes);
  const smallest = Math.min(Number.POSITIVE_INFINITY, ...sizes);
  if (finite.every(Number.isInteger) && largest < 1e9) return values.map((v) => special(v) ?? String(v === 0 ? 0 : v));
  if (largest >= 1e5 || largest < 1e-3 || largest / smallest > 1e6) {
    return values.map((v) => special(v) ?? v.toExponential(4));
  }
  return values.map((v) => special(v) ?? v.toFixed(4).replace(/^-(?=[0.]*$)/, ''));
}

function special(value: number): string | undefined {
  return Number.isFinite(value) ? undefined : shortNumber(value);
}

function plainExponent(text: string): string {
  return text.replace(/\.?0*e\+?/, 'e');
}

/** `1 layer`, `2 layers`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${count === 1 ? one : several}`;
}
