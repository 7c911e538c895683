/**
 * A report as text: a line each measurement, medians, and whether ours is within its target.
 * @param {string[]} columns @param {import('./suite.mjs').Row[]} rows
 */
export function formatTable(columns, rows) {
  const head = ['', 'unit', ...columns, 'target'];
  const body = rows.map(({ what, unit, target, values }) => {
    const cells = columns.map((column) => formatCell(values[column]));
    return [what, unit, ...cells, formatTarget(target, values[columns[0]])];
  });
  const lines = [head, ...body];
  const widths = head.map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  return lines
    .map((line) => line.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** @param {import('./suite.mjs').Measured | undefined} measured */
function formatCell(measured) {
  if (measured === undefined) return '–';
  return 'failure' in measured ? measured.failure : formatNumber(measured.median);
}

/** @param {number | undefined} target @param {import('./suite.mjs').Measured | undefined} ours */
function formatTarget(target, ours) {
  if (target === undefined) return '';
  const met = ours !== undefined && 'median' in ours && ours.median <= target;
  return `≤ ${formatNumber(target)} ${met ? 'met' : 'MISSED'}`;
}

/** @param {number} value */
function formatNumber(value) {
  return value === 0 || Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
