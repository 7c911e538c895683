import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { ConfusionMatrix, type ConfusionMatrixOptions } from './confusion-matrix.js';
import { computeOnce, Metric } from './metric.js';

/** How the values of the classes become one: see {@link AverageOptions}. */
export type Average = 'binary' | 'micro' | 'macro' | 'weighted';

export interface AverageOptions extends ConfusionMatrixOptions {
  /**
   * `macro` (default) is the mean over the classes that occur, `weighted` the same with each class counted as often as
   * its label occurs, `micro` counts all items alike, `binary` is the value of class 1.
   */
  average?: Average;
  /** Value of a class where the formula divides by zero; default 0. */
  zeroDivision?: number;
  /** Only for `binary`: float32 scores `[n]` above it count as class 1; default 0.5. */
  threshold?: number;
}

const AVERAGES: readonly Average[] = ['binary', 'micro', 'macro', 'weighted'];

/** A share of counts a class, averaged over classes. */
abstract class ClassShare extends Metric<[output: Tensor, labels: Tensor], number> {
  readonly average: Average;
  readonly zeroDivision: number;
  readonly #matrix: ConfusionMatrix;

  constructor({ average = 'macro', zeroDivision = 0, threshold, ...options }: AverageOptions = {}) {
    super();
    const where = this.constructor.name;
    if (!AVERAGES.includes(average)) {
      throw new ValueError(`${where}: average must be ${AVERAGES.join(', ')}, got ${String(average)}`);
    }
    if (threshold !== undefined && average !== 'binary') {
      throw new ValueError(`${where}: threshold is for average 'binary', got '${average}'`);
    }
    this.average = average;
    this.zeroDivision = zeroDivision;
    const two = average === 'binary' ? { classes: 2, threshold: threshold ?? 0.5 } : {};
    this.#matrix = new ConfusionMatrix({ ...options, ...two });
  }

  /** Takes in a batch; reads both tensors. */
  update(output: Tensor, labels: Tensor): void {
    this.#matrix.update(output, labels);
  }

  /** NaN of nothing. */
  compute(): number {
    const { right, predicted, labelled } = this.#matrix.perClass();
    const items = sum(labelled);
    if (items === 0) return Number.NaN;
    const of = (c: number) => this.#share(right[c], predicted[c], labelled[c]);
    if (this.average === 'binary') return of(1);
    if (this.average === 'micro') return this.#share(sum(right), sum(predicted), items);
    const seen = labelled.flatMap((count, c) => (count + predicted[c] > 0 ? [c] : []));
    if (this.average === 'macro') return sum(seen.map(of)) / seen.length;
    return sum(seen.map((c) => of(c) * labelled[c])) / items;
  }

  /** The value of each class. */
  perClass(): number[] {
    const { right, predicted, labelled } = this.#matrix.perClass();
    return right.map((count, c) => this.#share(count, predicted[c], labelled[c]));
  }

  reset(): void {
    this.#matrix.reset();
  }

  /** Numerator and denominator of the class's value. */
  protected abstract ratio(right: number, predicted: number, labelled: number): readonly [number, number];

  #share(right: number, predicted: number, labelled: number): number {
    const [part, whole] = this.ratio(right, predicted, labelled);
    return whole === 0 ? this.zeroDivision : part / whole;
  }
}

/**
 * Of the items predicted as a class, the part that is of it. Takes what {@link ConfusionMatrix} takes.
 *
 *     const m = new metrics.Precision();
 *     m.update(tensor([1, 1], { dtype: 'int32' }), tensor([1, 0], { dtype: 'int32' }));
 *     m.compute() // → 0.25
 */
export class Precision extends ClassShare {
  protected ratio(right: number, predicted: number): readonly [number, number] {
    return [right, predicted];
  }
}

/**
 * Of the items of a class, the part that was predicted as it. Takes what {@link ConfusionMatrix} takes.
 *
 *     const m = new metrics.Recall();
 *     m.update(tensor([1, 1], { dtype: 'int32' }), tensor([1, 0], { dtype: 'int32' }));
 *     m.compute() // → 0.5
 */
export class Recall extends ClassShare {
  protected ratio(right: number, _predicted: number, labelled: number): readonly [number, number] {
    return [right, labelled];
  }
}

/**
 * The harmonic mean of precision and recall of a class. Takes what {@link ConfusionMatrix} takes.
 *
 *     const m = new metrics.F1Score();
 *     m.update(tensor([1, 1], { dtype: 'int32' }), tensor([1, 0], { dtype: 'int32' }));
 *     m.compute() // → 0.3333
 */
export class F1Score extends ClassShare {
  protected ratio(right: number, predicted: number, labelled: number): readonly [number, number] {
    return [2 * right, predicted + labelled];
  }
}

/**
 * {@link Precision} of one batch.
 *
 *     metrics.precision(tensor([1, 1], { dtype: 'int32' }), tensor([1, 0], { dtype: 'int32' })) // → 0.25
 */
export function precision(output: Tensor, labels: Tensor, options: AverageOptions = {}): number {
  return computeOnce(new Precision(options), output, labels);
}

/**
 * {@link Recall} of one batch.
 *
 *     metrics.recall(tensor([1, 1], { dtype: 'int32' }), tensor([1, 0], { dtype: 'int32' })) // → 0.5
 */
export function recall(output: Tensor, labels: Tensor, options: AverageOptions = {}): number {
  return computeOnce(new Recall(options), output, labels);
}

/**
 * {@link F1Score} of one batch.
 *
 *     metrics.f1Score(tensor([1, 1], { dtype: 'int32' }), tensor([1, 0], { dtype: 'int32' })) // → 0.3333
 */
export function f1Score(output: Tensor, labels: Tensor, options: AverageOptions = {}): number {
  return computeOnce(new F1Score(options), output, labels);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
