import { ValueError } from '../../errors.js';
import type { SeedOptions } from '../seed.js';
import { SeededSampler } from './seeded-sampler.js';

export interface RandomSamplerOptions extends SeedOptions {
  /** Every draw is from all samples, so some come twice; default false. */
  replacement?: boolean;
  /** Draws an epoch; default: the number of samples. */
  numSamples?: number;
}

/**
 * The samples of `source` in a new random order each epoch. Without replacement every sample comes once before any comes
 * again, also when `numSamples` asks for more than there are.
 *
 *     [...new data.RandomSampler({ length: 5 })].length // → 5
 */
export class RandomSampler extends SeededSampler {
  readonly replacement: boolean;
  readonly #source: { readonly length: number };
  readonly #numSamples: number | undefined;

  constructor(source: { readonly length: number }, options: RandomSamplerOptions = {}) {
    super(options);
    const { replacement = false, numSamples } = options;
    if (numSamples !== undefined) checkNumSamples('RandomSampler', numSamples);
    this.replacement = replacement;
    this.#source = source;
    this.#numSamples = numSamples;
  }

  get length(): number {
    return this.#numSamples ?? this.#source.length;
  }

  protected draw(): Int32Array {
    const { length: wanted } = this;
    const { length: count } = this.#source;
    if (wanted > 0 && count === 0) throw new ValueError('RandomSampler: expected samples to draw from, got none');
    const order = new Int32Array(wanted);
    if (this.replacement) return wanted === 0 ? order : this.generator.fillInt(order, 0, count);
    for (let at = 0; at < wanted; at += count) {
      order.set(this.generator.permutation(count).subarray(0, wanted - at), at);
    }
    return order;
  }
}

/** Throws a ValueError, which begins with `where`, unless `numSamples` is a whole number above 0. */
export function checkNumSamples(where: string, numSamples: number): void {
  if (Number.isInteger(numSamples) && numSamples > 0) return;
  throw new ValueError(`${where}: numSamples must be a whole number of at least 1, got ${numSamples}`);
}
