import type { Module } from '../nn/module.js';
import type { StateDict } from '../nn/state-dict.js';
import type { Tensor } from '../tensor/tensor.js';
import { Improvement } from './improvement.js';

export interface EarlyStoppingOptions {
  /** Steps without improvement that are still waited for; default 10. */
  patience?: number;
  /** How much better counts as improvement; default 0. */
  minDelta?: number;
  /** Whether smaller (default) or larger is better. */
  mode?: 'min' | 'max';
}

/** What {@link EarlyStopping} saves. */
export interface EarlyStoppingState {
  steps: number;
  bestStep: number;
  best: number;
  weights?: StateDict;
}

/**
 * Says when a metric has stopped improving, and keeps the weights and buffers of the best step:
 *
 *     const net = new nn.Linear(2, 1);
 *     const stop = new optim.EarlyStopping(net, { patience: 1 });
 *     [stop.step(1), stop.step(2), stop.step(3)] // → [false, false, true]
 */
export class EarlyStopping {
  readonly module: Module;
  readonly patience: number;
  /** Number of the best step, from 1; 0 before the first. */
  bestStep = 0;
  #steps = 0;
  #state: StateDict | undefined;
  readonly #best: Improvement;

  constructor(module: Module, options: EarlyStoppingOptions = {}) {
    const { patience = 10, minDelta = 0, mode = 'min' } = options;
    this.module = module;
    this.patience = patience;
    this.#best = new Improvement('EarlyStopping', { mode, threshold: minDelta, thresholdMode: 'abs' });
  }

  /** The best value so far. */
  get best(): number {
    return this.#best.best;
  }

  /** Takes the metric of this step; true when it has not improved for more than `patience` steps. */
  step(metric: number | Tensor): boolean {
    this.#steps++;
    if (this.#best.improves(metric)) {
      this.bestStep = this.#steps;
      this.#state = this.module.stateDict();
    }
    return this.#steps - this.bestStep > this.patience;
  }

  /** Gives the module the state of the best step; without one it does nothing. */
  restore(): void {
    if (this.#state !== undefined) this.module.loadStateDict(this.#state);
  }

  /** A snapshot that `loadStateDict` takes, with the best weights. */
  stateDict(): EarlyStoppingState {
    return { steps: this.#steps, bestStep: this.bestStep, best: this.#best.best, weights: this.#state };
  }

  loadStateDict({ steps, bestStep, best, weights }: EarlyStoppingState): void {
    this.#steps = steps;
    this.bestStep = bestStep;
    this.#best.best = best;
    this.#state = weights;
  }
}
