/**
 * What was measured several times, or why it could not be.
 * @typedef {{ median: number, min: number, max: number, count: number } | { failure: string }} Measured
 */

/**
 * One line of a report.
 * @typedef {object} Row
 * @property {string} what
 * @property {string} unit
 * @property {number} [target] The median of the first column should not be above it.
 * @property {Record<string, Measured>} values By column; a missing one does not apply.
 */

/** @typedef {{ rounds?: number, nets?: string[], kinds?: string[], log: (text: string) => void }} Options */

/**
 * A benchmark: a folder of `bench/` with a `suite.mjs` that exports one.
 * @typedef {object} Suite
 * @property {string} title
 * @property {(options: Options) => Promise<{ columns: string[], rows: Row[] }>} run
 *   The first column is ours.
 */

/** @typedef {{ suite: string, title: string, columns: string[], rows: Row[] }} Report */

/**
 * Sums up repeated measurements.
 * @param {number[]} values At least one.
 * @returns {Measured}
 */
export function summarize(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1], count: sorted.length };
}
