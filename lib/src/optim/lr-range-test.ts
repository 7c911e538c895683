import { ValueError } from '../errors.js';
import type { Module } from '../nn/module.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Optimizer } from './optimizer.js';

export interface LrRangeTestOptions {
  /** First rate; default 1e-6. */
  start?: number;
  /** Last rate; default 10. */
  end?: number;
  /** How many rates; default 100. */
  steps?: number;
  /** Share of the past in the smoothed loss; default 0.9. */
  smoothing?: number;
  /** Ends when the smoothed loss is this many times the smallest; default 4. */
  divergence?: number;
}

/** What {@link lrRangeTest} measured. */
export interface LrRange {
  /** The rates tried, rising by one factor. */
  lrs: number[];
  /** The loss before the step with each rate. */
  losses: number[];
  /** The losses, smoothed. */
  smoothed: number[];
  /** The rate at which the smoothed loss fell fastest. */
  suggestion: number;
}

/**
 * Trains with a rising learning rate until the loss diverges, then puts module and optimiser back as they were. Smith
 * 2017. `lossOf` gives the loss of the next batch.
 *
 *     const net = new nn.Linear(2, 1);
 *     const optimizer = new optim.SGD(net.parameters(), { lr: 1e-3 });
 *     const x = ones(4, 2);
 *     const found = optim.lrRangeTest(net, optimizer, () => F.mseLoss(net(x), zeros(4, 1)), { steps: 5 });
 *     found.lrs.length // → 5
 */
export function lrRangeTest<Options extends { lr: number }>(
  module: Module,
  optimizer: Optimizer<Options>,
  lossOf: () => Tensor,
  options: LrRangeTestOptions = {},
): LrRange {
  const { start = 1e-6, end = 10, steps = 100, smoothing = 0.9, divergence = 4 } = options;
  if (!(start > 0 && end > start) || !Number.isInteger(steps) || steps < 2) {
    throw new ValueError(`lrRangeTest: expected 0 < start < end and two steps or more, got ${start}, ${end}, ${steps}`);
  }
  const weights = module.stateDict();
  const state = optimizer.stateDict();
  const range: LrRange = { lrs: [], losses: [], smoothed: [], suggestion: start };
  try {
    let mean = 0;
    for (let n = 0; n < steps; n++) {
      const lr = start * (end / start) ** (n / (steps - 1));
      for (const group of optimizer.paramGroups) group.lr = lr;
      optimizer.zeroGrad();
      const loss = lossOf();
      const value = loss.item();
      mean = smoothing * mean + (1 - smoothing) * value;
      // The average starts at 0; dividing by its weight so far takes that out.
      const smooth = mean / (1 - smoothing ** (n + 1));
      if (!Number.isFinite(smooth) || smooth > divergence * Math.min(...range.smoothed, smooth)) break;
      range.lrs.push(lr);
      range.losses.push(value);
      range.smoothed.push(smooth);
      loss.backward();
      optimizer.step();
    }
  } finally {
    optimizer.zeroGrad();
    module.loadStateDict(weights);
    optimizer.loadStateDict(state);
  }
  range.suggestion = range.lrs[steepest(range.smoothed)] ?? start;
  return range;
}

/** Where the values fall most from one to the next; rates rise by one factor, so this is the slope over log lr. */
function steepest(values: readonly number[]): number {
  let found = 0;
  for (let i = 1; i + 1 < values.length; i++) {
    if (values[i + 1] - values[i] < values[found + 1] - values[found]) found = i;
  }
  return found;
}
