import type { Tensor } from '../tensor/tensor.js';
import { Metric } from './metric.js';

/**
 * The mean of numbers, each with a weight (default 1), such as the loss of batches of different size; NaN of none.
 *
 *     const m = new metrics.Mean();
 *     m.update(1);
 *     m.update(3);
 *     m.compute() // → 2
 */
export class Mean extends Metric<[value: number | Tensor, weight?: number], number> {
  #sum = 0;
  #weight = 0;

  /** Takes in a number, or all values of a tensor, each with the weight. */
  update(value: number | Tensor, weight = 1): void {
    const values = typeof value === 'number' ? [value] : value.dataSync();
    for (const each of values) this.#sum += weight * each;
    this.#weight += weight * values.length;
  }

  compute(): number {
    return this.#sum / this.#weight;
  }

  reset(): void {
    this.#sum = 0;
    this.#weight = 0;
  }
}
