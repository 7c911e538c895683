/** Numbers of values that each kind is shown with: squares, so that matrices can have them all. */
export const SIZES = { small: 100, '100 k': 102_400, '1 M': 1_048_576 };

/** Columns of a table; divides each size. */
export const COLUMNS = 4;

/** @param {number} n */
export const side = (n) => Math.sqrt(n);

/** The values of both sides, in the page. @param {number} n @param {number} shift */
export function valuesOf(n, shift) {
  return Float32Array.from({ length: n }, (_, i) => Math.sin(i * 0.013 + shift) * Math.cos(i * 0.37));
}

/** @param {Float32Array} values @param {number} across */
export function rows(values, across) {
  return Array.from({ length: values.length / across }, (_, i) => values.slice(i * across, (i + 1) * across));
}
