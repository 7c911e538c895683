import { ValueError } from '../../errors.js';
import { Generator } from '../../random/generator.js';
import { Sampler, type SamplerState } from './sampler.js';

export interface DistributedSamplerOptions {
  /** How many processes train together. */
  numReplicas: number;
  /** Which of them this is, 0…numReplicas − 1. */
  rank: number;
  /** A new random order each epoch, the same for all ranks; default true. */
  shuffle?: boolean;
  /** Seed of the order, the same for all ranks; default 0. */
  seed?: number;
  /** Leaves out the last samples so that ranks get equally many; default false: the first samples come twice instead. */
  dropLast?: boolean;
}

/**
 * The part of a dataset that one of several processes visits: every `numReplicas`-th sample, from `rank` on. Call
 * `setEpoch` before each epoch, or every epoch has the same order.
 *
 *     new data.DistributedSampler({ length: 10 }, { numReplicas: 2, rank: 0 }).length // → 5
 */
export class DistributedSampler extends Sampler {
  readonly length: number;
  readonly numReplicas: number;
  readonly rank: number;
  readonly #count: number;
  readonly #shuffle: boolean;
  readonly #seed: number;
  #epoch = 0;

  constructor(source: { readonly length: number }, options: DistributedSamplerOptions) {
    super();
    const { numReplicas, rank, shuffle = true, seed = 0, dropLast = false } = options;
    if (!(Number.isInteger(numReplicas) && numReplicas > 0)) {
      throw new ValueError(`DistributedSampler: numReplicas must be a whole number of at least 1, got ${numReplicas}`);
    }
    if (!(Number.isInteger(rank) && rank >= 0 && rank < numReplicas)) {
      throw new ValueError(`DistributedSampler: rank must be a whole number from 0 to ${numReplicas - 1}, got ${rank}`);
    }
    this.numReplicas = numReplicas;
    this.rank = rank;
    this.#count = source.length;
    this.#shuffle = shuffle;
    this.#seed = seed;
    this.length = dropLast ? Math.floor(this.#count / numReplicas) : Math.ceil(this.#count / numReplicas);
  }

  /** Makes the next iteration that of another epoch. */
  setEpoch(epoch: number): void {
    this.#epoch = epoch;
  }

  [Symbol.iterator](): Iterator<number> {
    const order = this.#shuffle
      ? new Generator(this.#seed + this.#epoch).permutation(this.#count)
      : Int32Array.from({ length: this.#count }, (_, i) => i);
    const { length, numReplicas, rank } = this;
    return Int32Array.from({ length }, (_, i) => order[(rank + i * numReplicas) % this.#count]).values();
  }

  override stateDict(): SamplerState {
    return { epoch: this.#epoch };
  }

  override loadStateDict(state: SamplerState): void {
    this.#epoch = state.epoch ?? this.#epoch;
  }
}
