import { ValueError } from '../../errors.js';
import type { Dataset } from '../dataset.js';
import { IterableDataset } from '../iterable-dataset.js';
import { BatchSampler, checkBatchSize } from '../samplers/batch-sampler.js';
import { RandomSampler } from '../samplers/random-sampler.js';
import type { Sampler } from '../samplers/sampler.js';
import { SequentialSampler } from '../samplers/sequential-sampler.js';
import type { SeedOptions } from '../seed.js';

/** `seed` and `generator` are of the order: the same seed gives the same epochs. */
export interface DataLoaderOptions<Sample, Batch> extends SeedOptions {
  /** Samples a batch; default 1. */
  batchSize?: number;
  /** A new random order for each epoch; default false. */
  shuffle?: boolean;
  /** The order, instead of `shuffle`. */
  sampler?: Sampler;
  /** The order in whole batches, instead of `batchSize`, `shuffle`, `sampler` and `dropLast`. */
  batchSampler?: Sampler<ArrayLike<number>>;
  /** Leaves out a last batch that is not full; default false. */
  dropLast?: boolean;
  /** Makes a batch from samples; default: the dataset's `batch`, which stacks. */
  collate?: (samples: Sample[]) => Batch;
  /**
   * Worker threads that make samples ahead of the loop, for a `FunctionDataset`, which see; default 0: samples are made in the
   * loop. The order is the same whatever the number.
   */
  numWorkers?: number;
  /** Batches that each worker makes ahead; default 2. */
  prefetchFactor?: number;
  /** Milliseconds to wait for a batch of a worker; default 0: as long as it takes. */
  timeout?: number;
}

/** The order that the options ask for, in batches; `undefined` for a dataset that has its own. */
export function batchesOf<Sample, Batch>(
  dataset: Dataset<Sample> | IterableDataset<Sample>,
  options: DataLoaderOptions<Sample, Batch>,
): Sampler<ArrayLike<number>> | undefined {
  const { batchSize = 1, shuffle = false, sampler, batchSampler, dropLast = false, seed, generator } = options;
  checkBatchSize('DataLoader', batchSize);
  if (dataset instanceof IterableDataset) {
    refuse(options, ['shuffle', 'sampler', 'batchSampler'], 'an IterableDataset, which has its own order');
    return undefined;
  }
  if (batchSampler !== undefined) {
    refuse(options, ['batchSize', 'shuffle', 'sampler', 'dropLast'], 'batchSampler, which decides it');
    return batchSampler;
  }
  if (sampler !== undefined) refuse(options, ['shuffle'], 'sampler, which has its own order');
  const order = sampler ?? (shuffle ? new RandomSampler(dataset, { seed, generator }) : new SequentialSampler(dataset));
  return new BatchSampler(order, { batchSize, dropLast });
}

export interface WorkerOptions {
  numWorkers: number;
  prefetchFactor: number;
  timeout: number;
}

/** The options of the workers, checked. */
export function workersOf(options: Partial<WorkerOptions>): WorkerOptions {
  const { numWorkers = 0, prefetchFactor = 2, timeout = 0 } = options;
  for (const [name, value, least] of [
    ['numWorkers', numWorkers, 0],
    ['prefetchFactor', prefetchFactor, 1],
    ['timeout', timeout, 0],
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new ValueError(`DataLoader: ${name} must be a whole number of at least ${least}, got ${value}`);
  }
  return { numWorkers, prefetchFactor, timeout };
}

function refuse<Options extends object>(options: Options, names: readonly (keyof Options)[], beside: string): void {
  const given = names.find((name) => options[name] !== undefined && options[name] !== false);
  if (given === undefined) return;
  throw new ValueError(`DataLoader: expected no ${String(given)} beside ${beside}, got both; leave one out`);
}
