import { DTypeError } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';
import type { Collated } from './collate.js';
import { Dataset } from './dataset.js';

export interface MapDatasetOptions {
  /** The function takes and gives whole batches instead of samples; default false. */
  batched?: boolean;
}

/** Tensors alone, in tuples or in records: what a function over batches gives. */
export type TensorParts = Tensor | readonly TensorParts[] | { readonly [name: string]: TensorParts };

/**
 * The samples of another dataset after a function, which is called anew at each access, so chances in it differ from epoch
 * to epoch. With `{ batched: true }` the function gets a whole batch and gives tensors that keep the first dimension; a
 *
 *     new data.MapDataset(new data.TensorDataset(arange(3)), ([x]) => x.mul(10)).get(2) // → 20
 *
 * single sample then goes through it as a batch of one.
 * new data.MapDataset(set, ([x, y]) => [x.mul(2), y]);
 * new data.MapDataset(set, ([x, y]) => [data.randomCrop(x, { size: 28, padding: 2 }), y], { batched: true });
 */
export class MapDataset<Sample, Out> extends Dataset<Out> {
  readonly dataset: Dataset<Sample>;
  readonly #sample: (index: number) => Out;
  readonly #batch: ((indices: ArrayLike<number>) => Collated<Out>) | undefined;

  constructor(dataset: Dataset<Sample>, fn: (sample: Sample) => Out, options?: { batched?: false });
  constructor(dataset: Dataset<Sample>, fn: (batch: Collated<Sample>) => Out & TensorParts, options: { batched: true });
  constructor(
    dataset: Dataset<Sample>,
    fn: ((sample: Sample) => Out) | ((batch: Collated<Sample>) => Out & TensorParts),
    options: MapDatasetOptions = {},
  ) {
    super();
    this.dataset = dataset;
    if (options.batched === true) {
      const whole = fn as (batch: Collated<Sample>) => Out;
      this.#batch = (indices) => whole(dataset.batch(indices)) as unknown as Collated<Out>;
      this.#sample = (index) => firstOf(whole(dataset.batch([index]))) as Out;
    } else {
      this.#sample = (index) => (fn as (sample: Sample) => Out)(dataset.get(index));
    }
  }

  get length(): number {
    return this.dataset.length;
  }

  get(index: number): Out {
    return this.#sample(index);
  }

  override batch(indices: ArrayLike<number>): Collated<Out> {
    return this.#batch === undefined ? super.batch(indices) : this.#batch(indices);
  }
}

/** The first row of each tensor of a batch. */
function firstOf(batch: unknown): unknown {
  if (batch instanceof Tensor) return batch.get(0);
  if (Array.isArray(batch)) return batch.map(firstOf);
  if (typeof batch === 'object' && batch !== null) {
    return Object.fromEntries(Object.entries(batch).map(([name, part]) => [name, firstOf(part)]));
  }
  throw new DTypeError(
    `MapDataset: a function over batches must give tensors, got ${typeof batch}; drop batched: true`,
  );
}
