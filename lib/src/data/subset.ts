import type { Collated } from './collate.js';
import { Dataset } from './dataset.js';
import { checkIndex } from './rows.js';

/**
 * The samples of another dataset at given indices, in that order.
 *
 *     new data.Subset(new data.TensorDataset(arange(10)), [3, 5]).length // → 2
 */
export class Subset<Sample> extends Dataset<Sample> {
  readonly dataset: Dataset<Sample>;
  readonly indices: Int32Array;
  readonly length: number;

  constructor(dataset: Dataset<Sample>, indices: ArrayLike<number>) {
    super();
    for (let i = 0; i < indices.length; i++) checkIndex('Subset', indices[i], dataset.length);
    this.dataset = dataset;
    this.indices = Int32Array.from(indices);
    this.length = indices.length;
  }

  get(index: number): Sample {
    checkIndex('Subset.get', index, this.length);
    return this.dataset.get(this.indices[index]);
  }

  override batch(indices: ArrayLike<number>): Collated<Sample> {
    const mapped = Int32Array.from(indices, (index) => {
      checkIndex('Subset.batch', index, this.length);
      return this.indices[index];
    });
    return this.dataset.batch(mapped);
  }
}
