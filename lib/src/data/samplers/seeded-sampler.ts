import type { Generator } from '../../random/generator.js';
import { generatorOf, type SeedOptions } from '../seed.js';
import { Sampler, type SamplerState } from './sampler.js';

/** A sampler that draws a new order for each epoch. */
export abstract class SeededSampler extends Sampler {
  protected readonly generator: Generator;

  constructor(options: SeedOptions) {
    super();
    this.generator = generatorOf(options);
  }

  /** The order of one epoch. */
  protected abstract draw(): Int32Array;

  [Symbol.iterator](): Iterator<number> {
    return this.draw().values();
  }

  override stateDict(): SamplerState {
    return { generator: this.generator.getState() };
  }

  override loadStateDict(state: SamplerState): void {
    if (state.generator !== undefined) this.generator.setState(state.generator);
  }
}
