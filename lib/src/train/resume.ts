import { nodeBuiltin } from '../backend/node.js';
import { loadCheckpoint, saveCheckpoint } from '../io/checkpoint.js';
import { isStateful } from '../io/checkpoint-parts.js';
import type { StopReason } from './history.js';
import type { Plan } from './plan.js';
import type { FitRun } from './run.js';

/** The columns of a run, and where it stands, as plain data. */
interface SavedProgress {
  epoch: number;
  step: number;
  stopped: StopReason | null;
  columns: Record<string, number[]>;
}

/** Saves everything that has a state, after an epoch. */
export function saveRun<Batch>(path: string, plan: Plan<Batch>, { epoch, step, history }: FitRun): void {
  const progress: SavedProgress = { epoch, step, stopped: history.stopped, columns: history.columns };
  saveCheckpoint(path, { ...partsOf(plan), progress });
}

/** Takes a run up from the file that the plan names, if there is one. */
export function resumeRun<Batch>(plan: Plan<Batch>, run: FitRun): void {
  if (plan.resume === undefined) return;
  const { path, needed } = plan.resume;
  const fs = nodeBuiltin<{ existsSync(path: string): boolean }>('node:fs');
  if (!needed && !fs?.existsSync(path)) return;
  const { progress } = loadCheckpoint(path, partsOf(plan)) as unknown as { progress: SavedProgress };
  run.epoch = progress.epoch;
  run.step = progress.step;
  run.history.steps = progress.step;
  // More epochs may be asked for than before; what stopped early stays stopped.
  run.history.stopped = progress.stopped === 'early stopping' ? progress.stopped : null;
  Object.assign(run.history.columns, progress.columns);
}

function partsOf<Batch>({ model, optimizer, scheduler, ema, stopping, train, validation }: Plan<Batch>) {
  const parts = { model, optimizer, schedule: scheduler, ema, stopping, train, validation };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => isStateful(part)));
}
