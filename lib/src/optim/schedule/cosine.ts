import { checkCount, LRScheduler, type Scheduled } from './scheduler.js';

export interface CosineOptions {
  /** Smallest rate; default 0. */
  etaMin?: number;
}

/**
 * Half a cosine from the initial rate down to `etaMin` in `tMax` steps. Loshchilov and Hutter 2017, without restarts.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.CosineAnnealingLR(optimizer, 4);
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.8536
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly tMax: number;
  readonly etaMin: number;

  constructor(optimizer: Scheduled, tMax: number, options: CosineOptions = {}) {
    super(optimizer);
    this.tMax = checkCount('CosineAnnealingLR', 'tMax', tMax);
    this.etaMin = options.etaMin ?? 0;
  }

  protected at(epoch: number, base: number): number {
    return this.etaMin + ((base - this.etaMin) * (1 + Math.cos((Math.PI * epoch) / this.tMax))) / 2;
  }

  protected override next(lr: number, base: number): number {
    const { lastEpoch: epoch, tMax, etaMin } = this;
    const angle = Math.PI / tMax;
    // At the bottom the ratio below would be 0/0.
    if ((epoch - 1 - tMax) % (2 * tMax) === 0) return lr + ((base - etaMin) * (1 - Math.cos(angle))) / 2;
    return ((1 + Math.cos(angle * epoch)) / (1 + Math.cos(angle * (epoch - 1)))) * (lr - etaMin) + etaMin;
  }
}

export interface WarmRestartsOptions extends CosineOptions {
  /** Factor of the length after each restart; default 1. */
  tMult?: number;
}

/**
 * Cosines that start again after `t0` steps, and then after `tMult` times as many. Loshchilov and Hutter 2017.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.CosineAnnealingWarmRestarts(optimizer, 2);
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.5
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly t0: number;
  readonly tMult: number;
  readonly etaMin: number;

  constructor(optimizer: Scheduled, t0: number, options: WarmRestartsOptions = {}) {
    super(optimizer);
    this.t0 = checkCount('CosineAnnealingWarmRestarts', 't0', t0);
    this.tMult = checkCount('CosineAnnealingWarmRestarts', 'tMult', options.tMult ?? 1);
    this.etaMin = options.etaMin ?? 0;
  }

  protected at(epoch: number, base: number): number {
    let length = this.t0;
    let since = epoch;
    while (since >= length) {
      since -= length;
      length *= this.tMult;
    }
    return this.etaMin + ((base - this.etaMin) * (1 + Math.cos((Math.PI * since) / length))) / 2;
  }
}
