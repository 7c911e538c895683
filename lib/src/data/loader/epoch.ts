import { ValueError } from '../../errors.js';
import type { SamplerState } from '../samplers/sampler.js';

/** Where a {@link DataLoader} stands, in the middle of an epoch or between two; plain JSON. */
export interface DataLoaderState {
  /** The sampler now: what the next epoch depends on. */
  sampler: SamplerState;
  /** The sampler before the order of the epoch under way was drawn; missing between epochs. */
  epochStart?: SamplerState;
  /** Batches of that epoch that were handed out. */
  batches: number;
}

/** One epoch under way: what is left of its order, and how much was handed out. */
export interface Epoch<Work> {
  readonly start: SamplerState;
  readonly order: Iterator<Work>;
  handedOut: number;
  /** Whether its end was reached, and not only left by `break`. */
  finished: boolean;
}

/** Passes over work that was handed out before a state was saved. */
export function skip<Work>(order: Iterator<Work>, batches: number): void {
  for (let i = 0; i < batches; i++) {
    if (order.next().done !== true) continue;
    const got = `${batches} were handed out, but an epoch has ${i}`;
    throw new ValueError(
      `DataLoader.loadStateDict: expected a state of the same data and options, got one where ${got}`,
    );
  }
}
