import { defaultGenerator } from '../random/default.js';
import { Generator } from '../random/generator.js';

/** Where chances come from. */
export interface SeedOptions {
  /** Seed of a generator of its own; takes precedence over `generator`. */
  seed?: number;
  /** Source of the chances; default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/** The generator that the options ask for. */
export function generatorOf({ seed, generator }: SeedOptions): Generator {
  return seed === undefined ? (generator ?? defaultGenerator()) : new Generator(seed);
}

/** A uniform number in [0, 1). */
export function chance(generator: Generator): number {
  return generator.nextUint32() / 2 ** 32;
}

/** A whole number in 0…count − 1. */
export function below(generator: Generator, count: number): number {
  return Math.floor(chance(generator) * count);
}
