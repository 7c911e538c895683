import { shortNumber } from '../numbers.js';
import type { ConfusionSpec } from './spec.js';

const LISTED = 20;
const WORST = 5;

/** A confusion matrix as text: accuracy, then the table, or for many classes the commonest confusions. */
export function confusionText(spec: ConfusionSpec): string {
  const { classes, counts } = spec;
  const head = confusionLine(spec);
  if (classes.length > LISTED) return [head, ...worst(spec)].join('\n');
  const width = Math.max(1, ...classes.map((name) => name.length));
  const cells = counts.map((row) => row.map(String));
  const widths = classes.map((name, col) => Math.max(name.length, ...cells.map((row) => row[col].length)));
  const top = `${' '.repeat(width)} ${classes.map((name, col) => name.padStart(widths[col])).join(' ')}`;
  const rows = cells.map(
    (row, i) => `${classes[i].padEnd(width)} ${row.map((cell, col) => cell.padStart(widths[col])).join(' ')}`,
  );
  return [head, top, ...rows].join('\n');
}

/** Title, number of points and accuracy. */
export function confusionLine({ title, counts }: ConfusionSpec): string {
  const total = counts.flat().reduce((a, b) => a + b, 0);
  const right = counts.reduce((sum, row, i) => sum + row[i], 0);
  const accuracy = total ? `, accuracy ${shortNumber((right / total) * 100)} %` : '';
  return `${title ? `${title}: ` : ''}${right} of ${total} right${accuracy} (rows: label, columns: predicted)`;
}

function worst({ classes, counts }: ConfusionSpec): string[] {
  return counts
    .flatMap((row, label) => row.map((count, predicted) => ({ label, predicted, count })))
    .filter(({ label, predicted, count }) => label !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, WORST)
    .map(({ label, predicted, count }) => `${classes[label]} taken for ${classes[predicted]}: ${count}`);
}
