import { shapeText, ValueError } from '../../errors.js';
import { columnOf, columnsOf, type Numbers } from '../columns.js';
import type { MimeBundle } from '../host.js';
import { isList, readableOf, type TensorLike } from '../lists.js';
import { showView, viewBundle } from '../show.js';
import { namesOf } from '../texts.js';
import { isReadable, type Readable } from '../values.js';
import { confusionPng } from './png.js';
import { CONFUSION_MIME, type ConfusionSpec } from './spec.js';
import { confusionText } from './text.js';

/** How a confusion matrix is shown. */
export interface ConfusionOptions {
  /** Name in the header. */
  title?: string;
  /** Names of the classes 0, 1, …. */
  classes?: readonly (string | number)[];
}

/** Classes to be counted: what was predicted, as class indices or as scores `[points, classes]`, and what is right. */
export interface Predictions extends ConfusionOptions {
  predicted: Numbers;
  labels: Numbers;
}

const MOST_CLASSES = 200;

/**
 * The plain data of a confusion matrix: counts `[label, predicted]`, or predictions and labels to be counted. Throws a
 * ValueError for a matrix that is not square, for lists of different lengths and for what is not a class.
 */
export function confusionSpec(x: TensorLike | Predictions, options: ConfusionOptions = {}): ConfusionSpec {
  const predictions = isReadable(x) || isList(x) ? undefined : predictionsOf(x);
  const { title, classes: given } = { ...predictions, ...options };
  const classes = given && namesOf('view.confusion: classes', given);
  const counts = predictions ? counted(predictions, classes?.length ?? 0) : countsOf(readableOf('view.confusion', x));
  if (classes && classes.length < counts.length) {
    throw new ValueError(`view.confusion: classes needs ${counts.length} names, got ${classes.length}`);
  }
  const names = classes ?? counts.map((_, i) => String(i));
  return {
    version: 1,
    ...(title ? { title } : {}),
    classes: names,
    counts: names.map((_, label) => names.map((_, predicted) => counts[label]?.[predicted] ?? 0)),
  };
}

/** Everything that a notebook can show of a confusion matrix: data, a picture where one can be drawn, and text. */
export function confusionBundle(spec: ConfusionSpec): MimeBundle {
  return viewBundle(CONFUSION_MIME, spec, confusionPng(spec), confusionText(spec));
}

/**
 * Shows how often each class was taken for each: labels run down, predictions across.
 *
 *     view.confusion({ predicted: [0, 1, 1], labels: [0, 1, 0], classes: ['cat', 'dog'] });
 */
export function confusion(x: TensorLike | Predictions, options: ConfusionOptions = {}): void {
  const spec = confusionSpec(x, options);
  showView(spec, confusionBundle, confusionText);
}

function predictionsOf(x: unknown): Predictions {
  const { predicted, labels } = (x ?? {}) as Partial<Predictions>;
  if (predicted !== undefined && labels !== undefined) return x as Predictions;
  const got = typeof x === 'object' && x !== null ? `{ ${Object.keys(x).join(', ')} }` : String(x);
  throw new ValueError(`view.confusion: expected counts [label, predicted] or { predicted, labels }, got ${got}`);
}

function countsOf(matrix: Readable): number[][] {
  const [rows, cols] = matrix.shape;
  if (matrix.shape.length !== 2 || rows !== cols || rows > MOST_CLASSES) {
    const rule = `expected counts [label, predicted] of at most ${MOST_CLASSES} classes`;
    throw new ValueError(`view.confusion: ${rule}, got ${shapeText(matrix.shape)}`);
  }
  const values = Array.from(matrix.dataSync());
  const wrong = values.find((v) => !(Number.isInteger(v) && v >= 0));
  if (wrong !== undefined) throw new ValueError(`view.confusion: expected counts, got ${wrong} among them`);
  return Array.from({ length: rows }, (_, row) => values.slice(row * cols, (row + 1) * cols));
}

function counted({ predicted, labels }: Predictions, named: number): number[][] {
  const right = columnOf('view.confusion: labels', labels);
  const guessed = guesses(predicted, right.length);
  if (guessed.length !== right.length) {
    const got = `${guessed.length} and ${right.length}`;
    throw new ValueError(`view.confusion: predicted and labels must have as many points as each other, got ${got}`);
  }
  const largest = [...right, ...guessed].reduce((most, value) => {
    if (Number.isInteger(value) && value >= 0 && value < MOST_CLASSES) return Math.max(most, value);
    throw new ValueError(`view.confusion: expected classes from 0 to ${MOST_CLASSES - 1}, got ${value}`);
  }, -1);
  const size = Math.max(largest + 1, named);
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  right.forEach((label, i) => {
    counts[label][guessed[i]]++;
  });
  return counts;
}

/** Class indices as they are; of scores, the class with the highest. */
function guesses(predicted: Numbers, points: number): number[] {
  const columns = columnsOf('view.confusion: predicted', predicted);
  if (columns.length === 1 && columns[0].length === points) return columns[0];
  const scores = readableOf('view.confusion: predicted', predicted);
  if (scores.shape.length !== 2) return columns[0];
  const [rows, cols] = scores.shape;
  const values = scores.dataSync();
  return Array.from({ length: rows }, (_, row) => {
    let best = 0;
    for (let col = 1; col < cols; col++) if (values[row * cols + col] > values[row * cols + best]) best = col;
    return best;
  });
}
