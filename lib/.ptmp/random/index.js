export { defaultGenerator, manualSeed } from './default.js';
export { Generator } from './generator.js';
