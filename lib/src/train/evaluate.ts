import { noGrad } from '../autograd/no-grad.js';
import { ValueError } from '../errors.js';
import type { Module } from '../nn/module.js';
import { type Batches, eachBatch } from './batches.js';
import { keepModes } from './kept.js';
import { readLoss, type StepOptions, stepOf } from './step.js';
import { type FitMetrics, Tally } from './tally.js';
import { runNow, runWaiting, type Waiting, wait } from './wait.js';

export interface EvaluateOptions<Batch> extends StepOptions<Batch> {
  metrics?: FitMetrics;
}

/**
 * The mean loss and the metrics over batches, by name, with the model in `eval` and without gradients; then the model is
 * in its mode from before. Batches count by their size.
 *
 *     const set = new data.DataLoader(new data.TensorDataset(randn(8, 3), zeros(8, 1)), { batchSize: 4 });
 *     const { loss } = evaluate(new nn.Linear(3, 1), set, { loss: new nn.MSELoss() });
 *     loss >= 0 // → true
 */
export function evaluate<Batch>(
  model: Module,
  batches: Iterable<Batch>,
  options: EvaluateOptions<Batch>,
): Record<string, number> {
  return runNow(guarded('evaluate', model, batches, options, false), () =>
    needsWaiting('evaluate', 'batches or losses', 'evaluateAsync'),
  );
}

/**
 * {@link evaluate} for batches that arrive later, and for backends that cannot be read at once.
 *
 *     const set = new data.DataLoader(new data.TensorDataset(randn(8, 3), zeros(8, 1)), { batchSize: 4 });
 *     const { loss } = await evaluateAsync(new nn.Linear(3, 1), set, { loss: new nn.MSELoss() });
 *     loss >= 0 // → true
 */
export function evaluateAsync<Batch>(
  model: Module,
  batches: Batches<Batch>,
  options: EvaluateOptions<Batch>,
): Promise<Record<string, number>> {
  return runWaiting(guarded('evaluateAsync', model, batches, options, true));
}

/** One pass over the batches; leaves the model in `eval`. */
export function* evaluation<Batch>(
  where: string,
  model: Module,
  batches: Batches<Batch>,
  { metrics = {}, ...step }: EvaluateOptions<Batch>,
  canWait: boolean,
): Waiting<Record<string, number>> {
  const forward = stepOf(where, model, step);
  const tally = new Tally(where, metrics);
  let count = 0;
  model.eval();
  yield* eachBatch(where, batches, canWait, function* (batch) {
    count++;
    const result = noGrad(() => forward(batch));
    const loss = yield* wait(readLoss(result.loss));
    noGrad(() => tally.add(result, loss));
    return false;
  });
  if (count === 0)
    throw new ValueError(`${where}: expected batches to evaluate, got none; can they be looped over twice?`);
  return tally.values();
}

/** The error for a source that cannot be used at once. */
export function needsWaiting(where: string, what: string, instead: string): ValueError {
  return new ValueError(`${where}: expected ${what} that are there at once, got a promise; use await ${instead}(…)`);
}

function* guarded<Batch>(
  where: string,
  model: Module,
  batches: Batches<Batch>,
  options: EvaluateOptions<Batch>,
  canWait: boolean,
): Waiting<Record<string, number>> {
  const modes = keepModes(model);
  try {
    return yield* evaluation(where, model, batches, options, canWait);
  } finally {
    modes.leave();
  }
}
