import type { SeedOptions } from '../seed.js';
import { SeededSampler } from './seeded-sampler.js';

/**
 * Given samples, each once, in a new random order each epoch.
 *
 *     [...new data.SubsetRandomSampler([3, 5, 7])].length // → 3
 */
export class SubsetRandomSampler extends SeededSampler {
  readonly indices: Int32Array;

  constructor(indices: ArrayLike<number>, options: SeedOptions = {}) {
    super(options);
    this.indices = Int32Array.from(indices);
  }

  get length(): number {
    return this.indices.length;
  }

  protected draw(): Int32Array {
    return this.generator.permutation(this.length).map((place) => this.indices[place]);
  }
}
