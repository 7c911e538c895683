import { ShapeError, shapeText, ValueError } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { readClasses } from './classes.js';
import { computeOnce, Metric } from './metric.js';

/** Counts the items that are right. */
abstract class Share extends Metric<[output: Tensor, labels: Tensor], number> {
  #right = 0;
  #total = 0;

  /** Takes in a batch; reads both tensors. */
  update(output: Tensor, labels: Tensor): void {
    const { right, total } = this.count(output, labels);
    this.#right += right;
    this.#total += total;
  }

  compute(): number {
    return this.#right / this.#total;
  }

  reset(): void {
    this.#right = 0;
    this.#total = 0;
  }

  protected abstract count(output: Tensor, labels: Tensor): { right: number; total: number };
}

export interface AccuracyOptions {
  /** Of scores `[n]` in float32, those above count as class 1, e.g. 0.5 for probabilities. Default: they are classes. */
  threshold?: number;
}

/**
 * Part of the items that are right, 0…1; NaN of none. Takes scores `[…, classes]`, of which the highest counts, or class
 * numbers `[…]`, and labels `[…]`.
 *
 *     const m = new metrics.Accuracy();
 *     m.update(tensor([[0.1, 0.9], [0.8, 0.2]]), tensor([1, 1], { dtype: 'int32' }));
 *     m.compute() // → 0.5
 */
export class Accuracy extends Share {
  readonly threshold: number | undefined;

  constructor(options: AccuracyOptions = {}) {
    super();
    this.threshold = options.threshold;
  }

  protected count(output: Tensor, labels: Tensor): { right: number; total: number } {
    const pairs = readClasses('accuracy', output, labels, { threshold: this.threshold });
    let right = 0;
    for (let i = 0; i < pairs.labels.length; i++) if (pairs.labels[i] === pairs.predicted[i]) right++;
    return { right, total: pairs.labels.length };
  }
}

/**
 * {@link Accuracy} of one batch.
 *
 *     metrics.accuracy(tensor([[0.1, 0.9], [0.8, 0.2]]), tensor([1, 1], { dtype: 'int32' })) // → 0.5
 */
export function accuracy(output: Tensor, labels: Tensor, options: AccuracyOptions = {}): number {
  return computeOnce(new Accuracy(options), output, labels);
}

/**
 * Part of the items whose label is among the `k` (default 5) highest scores `[…, classes]`; NaN of none. Of equal
 * scores the later class counts as the lower.
 *
 *     const m = new metrics.TopKAccuracy({ k: 2 });
 *     m.update(tensor([[3, 2, 1]]), tensor([1], { dtype: 'int32' }));
 *     m.compute() // → 1
 */
export class TopKAccuracy extends Share {
  readonly k: number;

  constructor(options: { k?: number } = {}) {
    super();
    this.k = options.k ?? 5;
    if (!Number.isInteger(this.k) || this.k < 1) {
      throw new ValueError(`TopKAccuracy: k must be whole and at least 1, got ${this.k}`);
    }
  }

  protected count(output: Tensor, labels: Tensor): { right: number; total: number } {
    const classes = output.shape.at(-1) ?? 0;
    if (output.ndim !== labels.ndim + 1 || !sameShape(output.shape.slice(0, -1), labels.shape)) {
      const got = `${shapeText(output.shape)} and ${shapeText(labels.shape)}`;
      throw new ShapeError(`topKAccuracy: expected scores [n, classes] and labels [n], got ${got}`);
    }
    const scores = output.dataSync();
    const wanted = labels.dataSync();
    let right = 0;
    for (let i = 0; i < wanted.length; i++) {
      const label = wanted[i];
      if (!(label >= 0 && label < classes)) {
        throw new ValueError(`topKAccuracy: labels must be from 0 to ${classes - 1}, got ${label} at index ${i}`);
      }
      if (rank(scores.subarray(i * classes, (i + 1) * classes), label) < this.k) right++;
    }
    return { right, total: wanted.length };
  }
}

/**
 * {@link TopKAccuracy} of one batch.
 *
 *     metrics.topKAccuracy(tensor([[3, 2, 1]]), tensor([1], { dtype: 'int32' }), { k: 2 }) // → 1
 */
export function topKAccuracy(output: Tensor, labels: Tensor, options: { k?: number } = {}): number {
  return computeOnce(new TopKAccuracy(options), output, labels);
}

/** How many scores come before that of the label; NaN comes last. */
function rank(scores: ArrayLike<number>, label: number): number {
  if (Number.isNaN(scores[label])) return scores.length;
  let before = 0;
  for (let c = 0; c < scores.length; c++) {
    if (scores[c] > scores[label] || (scores[c] === scores[label] && c < label)) before++;
  }
  return before;
}
