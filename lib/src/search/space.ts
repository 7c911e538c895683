import { ValueError } from '../errors.js';
import type { Generator } from '../random/generator.js';

/** The values that a hyper-parameter may have. */
export interface Distribution<T> {
  /** As a call: `logUniform(0.0001, 0.1)`. */
  readonly text: string;
  /** All values, where there are few; `null` for a range of fractions. */
  readonly values: readonly T[] | null;
  /** Whether it is to be drawn over the logarithm. */
  readonly log: boolean;
  /** A value at random. */
  draw(generator: Generator): T;
}

/** Hyper-parameters by name. */
export type Space = Record<string, Distribution<unknown>>;

/** One value for each hyper-parameter of a space. */
export type ParamsOf<S extends Space> = { [Name in keyof S]: S[Name] extends Distribution<infer T> ? T : never };

/** One of the values, all equally likely. They have to be plain data. */
export function choice<const T>(values: readonly T[]): Distribution<T> {
  if (values.length === 0) throw new ValueError('search.choice: expected at least one value, got an empty list');
  return {
    text: `choice(${JSON.stringify(values)})`,
    values,
    log: false,
    draw: (generator) => values[generator.nextUint32() % values.length],
  };
}

/** A whole number from `low` to `high`, both included, all equally likely. */
export function integer(low: number, high: number): Distribution<number> {
  if (!Number.isInteger(low) || !Number.isInteger(high) || low > high) {
    throw new ValueError(`search.integer: expected whole numbers with low ≤ high, got ${low} and ${high}`);
  }
  const values = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return { ...choice(values), text: `integer(${low}, ${high})` };
}

/** A number from `low` to `high`, all equally likely. */
export function uniform(low: number, high: number): Distribution<number> {
  checkRange('uniform', low, high, low);
  return {
    text: `uniform(${low}, ${high})`,
    values: null,
    log: false,
    draw: (generator) => low + (high - low) * unit(generator),
  };
}

/** A number from `low` to `high`, all sizes equally likely, as is usual for learning rates. */
export function logUniform(low: number, high: number): Distribution<number> {
  checkRange('logUniform', low, high, Number.MIN_VALUE);
  return {
    text: `logUniform(${low}, ${high})`,
    values: null,
    log: true,
    draw: (generator) => low * (high / low) ** unit(generator),
  };
}

/** In [0, 1), in steps of 2⁻³². */
function unit(generator: Generator): number {
  return generator.nextUint32() / 2 ** 32;
}

function checkRange(where: string, low: number, high: number, least: number): void {
  if (low >= least && low < high && Number.isFinite(high)) return;
  const rule = least > 0 ? '0 < low < high' : 'low < high';
  throw new ValueError(`search.${where}: expected ${rule}, got ${low} and ${high}`);
}
