import { ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import { roll } from '../tensor/ops/rearrange.js';
import { axesOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { Complex } from './complex.js';

export interface FrequencyOptions {
  /** Distance of the samples, e.g. in seconds; frequencies are then per second. Default 1. */
  d?: number;
}

/**
 * Frequencies of the entries of `fft`, `[n]`: first the positive ones, then the negative ones.
 *
 *     fft.fftfreq(4) // → [0, 0.25, -0.5, -0.25]
 */
export function fftfreq(n: number, options: FrequencyOptions = {}): Tensor {
  const half = Math.ceil(n / 2);
  return frequencies('fftfreq', n, n, options, (i) => (i < half ? i : i - n));
}

/**
 * Frequencies of the entries of `rfft`, `[⌊n/2⌋ + 1]`.
 *
 *     fft.rfftfreq(4) // → [0, 0.25, 0.5]
 */
export function rfftfreq(n: number, options: FrequencyOptions = {}): Tensor {
  return frequencies('rfftfreq', n, Math.floor(n / 2) + 1, options, (i) => i);
}

/**
 * Puts the frequency 0 into the middle, along `dim` (default all axes).
 *
 *     fft.fftshift(fft.fftfreq(4)) // → [-0.5, -0.25, 0, 0.25]
 */
export function fftshift<T extends Tensor | Complex>(x: T, options: { dim?: number | readonly number[] } = {}): T {
  return shifted('fftshift', x, options.dim, (size) => Math.floor(size / 2));
}

/**
 * Undoes {@link fftshift}.
 *
 *     fft.ifftshift(arange(4)) // → [2, 3, 0, 1]
 */
export function ifftshift<T extends Tensor | Complex>(x: T, options: { dim?: number | readonly number[] } = {}): T {
  return shifted('ifftshift', x, options.dim, (size) => -Math.floor(size / 2));
}

function shifted<T extends Tensor | Complex>(
  where: string,
  x: T,
  dim: number | readonly number[] | undefined,
  by: (size: number) => number,
): T {
  const dims = axesOf(`fft.${where}`, dim, x.ndim);
  const move = (part: Tensor) =>
    roll(
      part,
      dims.map((axis) => by(part.shape[axis])),
      dims,
    );
  const it: Tensor | Complex = x;
  return (it instanceof Complex ? it.each(move) : move(it)) as T;
}

function frequencies(
  where: string,
  n: number,
  count: number,
  { d = 1 }: FrequencyOptions,
  of: (i: number) => number,
): Tensor {
  if (!Number.isInteger(n) || n < 1) throw new ValueError(`fft.${where}: expected a length of at least 1, got ${n}`);
  const values = Float32Array.from({ length: count }, (_, i) => of(i) / (n * d));
  return fromValues(values, [count], 'float32');
}
