import { type Collated, collate } from './collate.js';

/**
 * Samples by number. A subclass says how many there are and gives the sample at an index, usually a tuple such as
 * `[image, label]`; {@link DataLoader} makes batches of them.
 *
 *     class Squares extends data.Dataset<Tensor> { length = 3; get(i: number) { return tensor(i * i); } };
 *     new Squares().get(2) // → 4
 */
export abstract class Dataset<Sample> {
  /** How many samples there are. */
  abstract readonly length: number;

  /** The sample at `index`, 0…length − 1. */
  abstract get(index: number): Sample;

  /** The samples at `indices` as one batch, each part stacked along a new first dimension. Override it to be faster. */
  batch(indices: ArrayLike<number>): Collated<Sample> {
    return collate(Array.from(indices, (index) => this.get(index)));
  }
}
