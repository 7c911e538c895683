import type { GeneratorState } from '../../random/generator.js';

/** Where a sampler stands between two epochs; plain JSON. */
export interface SamplerState {
  /** Of the generator that draws the next order. */
  generator?: GeneratorState;
  /** Number of the next epoch, for orders that depend on it. */
  epoch?: number;
}

/**
 * An order in which a loader visits samples: numbers, or lists of numbers if it makes whole batches. Each iteration is one
 * epoch, and its order is drawn when the iterator is made. A subclass with chances of its own also overrides the two
 * functions of the state, so that training can be resumed.
 *
 *     class Even extends data.Sampler { length = 3; *[Symbol.iterator]() { yield* [0, 2, 4]; } };
 *     [...new Even()] // → [0, 2, 4]
 */
export abstract class Sampler<Item = number> implements Iterable<Item> {
  /** Items an epoch. */
  abstract readonly length: number;

  abstract [Symbol.iterator](): Iterator<Item>;

  /** What the next epoch depends on. */
  stateDict(): SamplerState {
    return {};
  }

  /** Goes on from a state taken by `stateDict`. */
  loadStateDict(_state: SamplerState): void {}
}
