import { ValueError } from '../../errors.js';
import { type Collated, collate } from '../collate.js';
import type { Dataset } from '../dataset.js';
import { IterableDataset } from '../iterable-dataset.js';
import { inBatches } from '../samplers/batch-sampler.js';
import type { Sampler } from '../samplers/sampler.js';
import { type DataLoaderState, type Epoch, skip } from './epoch.js';
import { batchesOf, type DataLoaderOptions } from './loader-options.js';

/** What one batch is made of: the numbers of its samples, or the samples of a dataset without numbers. */
type Work<Sample> = { indices: ArrayLike<number> } | { samples: Sample[] };

/**
 * The batches of a dataset, one epoch each time it is iterated: `for (const [x, y] of loader)`; `for await` works too.
 * The order of an epoch is drawn when its iteration starts, so leaving a loop early does not change later epochs.
 */
export class DataLoader<Sample, Batch = Collated<Sample>> implements Iterable<Batch> {
  readonly dataset: Dataset<Sample> | IterableDataset<Sample>;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly #batches: Sampler<ArrayLike<number>> | undefined;
  readonly #collate: ((samples: Sample[]) => Batch) | undefined;
  #epoch: Epoch<Work<Sample>> | undefined;
  #resumed: Epoch<Work<Sample>> | undefined;

  constructor(dataset: Dataset<Sample> | IterableDataset<Sample>, options: DataLoaderOptions<Sample, Batch> = {}) {
    this.#batches = batchesOf(dataset, options);
    this.dataset = dataset;
    this.batchSize = options.batchSize ?? 1;
    this.shuffle = options.shuffle ?? false;
    this.dropLast = options.dropLast ?? false;
    this.#collate = options.collate;
  }

  /** Batches an epoch. Throws for an IterableDataset, whose end is not known before. */
  get length(): number {
    if (this.#batches !== undefined) return this.#batches.length;
    throw new ValueError(
      'DataLoader.length: expected a dataset with a length, got an IterableDataset; count in the loop',
    );
  }

  [Symbol.iterator](): Iterator<Batch, undefined> {
    const epoch = this.#begin();
    return {
      next: () => {
        const { done, value } = epoch.order.next();
        if (done === true) return this.#end(epoch);
        const batch = this.#make(value);
        epoch.handedOut++;
        return { done: false, value: batch };
      },
    };
  }

  /**
   * Where the newest iteration stands, so that a resumed run sees the batches that are left, then the same epochs. In the
   * body of a loop the batch at hand counts as seen; after `break` the epoch still counts as under way.
   */
  stateDict(): DataLoaderState {
    const sampler = this.#batches?.stateDict() ?? {};
    const { start, handedOut } = this.#epoch ?? {};
    return start === undefined ? { sampler, batches: 0 } : { sampler, epochStart: start, batches: handedOut ?? 0 };
  }

  /**
   * Has the next iteration go on from a state taken by `stateDict` of a loader of the same data and options. A loader without
   * `seed` and `generator` puts back the state of the generator that `manualSeed` seeds. An IterableDataset is read from its
   * beginning, and what was seen is thrown away.
   */
  loadStateDict({ sampler, epochStart, batches }: DataLoaderState): void {
    this.#resumed = undefined;
    if (epochStart !== undefined) {
      this.#batches?.loadStateDict(epochStart);
      const order = this.#order();
      skip(order, batches);
      this.#resumed = { start: epochStart, order, handedOut: batches };
    }
    this.#batches?.loadStateDict(sampler);
    this.#epoch = this.#resumed;
  }

  #begin(): Epoch<Work<Sample>> {
    const start = this.#batches?.stateDict() ?? {};
    this.#epoch = this.#resumed ?? { start, order: this.#order(), handedOut: 0 };
    this.#resumed = undefined;
    return this.#epoch;
  }

  #end(epoch: Epoch<Work<Sample>>): { done: true; value: undefined } {
    if (this.#epoch === epoch) this.#epoch = undefined;
    return { done: true, value: undefined };
  }

  #order(): Iterator<Work<Sample>> {
    if (this.dataset instanceof IterableDataset) {
      const lists = inBatches(this.dataset[Symbol.iterator](), this.batchSize, this.dropLast);
      return mapped(lists, (samples) => ({ samples }));
    }
    return mapped(this.#batches![Symbol.iterator](), (indices) => ({ indices }));
  }

  #make(work: Work<Sample>): Batch {
    const own = this.#collate;
    if ('samples' in work) return own === undefined ? (collate(work.samples) as Batch) : own(work.samples);
    const dataset = this.dataset as Dataset<Sample>;
    if (own === undefined) return dataset.batch(work.indices) as Batch;
    return own(Array.from(work.indices, (index) => dataset.get(index)));
  }
}

function* mapped<From, To>(items: Iterator<From>, fn: (item: From) => To): Generator<To> {
  for (let item = items.next(); item.done !== true; item = items.next()) yield fn(item.value);
}
