import { ValueError } from '../errors.js';
import { Generator } from '../random/generator.js';
import type { Space } from './space.js';

/** One choice of values, with the seed of everything random in its trial. */
export interface Configuration {
  /** From 1, in the order in which they were drawn. */
  number: number;
  params: Record<string, unknown>;
  seed: number;
}

/** All combinations of the values, the last name changing fastest. @throws ValueError for a range of fractions */
export function gridOf(space: Space, seed: number): Configuration[] {
  let all: Record<string, unknown>[] = [{}];
  for (const [name, { values, text }] of Object.entries(space)) {
    if (values === null) {
      throw new ValueError(`search: a grid needs choice or integer, got ${text} for ${name}; list values with choice`);
    }
    all = all.flatMap((params) => values.map((value) => ({ ...params, [name]: value })));
  }
  const generator = new Generator(seed);
  return all.map((params, i) => ({ number: i + 1, params, seed: generator.nextUint32() }));
}

/** Values drawn at random. All are drawn before a trial begins, so they do not depend on how trials end. */
export function drawn(space: Space, trials: number, seed: number): Configuration[] {
  const generator = new Generator(seed);
  return Array.from({ length: trials }, (_, i) => ({
    number: i + 1,
    params: Object.fromEntries(Object.entries(space).map(([name, values]) => [name, values.draw(generator)])),
    seed: generator.nextUint32(),
  }));
}

export interface BudgetOptions {
  /** Given to every trial at first. */
  min: number;
  /** Given to the last ones. */
  max: number;
  /** How many times more each round gives; of so many trials one goes on. Default 3. */
  factor?: number;
}

/** The budgets of the rounds of successive halving, rising to the largest. */
export function budgetsOf({ min, max, factor = 3 }: BudgetOptions): number[] {
  if (!(Number.isInteger(min) && Number.isInteger(max) && min >= 1 && max >= min)) {
    throw new ValueError(`search: budget needs whole numbers with 1 ≤ min ≤ max, got ${min} and ${max}`);
  }
  if (!(factor > 1)) throw new ValueError(`search: budget.factor must be above 1, got ${factor}`);
  const budgets: number[] = [];
  for (let budget = min; budget < max; budget *= factor) budgets.push(Math.round(budget));
  return [...new Set([...budgets, max])];
}

/** How many of `count` go on to the next round. */
export function survivors(count: number, { factor = 3 }: BudgetOptions): number {
  return Math.max(1, Math.floor(count / factor));
}
