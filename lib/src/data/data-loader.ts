import { ValueError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import { Generator } from '../random/generator.js';
import type { Collated } from './collate.js';
import type { Dataset } from './dataset.js';

export interface DataLoaderOptions<Sample, Batch> {
  /** Samples a batch; default 1. */
  batchSize?: number;
  /** A new random order for each epoch; default false. */
  shuffle?: boolean;
  /** Seed of a generator for this loader alone: the same seed gives the same epochs. */
  seed?: number;
  /** Source of the order; default: the generator that `manualSeed` seeds. */
  generator?: Generator;
  /** Leaves out a last batch that is not full; default false. */
  dropLast?: boolean;
  /** Makes a batch from samples; default: the dataset's `batch`, which stacks. */
  collate?: (samples: Sample[]) => Batch;
}

/**
 * The batches of a dataset, one epoch each time it is iterated: `for (const [x, y] of loader)`; `for await` works too.
 * The order of an epoch is drawn when its iteration starts, so leaving a loop early does not change later epochs.
 */
export class DataLoader<Sample, Batch = Collated<Sample>> implements Iterable<Batch> {
  readonly dataset: Dataset<Sample>;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly #generator: Generator | undefined;
  readonly #batch: (indices: Int32Array) => Batch;

  constructor(dataset: Dataset<Sample>, options: DataLoaderOptions<Sample, Batch> = {}) {
    const { batchSize = 1, shuffle = false, seed, generator, dropLast = false, collate } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new ValueError(`DataLoader: batchSize must be a whole number of at least 1, got ${batchSize}`);
    }
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.shuffle = shuffle;
    this.dropLast = dropLast;
    this.#generator = seed === undefined ? generator : new Generator(seed);
    this.#batch =
      collate === undefined
        ? (indices) => dataset.batch(indices) as Batch
        : (indices) => collate(Array.from(indices, (index) => dataset.get(index)));
  }

  /** Batches an epoch. */
  get length(): number {
    const batches = this.dataset.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  [Symbol.iterator](): Iterator<Batch, undefined> {
    const order = this.#order();
    const count = this.length;
    let next = 0;
    return {
      next: () => {
        if (next === count) return { done: true, value: undefined };
        const start = next++ * this.batchSize;
        return { done: false, value: this.#batch(order.subarray(start, start + this.batchSize)) };
      },
    };
  }

  #order(): Int32Array {
    const { length } = this.dataset;
    if (this.shuffle) return (this.#generator ?? defaultGenerator()).permutation(length);
    return Int32Array.from({ length }, (_, i) => i);
  }
}
