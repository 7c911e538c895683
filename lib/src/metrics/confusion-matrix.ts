import { ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { readClasses } from './classes.js';
import { computeOnce, Metric } from './metric.js';

export interface ConfusionMatrixOptions {
  /** How many classes there are; default: as many as the scores have, or up to the largest class seen. */
  classes?: number;
  /** Label of items that do not count; default none. */
  ignoreIndex?: number;
  /** Of scores `[n]` in float32, those above count as class 1. Default: they are class numbers. */
  threshold?: number;
}

/** How often each class was right, predicted, and both. */
export interface ClassCounts {
  right: number[];
  predicted: number[];
  labelled: number[];
}

/**
 * How often each class (row) was taken for each (column): int32 `[classes, classes]`. Takes scores `[…, classes]` or
 * class numbers `[…]`, and labels `[…]`. `view.confusion` shows it.
 *
 *     const m = new metrics.ConfusionMatrix({ numClasses: 2 });
 *     m.update(tensor([0, 1], { dtype: 'int32' }), tensor([0, 0], { dtype: 'int32' }));
 *     m.compute() // → [[1, 1], [0, 0]]
 */
export class ConfusionMatrix extends Metric<[output: Tensor, labels: Tensor], Tensor> {
  readonly options: Readonly<ConfusionMatrixOptions>;
  #counts: number[][] = [];

  constructor(options: ConfusionMatrixOptions = {}) {
    super();
    const { classes } = options;
    if (classes !== undefined && (!Number.isInteger(classes) || classes < 1)) {
      throw new ValueError(`ConfusionMatrix: classes must be whole and at least 1, got ${classes}`);
    }
    this.options = { ...options };
    this.#grow(classes ?? 0);
  }

  /** Takes in a batch; reads both tensors. */
  update(output: Tensor, labels: Tensor): void {
    const { ignoreIndex, threshold } = this.options;
    const pairs = readClasses('confusionMatrix', output, labels, { threshold, ignoreIndex });
    this.#grow(pairs.classes ?? 0);
    for (let i = 0; i < pairs.labels.length; i++) {
      const [label, predicted] = [pairs.labels[i], pairs.predicted[i]];
      if (label === ignoreIndex) continue;
      this.#grow(Math.max(label, predicted) + 1);
      this.#counts[label][predicted]++;
    }
  }

  compute(): Tensor {
    const size = this.#counts.length;
    return fromValues(Int32Array.from(this.#counts.flat()), [size, size], 'int32');
  }

  /** The counts along the diagonal, of the columns and of the rows. */
  perClass(): ClassCounts {
    const rows = this.#counts;
    return {
      right: rows.map((row, c) => row[c]),
      predicted: rows.map((_, c) => rows.reduce((sum, row) => sum + row[c], 0)),
      labelled: rows.map((row) => row.reduce((sum, count) => sum + count, 0)),
    };
  }

  reset(): void {
    this.#counts = [];
    this.#grow(this.options.classes ?? 0);
  }

  #grow(classes: number): void {
    if (classes <= this.#counts.length) return;
    const { classes: most } = this.options;
    if (most !== undefined && classes > most) {
      throw new ValueError(`confusionMatrix: classes must be from 0 to ${most - 1}, got ${classes - 1}`);
    }
    for (const row of this.#counts) while (row.length < classes) row.push(0);
    while (this.#counts.length < classes) this.#counts.push(new Array<number>(classes).fill(0));
  }
}

/**
 * {@link ConfusionMatrix} of one batch.
 *
 *     const labels = zeros([2], { dtype: 'int32' });
 *     metrics.confusionMatrix(tensor([0, 1], { dtype: 'int32' }), labels, { numClasses: 2 }) // → [[1, 1], [0, 0]]
 */
export function confusionMatrix(output: Tensor, labels: Tensor, options: ConfusionMatrixOptions = {}): Tensor {
  return computeOnce(new ConfusionMatrix(options), output, labels);
}
