import { ShapeError, shapeText, ValueError } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { Metric } from './metric.js';

/** Right and wrong items with scores down to each threshold, which falls. */
export interface Ranking {
  thresholds: number[];
  truePositives: number[];
  falsePositives: number[];
}

/** Counts from the highest score down, one entry for each score that occurs. */
export function rankScores(scores: ArrayLike<number>, positive: (i: number) => boolean): Ranking {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const ranking: Ranking = { thresholds: [], truePositives: [], falsePositives: [] };
  let [right, wrong] = [0, 0];
  for (const [place, i] of order.entries()) {
    if (positive(i)) right++;
    else wrong++;
    if (place + 1 < order.length && scores[order[place + 1]] === scores[i]) continue;
    ranking.thresholds.push(scores[i]);
    ranking.truePositives.push(right);
    ranking.falsePositives.push(wrong);
  }
  return ranking;
}

/** Reads scores `[n]` or `[n, 1]` of class 1 against the rest. */
export function readBinary(where: string, scores: Tensor, labels: Tensor): Ranking {
  const { columns, classes } = readScores(where, scores, labels);
  if (columns.length > 1) {
    throw new ShapeError(`${where}: expected scores [n] of class 1, got ${shapeText(scores.shape)}; take one column`);
  }
  return rankScores(columns[0], (i) => classes[i] === 1);
}

export interface OneVsRestOptions {
  /** `macro` (default) is the plain mean over classes, `weighted` counts each class as often as its label occurs. */
  average?: 'macro' | 'weighted';
}

/** A value of the ranking of each class against the rest, averaged over the classes that can be ranked. Keeps all scores. */
export abstract class OneVsRest extends Metric<[scores: Tensor, labels: Tensor], number> {
  readonly average: 'macro' | 'weighted';
  #columns: number[][] = [];
  #classes: number[] = [];

  constructor({ average = 'macro' }: OneVsRestOptions = {}) {
    super();
    if (average !== 'macro' && average !== 'weighted') {
      throw new ValueError(`${this.constructor.name}: average must be 'macro' or 'weighted', got '${String(average)}'`);
    }
    this.average = average;
  }

  /** Takes in a batch; reads both tensors. */
  update(scores: Tensor, labels: Tensor): void {
    const where = this.constructor.name;
    const { columns, classes } = readScores(where, scores, labels);
    if (this.#columns.length === 0) this.#columns = columns.map(() => []);
    if (this.#columns.length !== columns.length) {
      throw new ShapeError(
        `${where}.update: expected ${this.#columns.length} classes as before, got ${columns.length}`,
      );
    }
    for (const [c, column] of columns.entries()) for (const score of column) this.#columns[c].push(score);
    for (const label of classes) this.#classes.push(label);
  }

  compute(): number {
    const values = this.perClass();
    if (values.length === 1) return values[0];
    let [sum, weights] = [0, 0];
    for (const [c, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      const weight = this.average === 'macro' ? 1 : this.#classes.filter((label) => label === c).length;
      sum += weight * value;
      weights += weight;
    }
    return sum / weights;
  }

  /** The value of each class; of scores without columns, that of class 1 alone. */
  perClass(): number[] {
    const single = this.#columns.length === 1;
    return this.#columns.map((column, c) =>
      this.value(rankScores(column, (i) => this.#classes[i] === (single ? 1 : c))),
    );
  }

  reset(): void {
    this.#columns = [];
    this.#classes = [];
  }

  /** NaN if the class, or the rest, does not occur. */
  protected abstract value(ranking: Ranking): number;
}

function readScores(where: string, scores: Tensor, labels: Tensor): { columns: number[][]; classes: number[] } {
  const columns = scores.ndim === 2 ? scores.shape[1] : 1;
  if (labels.ndim !== 1 || scores.ndim > 2 || !sameShape(scores.shape.slice(0, 1), labels.shape)) {
    const got = `${shapeText(scores.shape)} and ${shapeText(labels.shape)}`;
    throw new ShapeError(`${where}: expected scores [n] or [n, classes] and labels [n], got ${got}`);
  }
  const classes = Array.from(labels.dataSync());
  const most = Math.max(columns, 2) - 1;
  const wrong = classes.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label <= most));
  if (wrong >= 0)
    throw new ValueError(`${where}: labels must be from 0 to ${most}, got ${classes[wrong]} at index ${wrong}`);
  const values = scores.dataSync();
  const bad = values.findIndex((score) => Number.isNaN(score));
  if (bad >= 0) throw new ValueError(`${where}: scores must be numbers, got NaN at index ${bad}`);
  return {
    columns: Array.from({ length: columns }, (_, c) => classes.map((_, i) => values[i * columns + c])),
    classes,
  };
}
