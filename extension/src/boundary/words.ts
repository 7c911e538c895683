import { percent } from '../histogram/words.js';
import type { BoundaryData, BoundaryPointsData, BoundarySnapshotData } from '../protocol/decode-boundary.js';
import { longestOf } from '../shell/words.js';
import { short } from '../tensor/format.js';

/** A place on the grid. */
export interface GridPlace {
  row: number;
  col: number;
}

/** A labelled point, of those shown: `test` says of which set. */
export interface PointPlace {
  test: boolean;
  index: number;
}

/** Steps of a run that is long. */
const MANY_STEPS = 1_000_000;

/** The value of a column or row. */
export function valueAt([low, high]: readonly [number, number], place: number, count: number): number {
  return low + ((high - low) * place) / (count - 1);
}

/** The grid point nearest to a place of the plane. */
export function nearest({ x, y, cols, rows }: BoundaryData, atX: number, atY: number): GridPlace {
  const place = ([low, high]: readonly [number, number], value: number, count: number) =>
    Math.max(0, Math.min(count - 1, Math.round(((value - low) / (high - low)) * (count - 1))));
  return { row: place(y, atY, rows), col: place(x, atX, cols) };
}

/** What is said of a grid point: `x = 0.5, y = −1: cat, probability 0.87`. */
export function gridText(data: BoundaryData, snapshot: BoundarySnapshotData, { row, col }: GridPlace): string {
  const x = short(valueAt(data.x, col, data.cols), 3);
  const y = short(valueAt(data.y, row, data.rows), 3);
  return `${data.xLabel} = ${x}, ${data.yLabel} = ${y}: ${verdictText(data, snapshot, { row, col })}`;
}

/** A labelled point and what is said near it: `training point 12 is cat: taken for dog, probability 0.6`. */
export function pointText(data: BoundaryData, snapshot: BoundarySnapshotData, { test, index }: PointPlace): string {
  const points = setOf(data, test);
  const place = nearest(data, points.x[index], points.y[index]);
  const label = points.label[index];
  const at = place.row * data.cols + place.col;
  const right = snapshot.winner[at] === label;
  const verdict = verdictText(data, snapshot, place);
  return `${test ? 'test' : 'training'} point ${index} is ${data.classes[label]}: ${right ? 'found' : 'taken for'} ${verdict}`;
}

/** The points of one of the two sets. */
export function setOf(data: BoundaryData, test: boolean): BoundaryPointsData {
  return test && data.test ? data.test : data.points;
}

/** As long as what is said of any point, for the room that it needs. */
export function longestReading({ classes, points, test }: BoundaryData): string {
  const name = longestOf(classes);
  const most = Math.max(points.count, test?.count ?? 0);
  return `training point ${most} is ${name}: taken for ${name}, probability 0.00`;
}

/** How many points are right at a step, each in a few letters. */
export function factsOf(data: BoundaryData, snapshot: BoundarySnapshotData): string[] {
  const share = (right: number, count: number) =>
    `${right.toLocaleString('en')} of ${count.toLocaleString('en')} right (${percent(right / Math.max(1, count))})`;
  return [
    share(snapshot.right, data.points.count),
    ...(data.test && snapshot.testRight !== undefined ? [`test ${share(snapshot.testRight, data.test.count)}`] : []),
  ];
}

/** As long as each fact is at most, whichever points are right. */
export function longestFacts({ points, test }: BoundaryData): string[] {
  const all = (count: number) => `${count.toLocaleString('en')} of ${count.toLocaleString('en')} right (< 0.1 %)`;
  return [all(points.count), ...(test ? [`test ${all(test.count)}`] : [])];
}

/** What was left out; empty when nothing was. */
export function cutText({ points, test, pushed, snapshots }: BoundaryData): string {
  const sets = [
    { name: 'points', set: points },
    { name: 'test points', set: test },
  ].flatMap(({ name, set }) =>
    set && set.x.length < set.count
      ? [`${set.x.length.toLocaleString('en')} of ${set.count.toLocaleString('en')} ${name}`]
      : [],
  );
  const steps = snapshots.length < pushed ? [`${snapshots.length} of ${pushed} steps`] : [];
  const parts = [...sets, ...steps];
  return parts.length > 0 ? `Kept: ${parts.join(', ')}, evenly spaced.` : '';
}

/** The longest that {@link cutText} may come to say while the view grows; empty when it does not. */
export function longestCut(data: BoundaryData): string {
  return data.id ? cutText({ ...data, pushed: Math.max(MANY_STEPS, data.pushed) }) : '';
}

/** The points with their class, and what is said of each at the present step. */
export function tableOf(data: BoundaryData, snapshot: BoundarySnapshotData): { headings: string[]; rows: string[][] } {
  const rows = [false, ...(data.test ? [true] : [])].flatMap((test) => {
    const { x, y, label } = setOf(data, test);
    return label.map((kind, i) => {
      const place = nearest(data, x[i], y[i]);
      const at = place.row * data.cols + place.col;
      const said = [data.classes[snapshot.winner[at]], probability(snapshot.sure[at])];
      return [`${test ? 'test' : 'training'} ${i}`, short(x[i]), short(y[i]), data.classes[kind], ...said];
    });
  });
  return { headings: ['point', data.xLabel, data.yLabel, 'class', 'taken for', 'probability'], rows };
}

/** All grid points of a step as rows, to be saved. */
export function csvOf(data: BoundaryData, snapshot: BoundarySnapshotData): (string | number)[][] {
  const rows = Array.from(snapshot.winner, (kind, i) => [
    valueAt(data.x, i % data.cols, data.cols),
    valueAt(data.y, Math.floor(i / data.cols), data.rows),
    data.classes[kind],
    snapshot.sure[i],
  ]);
  return [[data.xLabel, data.yLabel, 'class', 'probability'], ...rows];
}

function verdictText(data: BoundaryData, snapshot: BoundarySnapshotData, { row, col }: GridPlace): string {
  const at = row * data.cols + col;
  if (Number.isNaN(snapshot.sure[at])) return 'not a number';
  return `${data.classes[snapshot.winner[at]]}, probability ${probability(snapshot.sure[at])}`;
}

/** A probability that came in 254ths. */
function probability(share: number): string {
  return Number.isNaN(share) ? 'NaN' : share.toFixed(2);
}
