import { ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';

export interface WindowOptions {
  /** Whether the window goes on after its end as it began, for spectra; else it is symmetric. Default true. */
  periodic?: boolean;
}

/**
 * Raised cosine, 0 at the ends: `[n]`.
 *
 *     hannWindow(4) // → [0, 0.5, 1, 0.5]
 */
export function hannWindow(n: number, options: WindowOptions = {}): Tensor {
  return cosines('hannWindow', n, [0.5, -0.5], options);
}

/**
 * Raised cosine, 0.08 at the ends: `[n]`.
 *
 *     hammingWindow(4) // → [0.08, 0.54, 1, 0.54]
 */
export function hammingWindow(n: number, options: WindowOptions = {}): Tensor {
  return cosines('hammingWindow', n, [0.54, -0.46], options);
}

/**
 * Two cosines, whose spectrum falls faster: `[n]`.
 *
 *     blackmanWindow(4).shape // → [4]
 */
export function blackmanWindow(n: number, options: WindowOptions = {}): Tensor {
  return cosines('blackmanWindow', n, [0.42, -0.5, 0.08], options);
}

/**
 * Triangle, 0 at the ends: `[n]`.
 *
 *     bartlettWindow(4) // → [0, 0.5, 1, 0.5]
 */
export function bartlettWindow(n: number, options: WindowOptions = {}): Tensor {
  return sampled('bartlettWindow', n, options, (t) => 1 - Math.abs(2 * t - 1));
}

function cosines(where: string, n: number, factors: readonly number[], options: WindowOptions): Tensor {
  return sampled(where, n, options, (t) =>
    factors.reduce((sum, factor, k) => sum + factor * Math.cos(2 * Math.PI * k * t), 0),
  );
}

/** Values of a function at n places from 0 to 1, where 1 is the last place or the one after it. */
function sampled(where: string, n: number, { periodic = true }: WindowOptions, of: (t: number) => number): Tensor {
  if (!Number.isInteger(n) || n < 0) throw new ValueError(`${where}: expected a whole length of at least 0, got ${n}`);
  const end = periodic ? n : n - 1;
  const values = Float32Array.from({ length: n }, (_, i) => (n === 1 ? 1 : of(i / end)));
  return fromValues(values, [n], 'float32');
}
