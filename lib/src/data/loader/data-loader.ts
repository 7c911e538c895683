import { ValueError } from '../../errors.js';
import { type Collated, collate } from '../collate.js';
import type { Dataset } from '../dataset.js';
import { IterableDataset } from '../iterable-dataset.js';
import { inBatches } from '../samplers/batch-sampler.js';
import type { Sampler } from '../samplers/sampler.js';
import { type DataLoaderState, type Epoch, skip } from './epoch.js';
import { batchesOf, type DataLoaderOptions, type WorkerOptions, workersOf } from './loader-options.js';
import { type RemoteDataset, remoteOf, WorkerPool } from './worker-pool.js';

/** What one batch is made of: the numbers of its samples, or the samples of a dataset without numbers. */
type Work<Sample> = { indices: ArrayLike<number> } | { samples: Sample[] };

/**
 * The batches of a dataset, one epoch each time it is iterated: `for (const [x, y] of loader)`; `for await` works too.
 * The order of an epoch is drawn when its iteration starts, so leaving a loop early does not change later epochs.
 *
 * With `numWorkers` samples are made ahead in worker threads, in both kinds of loop. `for` puts the main thread to sleep (by
 * `Atomics.wait` on shared memory) until the next batch is there; `for await` lets it do other things. Each iteration has its
 * own threads, which end with the loop, also after `break`, an error or an interrupt.
 *
 *     const set = new data.TensorDataset(arange(10));
 *     new data.DataLoader(set, { batchSize: 4 }).length // → 3
 */
export class DataLoader<Sample, Batch = Collated<Sample>> implements Iterable<Batch>, AsyncIterable<Batch> {
  readonly dataset: Dataset<Sample> | IterableDataset<Sample>;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly #batches: Sampler<ArrayLike<number>> | undefined;
  readonly #collate: ((samples: Sample[]) => Batch) | undefined;
  readonly #workers: WorkerOptions;
  readonly #remote: RemoteDataset | undefined;
  #epoch: Epoch<Work<Sample>> | undefined;
  #resumed: Epoch<Work<Sample>> | undefined;

  constructor(dataset: Dataset<Sample> | IterableDataset<Sample>, options: DataLoaderOptions<Sample, Batch> = {}) {
    this.#batches = batchesOf(dataset, options);
    this.dataset = dataset;
    this.batchSize = options.batchSize ?? 1;
    this.shuffle = options.shuffle ?? false;
    this.dropLast = options.dropLast ?? false;
    this.#collate = options.collate;
    this.#workers = workersOf(options);
    this.#remote = this.#workers.numWorkers > 0 ? remoteOf(dataset) : undefined;
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
    const batches = this.#remote === undefined ? this.#local(epoch) : this.#ahead(epoch, this.#remote);
    return {
      next: () => this.#count(epoch, batches.next()),
      return: () => batches.return(undefined),
    };
  }

  [Symbol.asyncIterator](): AsyncIterator<Batch, undefined> {
    const epoch = this.#begin();
    const batches = this.#remote === undefined ? this.#local(epoch) : this.#aheadAsync(epoch, this.#remote);
    return {
      next: async () => this.#count(epoch, await batches.next()),
      return: async () => batches.return(undefined),
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
      this.#resumed = { start: epochStart, order, handedOut: batches, finished: false };
    }
    this.#batches?.loadStateDict(sampler);
    this.#epoch = this.#resumed;
  }

  #begin(): Epoch<Work<Sample>> {
    const start = this.#batches?.stateDict() ?? {};
    this.#epoch = this.#resumed ?? { start, order: this.#order(), handedOut: 0, finished: false };
    this.#resumed = undefined;
    return this.#epoch;
  }

  #count(epoch: Epoch<Work<Sample>>, result: IteratorResult<Batch, undefined>): IteratorResult<Batch, undefined> {
    if (result.done !== true) epoch.handedOut++;
    else if (this.#epoch === epoch && epoch.finished) this.#epoch = undefined;
    return result;
  }

  *#local(epoch: Epoch<Work<Sample>>): Generator<Batch, undefined> {
    for (let work = epoch.order.next(); work.done !== true; work = epoch.order.next()) yield this.#make(work.value);
    epoch.finished = true;
  }

  *#ahead(epoch: Epoch<Work<Sample>>, remote: RemoteDataset): Generator<Batch, undefined> {
    const pool = this.#pool(remote);
    try {
      while (this.#askAhead(pool, epoch, remote)) yield this.#collateAll(pool.take() as Sample[]);
      epoch.finished = true;
    } finally {
      pool.close();
    }
  }

  async *#aheadAsync(epoch: Epoch<Work<Sample>>, remote: RemoteDataset): AsyncGenerator<Batch, undefined> {
    const pool = this.#pool(remote);
    try {
      while (this.#askAhead(pool, epoch, remote)) yield this.#collateAll((await pool.taken()) as Sample[]);
      epoch.finished = true;
    } finally {
      pool.close();
    }
  }

  #pool({ task }: RemoteDataset): WorkerPool {
    return new WorkerPool(task, this.#workers.numWorkers, this.#workers.timeout);
  }

  /** Keeps the workers busy; false once every batch was taken. */
  #askAhead(pool: WorkerPool, { order }: Epoch<Work<Sample>>, { place }: RemoteDataset): boolean {
    const { numWorkers, prefetchFactor } = this.#workers;
    while (pool.waiting < numWorkers * prefetchFactor) {
      const work = order.next();
      if (work.done === true) break;
      pool.ask(Array.from((work.value as { indices: ArrayLike<number> }).indices, place));
    }
    return pool.waiting > 0;
  }

  #order(): Iterator<Work<Sample>> {
    if (this.dataset instanceof IterableDataset) {
      const lists = inBatches(this.dataset[Symbol.iterator](), this.batchSize, this.dropLast);
      return mapped(lists, (samples) => ({ samples }));
    }
    return mapped(this.#batches![Symbol.iterator](), (indices) => ({ indices }));
  }

  #make(work: Work<Sample>): Batch {
    if ('samples' in work) return this.#collateAll(work.samples);
    const dataset = this.dataset as Dataset<Sample>;
    if (this.#collate === undefined) return dataset.batch(work.indices) as Batch;
    return this.#collate(Array.from(work.indices, (index) => dataset.get(index)));
  }

  #collateAll(samples: Sample[]): Batch {
    return this.#collate === undefined ? (collate(samples) as Batch) : this.#collate(samples);
  }
}

function* mapped<From, To>(items: Iterator<From>, fn: (item: From) => To): Generator<To> {
  for (let item = items.next(); item.done !== true; item = items.next()) yield fn(item.value);
}
