import { shortNumber } from '../numbers.js';
import { evenSample } from '../plot/thin.js';
import { unpackField } from './field.js';
import type { BoundarySnapshot, BoundarySpec } from './spec.js';

const MARKS = '·█○▒+x%=~#@&';
const MAP = { rows: 12, cols: 40 };

/** Boundaries as text: the newest one in a line and as a map of classes. */
export function boundaryText(spec: BoundarySpec): string {
  const { snapshots, cols, rows, classes } = spec;
  const newest = snapshots.at(-1);
  if (!newest) return `${spec.title ?? 'boundary'}: nothing pushed`;
  const { winner, sure } = unpackField(spec, newest.field);
  const across = evenSample(cols, MAP.cols);
  const map = evenSample(rows, MAP.rows)
    .reverse()
    .map((row) =>
      across.map((col) => (Number.isNaN(sure[row * cols + col]) ? '?' : MARKS[winner[row * cols + col]])).join(''),
    );
  return [boundaryLine(spec), ...map, classes.map((name, i) => `${MARKS[i]} ${name}`).join('  ')].join('\n');
}

/** Title, step and how many points are right, in one line. */
export function boundaryLine(spec: BoundarySpec): string {
  const newest = spec.snapshots.at(-1);
  const name = spec.title ? `${spec.title}: ` : '';
  return newest ? `${name}${snapshotFacts(spec, newest).join(', ')}` : `${name}nothing pushed`;
}

/** Step and accuracies of a snapshot in words. */
export function snapshotFacts({ points, test }: BoundarySpec, snapshot: BoundarySnapshot): string[] {
  const share = (right: number, count: number) =>
    `${right} of ${count} right (${shortNumber((100 * right) / count)} %)`;
  return [
    ...(snapshot.step === null ? [] : [`step ${snapshot.step}`]),
    share(snapshot.right, points.count),
    ...(test && snapshot.testRight !== undefined ? [`test ${share(snapshot.testRight, test.count)}`] : []),
  ];
}
