import { Sampler } from './sampler.js';

/**
 * 0, 1, 2, …: every sample of `source` once, in order.
 *
 *     [...new data.SequentialSampler({ length: 3 })] // → [0, 1, 2]
 */
export class SequentialSampler extends Sampler {
  readonly #source: { readonly length: number };

  constructor(source: { readonly length: number }) {
    super();
    this.#source = source;
  }

  get length(): number {
    return this.#source.length;
  }

  *[Symbol.iterator](): Iterator<number> {
    for (let i = 0; i < this.length; i++) yield i;
  }
}
