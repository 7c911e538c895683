import type { Generator } from '../random/generator.js';
import { chance } from './seed.js';

/** A number from the Beta distribution: the share of one of two gamma numbers in their sum. */
export function beta(generator: Generator, a: number, b: number): number {
  const [x, y] = [logGamma(generator, a), logGamma(generator, b)];
  return 1 / (1 + Math.exp(y - x));
}

/** Logarithm of a gamma number, so that small shapes do not vanish (Marsaglia and Tsang 2000). */
function logGamma(generator: Generator, shape: number): number {
  if (shape < 1) return logGamma(generator, shape + 1) + Math.log(1 - chance(generator)) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  const normal = new Float32Array(1);
  for (;;) {
    const [x] = generator.fillNormal(normal);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - chance(generator)) < x * x * 0.5 + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}
