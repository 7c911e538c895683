export { defaultGenerator, manualSeed } from './default.js';
export { Generator, type GeneratorState } from './generator.js';
