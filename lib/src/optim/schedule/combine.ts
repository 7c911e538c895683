import { ValueError } from '../../errors.js';
import { groupsOf, type LRScheduler, type Scheduled, type SchedulerState } from './scheduler.js';

/**
 * Steps several schedules of one optimiser together; those that can be combined multiply.
 *
 *     const { ChainedScheduler, ConstantLR, ExponentialLR } = optim.lrScheduler;
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new ChainedScheduler([new ExponentialLR(optimizer, 0.5), new ConstantLR(optimizer)]);
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.1667
 */
export class ChainedScheduler {
  readonly schedulers: readonly LRScheduler[];

  constructor(schedulers: readonly LRScheduler[]) {
    checkSame('ChainedScheduler', schedulers);
    this.schedulers = schedulers;
  }

  /** Steps each schedule. */
  step(): void {
    for (const scheduler of this.schedulers) scheduler.step();
  }

  /** The rate of each group now. */
  getLastLr(): number[] {
    return this.schedulers[0].getLastLr();
  }

  /** A snapshot that `loadStateDict` takes. */
  stateDict(): SchedulerState {
    return { schedulers: this.schedulers.map((scheduler) => scheduler.stateDict()) };
  }

  loadStateDict(state: SchedulerState): void {
    loadAll(this.schedulers, state);
  }
}

/**
 * One schedule after the other: the next one starts at each of the steps `milestones`, one fewer than schedules.
 *
 *     const { ExponentialLR, LinearLR, SequentialLR } = optim.lrScheduler;
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     const scheduler = new SequentialLR(optimizer, [new LinearLR(optimizer), new ExponentialLR(optimizer, 0.5)], [2]);
 *     scheduler.step();
 *     optimizer.paramGroups[0].lr // → 0.4667
 */
export class SequentialLR {
  readonly optimizer: Scheduled;
  readonly schedulers: readonly LRScheduler[];
  readonly milestones: readonly number[];
  /** How often `step` was called. */
  lastEpoch = 0;

  constructor(optimizer: Scheduled, schedulers: readonly LRScheduler[], milestones: readonly number[]) {
    checkSame('SequentialLR', schedulers, optimizer);
    if (milestones.length !== schedulers.length - 1 || milestones.some((m, i) => m <= (milestones[i - 1] ?? 0))) {
      const rule = `expected ${schedulers.length - 1} rising milestones for ${schedulers.length} schedules`;
      throw new ValueError(`SequentialLR: ${rule}, got ${milestones.join(', ') || 'none'}`);
    }
    this.optimizer = optimizer;
    this.schedulers = schedulers;
    this.milestones = milestones;
    // Making the schedules has set the rates of their first steps, one over the other.
    for (const group of groupsOf(optimizer)) group.lr = group.initialLr ?? group.lr;
    schedulers[0].restart();
  }

  /** Steps the schedule whose turn it is. */
  step(): void {
    this.lastEpoch++;
    const turn = this.milestones.filter((m) => m <= this.lastEpoch).length;
    if (turn > 0 && this.milestones[turn - 1] === this.lastEpoch) this.schedulers[turn].restart();
    else this.schedulers[turn].step();
  }

  /** The rate of each group now. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** A snapshot that `loadStateDict` takes. */
  stateDict(): SchedulerState {
    return { lastEpoch: this.lastEpoch, schedulers: this.schedulers.map((scheduler) => scheduler.stateDict()) };
  }

  loadStateDict(state: SchedulerState): void {
    this.lastEpoch = state.lastEpoch as number;
    loadAll(this.schedulers, state);
  }
}

function loadAll(schedulers: readonly LRScheduler[], state: SchedulerState): void {
  for (const [i, scheduler] of schedulers.entries()) {
    scheduler.loadStateDict((state.schedulers as SchedulerState[])[i]);
  }
}

function checkSame(where: string, schedulers: readonly LRScheduler[], optimizer = schedulers[0]?.optimizer): void {
  if (schedulers.length === 0) throw new ValueError(`${where}: expected at least one schedule, got none`);
  const other = schedulers.findIndex((scheduler) => scheduler.optimizer !== optimizer);
  if (other === -1) return;
  throw new ValueError(`${where}: all schedules must be of one optimiser, got another one at place ${other}`);
}
