import type { Module } from '../nn/module.js';
import type { History } from './history.js';
import type { AnyOptimizer } from './options.js';

/** Where a run of `fit` is; callbacks get it. */
export class FitRun {
  /** From 1; 0 before the first. */
  epoch = 0;
  /** Batches trained on in all epochs. */
  step = 0;
  /** Batches of this epoch so far. */
  batch = 0;
  /** Loss of the last batch. */
  loss = Number.NaN;
  #stopping = false;

  /** @internal Made by `fit`. */
  constructor(
    readonly model: Module,
    readonly optimizer: AnyOptimizer,
    readonly epochs: number,
    /** Batches an epoch, if that is known before. */
    readonly batches: number | undefined,
    /** Columns of the epochs so far. */
    readonly history: History,
  ) {}

  /** Whether {@link stop} was called. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** Ends the run: after this batch, or after this epoch when called at its end. A batch more is not begun. */
  stop(): void {
    this.#stopping = true;
  }
}

/** Called by `fit` at its turns; each may stop the run by `run.stop()`. */
export interface FitCallback {
  onTrainBegin?(run: FitRun): void;
  onEpochBegin?(run: FitRun): void;
  /** After each step of the optimiser, or each batch that only adds to the gradient. */
  onBatchEnd?(run: FitRun): void;
  /** After validation; `run.history.last` has the values. */
  onEpochEnd?(run: FitRun): void;
  /** Also after a stop, not after an error or an interrupt. */
  onTrainEnd?(run: FitRun): void;
}
