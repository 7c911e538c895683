import { noGrad } from '../autograd/no-grad.js';
import { ValueError } from '../errors.js';
import { clipGradNorm, clipGradValue } from '../optim/clip.js';
import { manualSeed } from '../random/default.js';
import { printLine } from '../view/print.js';
import { eachBatch } from './batches.js';
import { evaluation } from './evaluate.js';
import { History } from './history.js';
import { type Kept, keep, keepModes } from './kept.js';
import { type Plan, validationName } from './plan.js';
import { resumeRun, saveRun } from './resume.js';
import { FitRun } from './run.js';
import { readLoss } from './step.js';
import { Tally } from './tally.js';
import { type Waiting, wait } from './wait.js';

/** The whole run: epochs of training and validation, and what has to be put back after it. */
export function* trainingLoop<Batch>(plan: Plan<Batch>): Waiting<History> {
  const { model, optimizer, epochs, batches, monitor, mode } = plan;
  const history = new History(monitor, mode);
  const run = new FitRun(model, optimizer, epochs, batches, history);
  if (plan.seed !== undefined) manualSeed(plan.seed);
  resumeRun(plan, run);
  const modes = keepModes(model);
  const place = announceInterrupt(run);
  try {
    tell(plan, run, 'onTrainBegin');
    while (run.epoch < epochs && history.stopped === null && !run.stopping) yield* epochOf(plan, run);
    if (run.stopping) history.stopped ??= 'callback';
    history.steps = run.step;
    if (plan.stopping !== undefined && plan.restoreBest) plan.stopping.restore();
    else plan.ema?.copyTo();
    tell(plan, run, 'onTrainEnd');
  } finally {
    optimizer.zeroGrad();
    place.leave();
    modes.leave();
    plan.live?.done();
  }
  return history;
}

/** One epoch with its validation; says in the history when the run is to end. */
function* epochOf<Batch>(plan: Plan<Batch>, run: FitRun): Waiting<void> {
  const { history } = run;
  const started = performance.now();
  run.epoch++;
  run.batch = 0;
  tell(plan, run, 'onEpochBegin');
  const trained = yield* trainEpoch(plan, run);
  // A part of an epoch has no place in the columns.
  if (run.stopping && run.batch !== run.batches) return;
  const validated = yield* validate(plan);
  const lr = (plan.optimizer.paramGroups[0] as { lr?: number }).lr ?? Number.NaN;
  const values = { ...trained, ...validated };
  history.push({ ...values, lr, seconds: (performance.now() - started) / 1000 });
  const value = values[run.history.monitor];
  if (plan.scheduleEvery === 'epoch') plan.scheduler?.step(value);
  if (withAverage(plan, () => plan.stopping?.step(value))) history.stopped = 'early stopping';
  const { loss: _, ...shown } = values;
  plan.live?.push(shown, { step: run.step, epoch: run.epoch });
  plan.progress?.epoch(placeOf(run), values);
  tell(plan, run, 'onEpochEnd');
  const last = run.epoch === run.epochs || history.stopped !== null || run.stopping;
  if (plan.checkpoint && (last || run.epoch % plan.checkpoint.every === 0)) saveRun(plan.checkpoint.path, plan, run);
}

function* trainEpoch<Batch>(plan: Plan<Batch>, run: FitRun): Waiting<Record<string, number>> {
  const { where, model, optimizer, accumulation } = plan;
  const tally = new Tally(where, plan.metrics);
  let gathered = 0;
  const update = () => {
    if (gathered < accumulation) scaleGradients(plan, accumulation / gathered);
    gathered = 0;
    limitGradients(plan);
    optimizer.step();
    plan.ema?.update();
    if (plan.scheduleEvery === 'step') plan.scheduler?.step(run.loss);
  };
  model.train();
  optimizer.zeroGrad();
  yield* eachBatch(where, plan.train, plan.canWait, function* (batch) {
    if (gathered === 0) optimizer.zeroGrad();
    const result = plan.forward(batch);
    const loss = yield* wait(readLoss(result.loss));
    run.batch++;
    run.step++;
    run.loss = loss;
    if (!Number.isFinite(loss)) throw notFinite(plan, run);
    noGrad(() => tally.add(result, loss));
    (accumulation === 1 ? result.loss : result.loss.div(accumulation)).backward();
    gathered++;
    if (gathered === accumulation) update();
    const epoch = run.batches === undefined ? run.epoch - 1 : run.epoch - 1 + run.batch / run.batches;
    plan.live?.push({ loss }, { step: run.step, epoch });
    plan.progress?.batch(placeOf(run), () => tally.values());
    tell(plan, run, 'onBatchEnd');
    return run.stopping;
  });
  if (gathered > 0) update();
  if (run.batch === 0)
    throw new ValueError(`${where}: expected batches in train, got none; can it be looped over twice?`);
  return tally.values();
}

function* validate<Batch>(plan: Plan<Batch>): Waiting<Record<string, number>> {
  const { where, model, validation, metrics, step, canWait } = plan;
  if (validation === undefined) return {};
  const average = swapIn(plan);
  try {
    const values = yield* evaluation(where, model, validation, { ...step, metrics }, canWait);
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [validationName(name), value]));
  } finally {
    average?.leave();
    model.train();
  }
}

/** Gives the model its averaged weights until it is left; an interrupt puts its own back too. */
function swapIn<Batch>({ ema, model }: Plan<Batch>): Kept | undefined {
  if (ema === undefined) return undefined;
  const own = model.parameters().map((p) => p.detach());
  const kept = keep(() => {
    noGrad(() => model.parameters().forEach((p, i) => void p.copy_(own[i].clone())));
  });
  ema.copyTo();
  return kept;
}

function withAverage<Batch, T>(plan: Plan<Batch>, body: () => T): T {
  const average = swapIn(plan);
  try {
    return body();
  } finally {
    average?.leave();
  }
}

function scaleGradients<Batch>({ optimizer }: Plan<Batch>, factor: number): void {
  noGrad(() => {
    for (const group of optimizer.paramGroups) for (const { grad } of group.params) grad?.mul_(factor);
  });
}

function limitGradients<Batch>({ clip, optimizer }: Plan<Batch>): void {
  if (clip === undefined) return;
  const params = optimizer.paramGroups.flatMap((group) => group.params);
  if (typeof clip === 'number') clipGradNorm(params, clip);
  else if ('norm' in clip) clipGradNorm(params, clip.norm);
  else clipGradValue(params, clip.value);
}

function notFinite<Batch>({ where, optimizer }: Plan<Batch>, { loss, epoch, step }: FitRun): ValueError {
  const { lr } = optimizer.paramGroups[0] as { lr?: number };
  const fixes = [
    lr === undefined ? 'lower the learning rate' : `lower the learning rate (now ${lr})`,
    'limit the gradients with clip',
    'or look for NaN in the data, log(0) and divisions by 0',
  ];
  return new ValueError(
    `${where}: the loss must be finite, got ${loss} at epoch ${epoch}, step ${step}; ${fixes.join(', ')}`,
  );
}

/** Says after an interrupt where the run was, and forgets the gradient of the step that was cut short. */
function announceInterrupt(run: FitRun): Kept {
  return keep((interrupted) => {
    if (!interrupted) return;
    run.optimizer.zeroGrad();
    run.stop();
    printLine(`interrupted at epoch ${run.epoch}, step ${run.step}; the model keeps what it learned`);
  });
}

function placeOf({ epoch, epochs, batch, batches }: FitRun) {
  return { epoch, epochs, batch, batches };
}

function tell<Batch>(
  { callbacks }: Plan<Batch>,
  run: FitRun,
  turn: 'onTrainBegin' | 'onTrainEnd' | 'onEpochBegin' | 'onEpochEnd' | 'onBatchEnd',
): void {
  for (const callback of callbacks) callback[turn]?.(run);
}
