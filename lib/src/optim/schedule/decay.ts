import { ValueError } from '../../errors.js';
import { checkCount, LRScheduler, type Scheduled } from './scheduler.js';

/**
 * The initial rate times a function of the step, or one function a group.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.LambdaLR(optimizer, (epoch) => 1 / (epoch + 1));
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.5
 */
export class LambdaLR extends LRScheduler {
  readonly lambdas: ((epoch: number) => number)[];

  constructor(optimizer: Scheduled, lambda: ((epoch: number) => number) | ((epoch: number) => number)[]) {
    super(optimizer);
    this.lambdas = typeof lambda === 'function' ? this.baseLrs.map(() => lambda) : lambda;
    if (this.lambdas.length !== this.baseLrs.length) {
      const got = `${this.lambdas.length} for ${this.baseLrs.length}`;
      throw new ValueError(`LambdaLR: expected one function, or one for each group, got ${got}`);
    }
    this.apply();
  }

  protected at(epoch: number, base: number, group: number): number {
    return base * this.lambdas[group](epoch);
  }
}

export interface GammaOptions {
  /** Factor of the rate; default 0.1. */
  gamma?: number;
}

/**
 * Multiplies the rate by gamma (default 0.1) every `stepSize` steps.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.StepLR(optimizer, 2, 0.1);
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 1
 */
export class StepLR extends LRScheduler {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(optimizer: Scheduled, stepSize: number, options: GammaOptions = {}) {
    super(optimizer);
    this.stepSize = checkCount('StepLR', 'stepSize', stepSize);
    this.gamma = options.gamma ?? 0.1;
  }

  protected at(epoch: number, base: number): number {
    return base * this.gamma ** Math.floor(epoch / this.stepSize);
  }

  protected override next(lr: number): number {
    return this.lastEpoch > 0 && this.lastEpoch % this.stepSize === 0 ? lr * this.gamma : lr;
  }
}

/**
 * Multiplies the rate by gamma (default 0.1) at each of the steps `milestones`.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.MultiStepLR(optimizer, [2], 0.1);
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 1
 */
export class MultiStepLR extends LRScheduler {
  readonly milestones: readonly number[];
  readonly gamma: number;

  constructor(optimizer: Scheduled, milestones: readonly number[], options: GammaOptions = {}) {
    super(optimizer);
    this.milestones = [...milestones].sort((a, b) => a - b);
    this.gamma = options.gamma ?? 0.1;
  }

  protected at(epoch: number, base: number): number {
    return base * this.gamma ** this.milestones.filter((m) => m <= epoch).length;
  }

  protected override next(lr: number): number {
    return lr * this.gamma ** this.milestones.filter((m) => m === this.lastEpoch).length;
  }
}

/**
 * Multiplies the rate by gamma at every step.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.ExponentialLR(optimizer, 0.5);
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.5
 */
export class ExponentialLR extends LRScheduler {
  readonly gamma: number;

  constructor(optimizer: Scheduled, gamma: number) {
    super(optimizer);
    this.gamma = gamma;
  }

  protected at(epoch: number, base: number): number {
    return base * this.gamma ** epoch;
  }

  protected override next(lr: number): number {
    return lr * this.gamma;
  }
}

export interface PolynomialLROptions {
  /** Steps until the rate is 0; default 5. */
  totalIters?: number;
  /** Default 1: a straight line. */
  power?: number;
}

/**
 * The initial rate times (1 − step/totalIters)^power.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.PolynomialLR(optimizer, { totalIters: 4 });
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.75
 */
export class PolynomialLR extends LRScheduler {
  readonly totalIters: number;
  readonly power: number;

  constructor(optimizer: Scheduled, options: PolynomialLROptions = {}) {
    super(optimizer);
    this.totalIters = checkCount('PolynomialLR', 'totalIters', options.totalIters ?? 5);
    this.power = options.power ?? 1;
  }

  protected at(epoch: number, base: number): number {
    return base * (1 - Math.min(epoch, this.totalIters) / this.totalIters) ** this.power;
  }

  protected override next(lr: number): number {
    const { lastEpoch: epoch, totalIters } = this;
    if (epoch > totalIters) return lr;
    return lr * ((totalIters - epoch) / (totalIters - epoch + 1)) ** this.power;
  }
}
