import { ValueError } from '../../errors.js';
import { checkCount, LRScheduler, type Scheduled } from './scheduler.js';

export interface ConstantLROptions {
  /** Factor of the first steps; default 1/3. */
  factor?: number;
  /** For how many steps; default 5. */
  totalIters?: number;
}

/**
 * Multiplies the rate of the first steps by a factor.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.ConstantLR(optimizer, { factor: 0.5, totalIters: 2 });
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.5
 */
export class ConstantLR extends LRScheduler {
  readonly factor: number;
  readonly totalIters: number;

  constructor(optimizer: Scheduled, options: ConstantLROptions = {}) {
    super(optimizer);
    this.factor = checkFactor('ConstantLR', 'factor', options.factor ?? 1 / 3);
    this.totalIters = checkCount('ConstantLR', 'totalIters', options.totalIters ?? 5);
    for (const group of optimizer.paramGroups) group.lr *= this.factor;
  }

  protected at(epoch: number, base: number): number {
    return epoch < this.totalIters ? base * this.factor : base;
  }

  protected override next(lr: number): number {
    return this.lastEpoch === this.totalIters ? lr / this.factor : lr;
  }
}

export interface LinearLROptions {
  /** Factor of the first step; default 1/3. */
  startFactor?: number;
  /** Factor in the end; default 1. */
  endFactor?: number;
  /** Steps from one to the other; default 5. */
  totalIters?: number;
}

/**
 * Warm-up: the factor of the rate goes in a straight line from `startFactor` to `endFactor`.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.LinearLR(optimizer, { startFactor: 0.5, totalIters: 4 });
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.625
 */
export class LinearLR extends LRScheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(optimizer: Scheduled, options: LinearLROptions = {}) {
    super(optimizer);
    this.startFactor = checkFactor('LinearLR', 'startFactor', options.startFactor ?? 1 / 3);
    this.endFactor = options.endFactor ?? 1;
    this.totalIters = checkCount('LinearLR', 'totalIters', options.totalIters ?? 5);
    for (const group of optimizer.paramGroups) group.lr *= this.startFactor;
  }

  protected at(epoch: number, base: number): number {
    return base * this.#factor(epoch);
  }

  protected override next(lr: number): number {
    return this.lastEpoch > this.totalIters
      ? lr
      : (lr * this.#factor(this.lastEpoch)) / this.#factor(this.lastEpoch - 1);
  }

  #factor(epoch: number): number {
    const share = Math.min(epoch, this.totalIters) / this.totalIters;
    return this.startFactor + (this.endFactor - this.startFactor) * share;
  }
}

function checkFactor(where: string, name: string, value: number): number {
  if (value > 0 && value <= 1) return value;
  throw new ValueError(`${where}: ${name} must be above 0 and at most 1, got ${value}`);
}
