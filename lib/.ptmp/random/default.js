import { Generator } from './generator.js';
let shared;
/**
 * The generator that everything draws from when it is not given its own: `rand`, initialisation, dropout, shuffling. Until
 * {@link manualSeed} is called its seed differs from run to run.
 */
export function defaultGenerator() {
    shared ??= new Generator(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
    return shared;
}
/** Seeds the default generator, so that everything random after this call can be repeated; returns the generator. */
export function manualSeed(seed) {
    return defaultGenerator().manualSeed(seed);
}
