import { Generator } from './generator.js';

let shared: Generator | undefined;

/**
 * The generator that everything draws from when it is not given its own: `rand`, initialisation, dropout, shuffling. Until
 * {@link manualSeed} is called its seed differs from run to run.
 */
export function defaultGenerator(): Generator {
  shared ??= new Generator(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
  return shared;
}

/**
 * Seeds the default generator, so that everything random after this call can be repeated; returns the generator.
 *
 *     manualSeed(1);
 *     const first = rand(2);
 *     manualSeed(1);
 *     equal(first, rand(2)) // → true
 */
export function manualSeed(seed: number): Generator {
  return defaultGenerator().manualSeed(seed);
}
