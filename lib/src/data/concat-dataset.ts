import { ValueError } from '../errors.js';
import { type Collated, collate } from './collate.js';
import { Dataset } from './dataset.js';
import { checkIndex } from './rows.js';

/**
 * Several datasets of one kind of sample, one after the other.
 *
 *     new data.ConcatDataset([new data.TensorDataset(arange(3)), new data.TensorDataset(arange(2))]).length // → 5
 */
export class ConcatDataset<Sample> extends Dataset<Sample> {
  readonly datasets: readonly Dataset<Sample>[];
  readonly length: number;

  constructor(datasets: readonly Dataset<Sample>[]) {
    super();
    if (datasets.length === 0) throw new ValueError('ConcatDataset: expected at least one dataset, got an empty list');
    this.datasets = [...datasets];
    this.length = datasets.reduce((sum, { length }) => sum + length, 0);
  }

  get(index: number): Sample {
    const [dataset, local] = this.#find('ConcatDataset.get', index);
    return dataset.get(local);
  }

  override batch(indices: ArrayLike<number>): Collated<Sample> {
    const found = Array.from(indices, (index) => this.#find('ConcatDataset.batch', index));
    const one = found.length > 0 && found.every(([dataset]) => dataset === found[0][0]);
    if (one) return found[0][0].batch(found.map(([, local]) => local));
    return collate(found.map(([dataset, local]) => dataset.get(local)));
  }

  #find(where: string, index: number): [dataset: Dataset<Sample>, local: number] {
    checkIndex(where, index, this.length);
    let local = index;
    let part = 0;
    while (local >= this.datasets[part].length) local -= this.datasets[part++].length;
    return [this.datasets[part], local];
  }
}
