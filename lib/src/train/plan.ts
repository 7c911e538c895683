import { ValueError } from '../errors.js';
import type { Module } from '../nn/module.js';
import { EMA } from '../optim/average.js';
import { EarlyStopping } from '../optim/early-stopping.js';
import { LBFGS } from '../optim/lbfgs.js';
import { currentHost } from '../view/host.js';
import { Training } from '../view/training/training.js';
import { countBatches } from './batches.js';
import type { AnySchedule, CheckpointOptions, FitAsyncOptions } from './options.js';
import { ProgressLine } from './progress.js';
import type { FitCallback } from './run.js';
import { type StepResult, stepOf } from './step.js';
import type { FitMetrics } from './tally.js';

/** The options of a run, checked and with defaults. */
export interface Plan<Batch>
  extends Pick<FitAsyncOptions<Batch>, 'train' | 'validation' | 'optimizer' | 'clip' | 'seed'> {
  where: string;
  canWait: boolean;
  model: Module;
  forward: (batch: Batch) => StepResult;
  /** What `evaluate` is given. */
  step: Pick<FitAsyncOptions<Batch>, 'loss' | 'step'>;
  epochs: number;
  batches: number | undefined;
  metrics: FitMetrics;
  callbacks: readonly FitCallback[];
  accumulation: number;
  scheduler: AnySchedule | undefined;
  scheduleEvery: 'step' | 'epoch';
  ema: EMA | undefined;
  monitor: string;
  mode: 'min' | 'max';
  stopping: EarlyStopping | undefined;
  /** Whether the best weights are put back at the end. */
  restoreBest: boolean;
  checkpoint: Required<CheckpointOptions> | undefined;
  /** File to go on from, and whether it must be there. */
  resume: { path: string; needed: boolean } | undefined;
  progress: ProgressLine | undefined;
  live: Training | undefined;
}

/** Checks the options, all before anything is done. */
export function planOf<Batch>(
  where: string,
  model: Module,
  options: FitAsyncOptions<Batch>,
  canWait: boolean,
): Plan<Batch> {
  const { train, validation, optimizer, epochs = 1, gradientAccumulation = 1, callbacks = [], metrics = {} } = options;
  checkWhole(where, 'epochs', epochs);
  checkWhole(where, 'gradientAccumulation', gradientAccumulation);
  if (optimizer instanceof LBFGS) {
    const rule = 'expected an optimiser that needs the loss once a step, got LBFGS';
    throw new ValueError(`${where}: ${rule}; write the loop with optimizer.step(() => loss)`);
  }
  const { schedule, loss, step, ema, earlyStopping, clip, seed } = options;
  const [scheduler, scheduleEvery] = scheduleOf(schedule);
  const [monitor, mode] = monitorOf(where, options);
  const { restore = true, ...stopping } =
    typeof earlyStopping === 'number' ? { patience: earlyStopping } : (earlyStopping ?? {});
  const checkpoint = checkpointOf(where, options.checkpoint);
  return {
    where,
    canWait,
    model,
    train,
    validation,
    optimizer,
    clip,
    seed,
    forward: stepOf(where, model, { loss, step }),
    step: { loss, step },
    epochs,
    batches: countBatches(train),
    metrics,
    callbacks: Array.isArray(callbacks) ? callbacks : [callbacks],
    accumulation: gradientAccumulation,
    scheduler,
    scheduleEvery,
    ema: typeof ema === 'number' ? new EMA(model, { decay: ema }) : ema,
    monitor,
    mode,
    stopping: earlyStopping === undefined ? undefined : new EarlyStopping(model, { ...stopping, mode }),
    restoreBest: restore,
    checkpoint,
    resume: resumeOf(where, options.resume, checkpoint?.path),
    progress: (options.progress ?? true) ? new ProgressLine() : undefined,
    live: liveOf(options, epochs),
  };
}

function scheduleOf(schedule: FitAsyncOptions<unknown>['schedule']): [AnySchedule | undefined, 'step' | 'epoch'] {
  if (schedule !== undefined && 'scheduler' in schedule) return [schedule.scheduler, schedule.every];
  return [schedule, 'epoch'];
}

function monitorOf(
  where: string,
  options: Pick<FitAsyncOptions<unknown>, 'validation' | 'metrics' | 'monitor' | 'mode'>,
): [monitor: string, mode: 'min' | 'max'] {
  const { validation, metrics = {}, monitor = validation === undefined ? 'loss' : 'valLoss' } = options;
  const columns = ['loss', ...Object.keys(metrics)];
  const known = validation === undefined ? columns : [...columns, ...columns.map(validationName)];
  if (!known.includes(monitor)) {
    throw new ValueError(`${where}: monitor must be a column (${known.join(', ')}), got '${monitor}'`);
  }
  const mode = options.mode ?? (monitor === 'loss' || monitor === 'valLoss' ? 'min' : undefined);
  if (mode === 'min' || mode === 'max') return [monitor, mode];
  throw new ValueError(`${where}: mode must be 'min' or 'max' to monitor '${monitor}', got ${String(mode)}`);
}

/** `accuracy` → `valAccuracy`. */
export function validationName(name: string): string {
  return `val${name[0].toUpperCase()}${name.slice(1)}`;
}

function checkpointOf(where: string, given: string | CheckpointOptions | undefined) {
  if (given === undefined) return undefined;
  const { path, every = 1 } = typeof given === 'string' ? { path: given } : given;
  checkWhole(where, 'checkpoint.every', every);
  return { path, every };
}

function resumeOf(where: string, resume: boolean | string | undefined, path: string | undefined) {
  if (resume === undefined || resume === false) return undefined;
  if (typeof resume === 'string') return { path: resume, needed: true };
  if (path !== undefined) return { path, needed: false };
  throw new ValueError(`${where}: resume needs a file, got true without checkpoint; give checkpoint or a path`);
}

function liveOf(
  { live, train }: Pick<FitAsyncOptions<unknown>, 'live' | 'train'>,
  epochs: number,
): Training | undefined {
  if (live instanceof Training) return live;
  if (!(live ?? currentHost() !== undefined)) return undefined;
  const batches = countBatches(train);
  return new Training({ totalEpochs: epochs, ...(batches === undefined ? {} : { totalSteps: epochs * batches }) });
}

function checkWhole(where: string, name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new ValueError(`${where}: ${name} must be whole and at least 1, got ${value}`);
}
