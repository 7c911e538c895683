import type { EMA } from '../optim/average.js';
import type { Optimizer } from '../optim/optimizer.js';
import type { Training } from '../view/training/training.js';
import type { Batches } from './batches.js';
import type { FitCallback } from './run.js';
import type { StepOptions } from './step.js';
import type { FitMetrics } from './tally.js';

/** An optimiser of any kind but `LBFGS`, which calls the loss several times a step. */
// biome-ignore lint/suspicious/noExplicitAny: options differ from optimiser to optimiser, and are not looked at
export type AnyOptimizer = Optimizer<any>;

/** A schedule of `optim.lrScheduler`; one that follows a metric gets the monitored one. */
export interface AnySchedule {
  step(metric: number): void;
}

export interface EarlyStopOptions {
  /** Epochs without improvement that are still waited for; default 10. */
  patience?: number;
  /** How much better counts as improvement; default 0. */
  minDelta?: number;
  /** Gives the model the weights of its best epoch at the end; default true. */
  restore?: boolean;
}

export interface CheckpointOptions {
  /** File that is replaced after each epoch. */
  path: string;
  /** Epochs from one save to the next; the last is always saved. Default 1. */
  every?: number;
}

/** What `fit` does beside the loop of forward, backward and step. */
export interface FitOptions<Batch> extends StepOptions<Batch> {
  /** Gone through once an epoch: a `data.DataLoader`, an array of batches, …. */
  train: Iterable<Batch>;
  /** Gone through after each epoch with the model in `eval` and without gradients. */
  validation?: Iterable<Batch>;
  optimizer: AnyOptimizer;
  /** Steps once an epoch, or with `{ scheduler, every: 'step' }` after each step of the optimiser. */
  schedule?: AnySchedule | { scheduler: AnySchedule; every: 'step' | 'epoch' };
  /** Default 1. */
  epochs?: number;
  /** By the names of their columns: `{ accuracy: new metrics.Accuracy() }` gives `accuracy` and `valAccuracy`. */
  metrics?: FitMetrics;
  callbacks?: FitCallback | readonly FitCallback[];
  /** Limits the gradients before each step, by their common norm (a number means that) or each value. */
  clip?: number | { norm: number } | { value: number };
  /** Batches whose mean gradient makes one step of the optimiser; default 1. */
  gradientAccumulation?: number;
  /** Decay of a running average of the weights, which is validated, and which the model has at the end. */
  ema?: number | EMA;
  /** The column that early stopping, plateau schedules and `history.best` look at; default `valLoss`, else `loss`. */
  monitor?: string;
  /** Whether smaller or larger is better; default `min` for losses, to be given for other columns. */
  mode?: 'min' | 'max';
  /** Ends the run when the monitored column stops improving; a number is the patience. */
  earlyStopping?: number | EarlyStopOptions;
  /** Saves everything that the run needs to go on. */
  checkpoint?: string | CheckpointOptions;
  /** Goes on from the checkpoint if there is one; with a path, from that file. Default false. */
  resume?: boolean | string;
  /** Seeds everything random that has no generator of its own, as `manualSeed` does. */
  seed?: number;
  /** A line on how far the run is; default true. */
  progress?: boolean;
  /** Live curves: whether, or a view to extend. Default: in a notebook. */
  live?: boolean | Training;
}

/** {@link FitOptions} with batches that may arrive later. */
export interface FitAsyncOptions<Batch> extends Omit<FitOptions<Batch>, 'train' | 'validation'> {
  train: Batches<Batch>;
  validation?: Batches<Batch>;
}
