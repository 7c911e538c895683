import { ValueError } from '../../errors.js';
import { Sampler, type SamplerState } from './sampler.js';

export interface BatchSamplerOptions {
  /** Samples a batch. */
  batchSize: number;
  /** Leaves out a last batch that is not full; default false. */
  dropLast?: boolean;
}

/**
 * Lists of `batchSize` numbers from another sampler.
 *
 *     [...new data.BatchSampler(new data.SequentialSampler(arange(5)), { batchSize: 2 })] // → []
 */
export class BatchSampler extends Sampler<number[]> {
  readonly sampler: Sampler;
  readonly batchSize: number;
  readonly dropLast: boolean;

  constructor(sampler: Sampler, { batchSize, dropLast = false }: BatchSamplerOptions) {
    super();
    checkBatchSize('BatchSampler', batchSize);
    this.sampler = sampler;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
  }

  get length(): number {
    const batches = this.sampler.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  [Symbol.iterator](): Iterator<number[]> {
    return inBatches(this.sampler[Symbol.iterator](), this.batchSize, this.dropLast);
  }

  override stateDict(): SamplerState {
    return this.sampler.stateDict();
  }

  override loadStateDict(state: SamplerState): void {
    this.sampler.loadStateDict(state);
  }
}

/** Takes items together in lists of `size`; the last may be shorter, unless it is dropped. */
export function* inBatches<Item>(items: Iterator<Item>, size: number, dropLast: boolean): Generator<Item[], undefined> {
  let batch: Item[] = [];
  for (let item = items.next(); item.done !== true; item = items.next()) {
    batch.push(item.value);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0 && !dropLast) yield batch;
}

/** Throws a ValueError, which begins with `where`, unless `batchSize` is a whole number above 0. */
export function checkBatchSize(where: string, batchSize: number): void {
  if (Number.isInteger(batchSize) && batchSize > 0) return;
  throw new ValueError(`${where}: batchSize must be a whole number of at least 1, got ${batchSize}`);
}
