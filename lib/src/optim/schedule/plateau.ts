import type { Tensor } from '../../tensor/tensor.js';
import { Improvement, type ImprovementOptions } from '../improvement.js';
import { groupsOf, type Scheduled, type SchedulerState } from './scheduler.js';

export interface ReduceLROnPlateauOptions extends ImprovementOptions {
  /** Factor of the rate; default 0.1. */
  factor?: number;
  /** Steps without improvement that are still waited for; default 10. */
  patience?: number;
  /** Steps after a reduction in which nothing is counted; default 0. */
  cooldown?: number;
  /** Smallest rate; default 0. */
  minLr?: number;
  /** Smaller changes of the rate are left out; default 1e-8. */
  eps?: number;
}

/**
 * Multiplies the rate by `factor` when a metric has not improved for more than `patience` steps.
 *
 *     const w = ones(1, { requiresGrad: true });
 *     const optimizer = new optim.SGD([w], { lr: 1 });
 *     const scheduler = new optim.lrScheduler.ReduceLROnPlateau(optimizer, { patience: 0 });
 *     scheduler.step(1);
 *     scheduler.step(2);
 *     optimizer.paramGroups[0].lr // → 0.1
 */
export class ReduceLROnPlateau {
  readonly optimizer: Scheduled;
  readonly options: Required<Omit<ReduceLROnPlateauOptions, keyof ImprovementOptions>>;
  readonly #best: Improvement;
  #bad = 0;
  #cooling = 0;

  constructor(optimizer: Scheduled, options: ReduceLROnPlateauOptions = {}) {
    const { factor = 0.1, patience = 10, cooldown = 0, minLr = 0, eps = 1e-8 } = options;
    this.optimizer = optimizer;
    this.options = { factor, patience, cooldown, minLr, eps };
    this.#best = new Improvement('ReduceLROnPlateau', options);
  }

  /** Takes the metric of the last step or epoch. */
  step(metric: number | Tensor): void {
    const { factor, patience, cooldown, minLr, eps } = this.options;
    this.#bad = this.#best.improves(metric) ? 0 : this.#bad + 1;
    if (this.#cooling > 0) {
      this.#cooling--;
      this.#bad = 0;
    }
    if (this.#bad <= patience) return;
    for (const group of groupsOf(this.optimizer)) {
      const lr = Math.max(group.lr * factor, minLr);
      if (group.lr - lr > eps) group.lr = lr;
    }
    this.#cooling = cooldown;
    this.#bad = 0;
  }

  /** The rate of each group now. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** A snapshot that `loadStateDict` takes. */
  stateDict(): SchedulerState {
    return { best: this.#best.best, bad: this.#bad, cooling: this.#cooling };
  }

  loadStateDict(state: SchedulerState): void {
    this.#best.best = state.best as number;
    this.#bad = state.bad as number;
    this.#cooling = state.cooling as number;
  }
}
