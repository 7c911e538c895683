import { ValueError } from '../../errors.js';
import { checkCount, LRScheduler, type Scheduled } from './scheduler.js';

interface MomentumGroup {
  momentum?: number;
  betas?: readonly [number, number];
}

/** Sets the momentum of a group, or Adam's first beta. */
function setMomentum(group: MomentumGroup, value: number): void {
  if (group.betas !== undefined) group.betas = [value, group.betas[1]];
  else group.momentum = value;
}

function checkMomentum(where: string, optimizer: Scheduled): void {
  for (const group of optimizer.paramGroups as MomentumGroup[]) {
    if (group.betas !== undefined || group.momentum !== undefined) continue;
    throw new ValueError(
      `${where}: cycleMomentum needs an optimiser with momentum, got none; pass cycleMomentum: false`,
    );
  }
}

export interface MomentumCycleOptions {
  /** Move the momentum against the rate; default true. */
  cycleMomentum?: boolean;
  /** Momentum at the largest rate. */
  baseMomentum?: number;
  /** Momentum at the smallest rate. */
  maxMomentum?: number;
}

export interface CyclicLROptions extends MomentumCycleOptions {
  /** Steps from `baseLr` to `maxLr`; default 2000. */
  stepSizeUp?: number;
  /** Steps back; default as up. */
  stepSizeDown?: number;
  /** Every cycle alike (default), each half as high, or falling by gamma^step. */
  mode?: 'triangular' | 'triangular2' | 'expRange';
  /** For `expRange`; default 1. */
  gamma?: number;
}

/**
 * The rate goes up and down between two limits, the momentum (0.8 to 0.9) against it. Smith 2017.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.CyclicLR(optimizer, 0.1, 0.5, { stepSizeUp: 2 });
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.3
 */
export class CyclicLR extends LRScheduler {
  readonly maxLr: number;
  readonly options: Required<CyclicLROptions>;

  constructor(optimizer: Scheduled, baseLr: number, maxLr: number, options: CyclicLROptions = {}) {
    super(optimizer);
    const { stepSizeUp = 2000, stepSizeDown = stepSizeUp, mode = 'triangular', gamma = 1 } = options;
    const { cycleMomentum = true, baseMomentum = 0.8, maxMomentum = 0.9 } = options;
    checkCount('CyclicLR', 'stepSizeUp', stepSizeUp);
    checkCount('CyclicLR', 'stepSizeDown', stepSizeDown);
    if (!['triangular', 'triangular2', 'expRange'].includes(mode)) {
      throw new ValueError(`CyclicLR: mode must be 'triangular', 'triangular2' or 'expRange', got '${mode}'`);
    }
    if (cycleMomentum) checkMomentum('CyclicLR', optimizer);
    this.baseLrs = this.baseLrs.map(() => baseLr);
    this.maxLr = maxLr;
    this.options = { stepSizeUp, stepSizeDown, mode, gamma, cycleMomentum, baseMomentum, maxMomentum };
    this.apply();
  }

  protected at(epoch: number, base: number): number {
    return base + (this.maxLr - base) * this.#height(epoch);
  }

  protected override apply(): void {
    super.apply();
    const { cycleMomentum, baseMomentum, maxMomentum } = this.options;
    if (!cycleMomentum) return;
    const momentum = maxMomentum - (maxMomentum - baseMomentum) * this.#height(this.lastEpoch);
    for (const group of this.optimizer.paramGroups) setMomentum(group as MomentumGroup, momentum);
  }

  /** From 0 at `baseLr` to 1 at `maxLr`. */
  #height(epoch: number): number {
    const { stepSizeUp, stepSizeDown, mode, gamma } = this.options;
    const length = stepSizeUp + stepSizeDown;
    const cycle = Math.floor(epoch / length);
    const at = epoch - cycle * length;
    const height = at <= stepSizeUp ? at / stepSizeUp : (length - at) / stepSizeDown;
    if (mode === 'triangular2') return height / 2 ** cycle;
    return mode === 'expRange' ? height * gamma ** epoch : height;
  }
}

export interface OneCycleLROptions extends MomentumCycleOptions {
  /** Steps in all; or give `epochs` and `stepsPerEpoch`. */
  totalSteps?: number;
  epochs?: number;
  stepsPerEpoch?: number;
  /** Share of the steps that go up; default 0.3. */
  pctStart?: number;
  /** Half a cosine (default) or a straight line between the corners. */
  annealStrategy?: 'cos' | 'linear';
  /** The first rate is maxLr / divFactor; default 25. */
  divFactor?: number;
  /** The last rate is the first / finalDivFactor; default 1e4. */
  finalDivFactor?: number;
  /** Down to the first rate, then to the last, instead of both at once; default false. */
  threePhase?: boolean;
}

interface Corner {
  step: number;
  lr: number;
  momentum: number;
}

/**
 * Up to `maxLr` and far down again once, the momentum (0.85 to 0.95) against it. Smith and Topin 2018.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.OneCycleLR(optimizer, 1, { totalSteps: 10 });
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.52
 */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly cosine: boolean;
  readonly cycleMomentum: boolean;
  readonly corners: readonly Readonly<Corner>[];

  constructor(optimizer: Scheduled, maxLr: number, options: OneCycleLROptions) {
    super(optimizer);
    const { epochs = 0, stepsPerEpoch = 0, pctStart = 0.3, annealStrategy = 'cos', threePhase = false } = options;
    const { divFactor = 25, finalDivFactor = 1e4, cycleMomentum = true } = options;
    const { baseMomentum = 0.85, maxMomentum = 0.95 } = options;
    const total = checkCount('OneCycleLR', 'totalSteps', options.totalSteps ?? epochs * stepsPerEpoch);
    if (!(pctStart >= 0 && pctStart <= 1)) {
      throw new ValueError(`OneCycleLR: pctStart must be from 0 to 1, got ${pctStart}`);
    }
    if (annealStrategy !== 'cos' && annealStrategy !== 'linear') {
      throw new ValueError(`OneCycleLR: annealStrategy must be 'cos' or 'linear', got '${annealStrategy}'`);
    }
    if (cycleMomentum) checkMomentum('OneCycleLR', optimizer);
    const first = maxLr / divFactor;
    this.totalSteps = total;
    this.cosine = annealStrategy === 'cos';
    this.cycleMomentum = cycleMomentum;
    this.baseLrs = this.baseLrs.map(() => first);
    this.corners = [
      { step: 0, lr: first, momentum: maxMomentum },
      { step: pctStart * total - 1, lr: maxLr, momentum: baseMomentum },
      ...(threePhase ? [{ step: 2 * pctStart * total - 2, lr: first, momentum: maxMomentum }] : []),
      { step: total - 1, lr: first / finalDivFactor, momentum: maxMomentum },
    ];
    this.apply();
  }

  override step(): void {
    if (this.lastEpoch + 1 >= this.totalSteps + 1) {
      const rule = `the schedule has ${this.totalSteps} steps`;
      throw new ValueError(`OneCycleLR.step: ${rule}, got step ${this.lastEpoch + 1}; make totalSteps larger`);
    }
    super.step();
  }

  protected at(epoch: number): number {
    return this.#between(epoch, 'lr');
  }

  protected override apply(): void {
    super.apply();
    if (!this.cycleMomentum) return;
    const momentum = this.#between(this.lastEpoch, 'momentum');
    for (const group of this.optimizer.paramGroups) setMomentum(group as MomentumGroup, momentum);
  }

  #between(epoch: number, what: 'lr' | 'momentum'): number {
    const { corners } = this;
    const found = corners.findIndex((corner, i) => i > 0 && epoch <= corner.step);
    const end = found === -1 ? corners.length - 1 : found;
    const [from, to] = [corners[end - 1], corners[end]];
    const share = (epoch - from.step) / (to.step - from.step);
    if (!this.cosine) return from[what] + (to[what] - from[what]) * share;
    return to[what] + ((from[what] - to[what]) * (1 + Math.cos(Math.PI * share))) / 2;
  }
}
