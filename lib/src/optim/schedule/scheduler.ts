import { ValueError } from '../../errors.js';

/** What a schedule needs of an optimiser. */
export interface Scheduled {
  paramGroups: { lr: number }[];
}

/** A group with the rate that it started with, which belongs to its state. */
export interface ScheduledGroup {
  lr: number;
  initialLr?: number;
}

/** Plain numbers that {@link LRScheduler.loadStateDict} takes. */
export type SchedulerState = Record<string, unknown>;

/**
 * Base of the schedules that count steps. The rate of step 0 is set when it is made; call `step` after each step (or
 * epoch) of the optimiser. Several schedules on one optimiser multiply, where they can, as in PyTorch.
 *
 *     const optimizer = new optim.SGD([ones(1, { requiresGrad: true })], { lr: 1 });
 *     new optim.lrScheduler.StepLR(optimizer, 2) instanceof optim.lrScheduler.LRScheduler // → true
 */
export abstract class LRScheduler {
  readonly optimizer: Scheduled;
  /** The rate of each group that the schedule starts from. */
  baseLrs: number[];
  /** How often `step` was called. */
  lastEpoch = 0;

  constructor(optimizer: Scheduled) {
    this.optimizer = optimizer;
    this.baseLrs = groupsOf(optimizer).map((group) => {
      group.initialLr ??= group.lr;
      return group.initialLr;
    });
  }

  /** Sets the rates of the next step. */
  step(): void {
    this.lastEpoch++;
    this.apply();
  }

  /** The rate of each group now. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** Goes back to step 0 from the initial rates. */
  restart(): void {
    this.lastEpoch = 0;
    for (const [i, group] of this.optimizer.paramGroups.entries()) group.lr = this.at(0, this.baseLrs[i], i);
  }

  /** A snapshot that `loadStateDict` takes. The optimiser’s own snapshot has the rates. */
  stateDict(): SchedulerState {
    return { lastEpoch: this.lastEpoch, baseLrs: [...this.baseLrs] };
  }

  loadStateDict(state: SchedulerState): void {
    this.lastEpoch = state.lastEpoch as number;
    this.baseLrs = [...(state.baseLrs as number[])];
  }

  /** The rate at a step, as a formula. */
  protected abstract at(epoch: number, base: number, group: number): number;

  /** The rate of this step from the last one; the formula unless schedules can be combined. */
  protected next(_lr: number, base: number, group: number): number {
    return this.at(this.lastEpoch, base, group);
  }

  /** Sets the rates of step {@link lastEpoch}. */
  protected apply(): void {
    for (const [i, group] of this.optimizer.paramGroups.entries()) group.lr = this.next(group.lr, this.baseLrs[i], i);
  }
}

export function groupsOf(optimizer: Scheduled): ScheduledGroup[] {
  return optimizer.paramGroups as ScheduledGroup[];
}

/** Throws a ValueError unless `value` is a whole number of at least 1. */
export function checkCount(where: string, name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new ValueError(`${where}: ${name} must be whole and at least 1, got ${value}`);
}
