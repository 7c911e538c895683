import { shapeText, ValueError } from '../../errors.js';
import { columnOf, columnsOf, type Numbers } from '../columns.js';
import type { MimeBundle } from '../host.js';
import { readableOf, type TensorLike } from '../lists.js';
import { evenSample } from '../plot/thin.js';
import { viewBundle } from '../show.js';
import { boundaryPng } from './png.js';
import { BOUNDARY_MIME, type BoundaryPoints, type BoundarySpec } from './spec.js';
import { boundaryText } from './text.js';

/** Points with their classes, read and checked. */
export interface Labelled {
  points: [x: number, y: number][];
  labels: number[];
}

/** Most classes, and most points of a set that are put into a notebook. */
export const MOST_CLASSES = 12;
const MOST_POINTS = 2000;
const MARGIN = 0.12;

/** Reads points `[n, 2]` and their classes, whole numbers from 0; −1 and 1 stand for two classes too. */
export function labelled(where: string, given: TensorLike, labels: Numbers): Labelled {
  const points = readableOf(`${where}: points`, given);
  const { shape } = points;
  if (shape.length !== 2 || shape[1] !== 2 || shape[0] < 1) {
    const fix = shape.length === 2 && shape[1] > 2 ? '; indexSelect picks two of more columns' : '';
    throw new ValueError(`${where}: expected points [n, 2], got ${shapeText(shape)}${fix}`);
  }
  const [count] = points.shape;
  const list =
    count === 1 ? columnsOf(`${where}: labels`, labels).map(([first]) => first) : columnOf(`${where}: labels`, labels);
  if (list.length !== count) {
    throw new ValueError(`${where}: labels needs one for each of ${count} points, got ${list.length}`);
  }
  const signs = list.includes(-1) && list.every((label) => label === -1 || label === 1);
  const classes = signs ? list.map((label) => (label + 1) / 2) : list;
  const wrong = classes.find((label) => !(Number.isInteger(label) && label >= 0 && label < MOST_CLASSES));
  if (wrong !== undefined) {
    throw new ValueError(`${where}: expected classes from 0 to ${MOST_CLASSES - 1} as labels, got ${wrong}`);
  }
  const values = points.dataSync();
  return {
    points: classes.map((_, i) => [values[2 * i], values[2 * i + 1]]),
    labels: classes,
  };
}

/** The ends of an axis around all points, with a margin. */
export function endsOf(values: readonly number[]): [low: number, high: number] {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (low > high) return [-1, 1];
  const room = high > low ? (high - low) * MARGIN : 1;
  return [low - room, high + room];
}

/** Points as they travel: an even sample of many, those that are NaN left out. */
export function keptPoints({ points, labels }: Labelled): BoundaryPoints {
  const known = points.flatMap(([x, y], i) => (Number.isFinite(x) && Number.isFinite(y) ? [i] : []));
  const kept = evenSample(known.length, MOST_POINTS).map((i) => known[i]);
  const brief = (value: number) => Number(value.toPrecision(5));
  return {
    x: kept.map((i) => brief(points[i][0])),
    y: kept.map((i) => brief(points[i][1])),
    label: kept.map((i) => labels[i]),
    count: points.length,
  };
}

/** Everything that a notebook can show of boundaries: data, a picture where one is wanted and can be drawn, and text. */
export function boundaryBundle(spec: BoundarySpec, picture = true): MimeBundle {
  return viewBundle(BOUNDARY_MIME, spec, picture ? boundaryPng(spec) : undefined, boundaryText(spec));
}
