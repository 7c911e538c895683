import { ShapeError, ValueError } from '../errors.js';
import { cast } from '../tensor/ops/cast.js';
import { cat, narrow, pad, reshape, transpose } from '../tensor/ops/movement.js';
import { axesOf, axisOf, sizeOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { Complex } from './complex.js';
import { dft } from './dft.js';

/** Which direction is divided by n: the inverse (`'backward'`), the forward one, or both by √n (`'ortho'`). */
export type FFTNorm = 'backward' | 'ortho' | 'forward';

export interface FFTOptions {
  /** Length to cut to or fill up to with zeros. Default: the size of the axis. */
  n?: number;
  /** Axis. Default −1. */
  dim?: number;
  /** Default `'backward'`. */
  norm?: FFTNorm;
}

export interface FFTNOptions {
  /** Lengths to cut to or fill up to with zeros, one for each axis of `dim`. */
  s?: readonly number[];
  /** Axes. Default: all, or as many last ones as `s` has. */
  dim?: readonly number[];
  /** Default `'backward'`. */
  norm?: FFTNorm;
}

/**
 * Fourier transform along an axis, real or complex: `X[k] = Σⱼ x[j]·e^(−2πi·jk/n)`.
 *
 *     fft.fft(tensor([1, 0, 0, 0])).real // → [1, 1, 1, 1]
 */
export function fft(x: Tensor | Complex, options: FFTOptions = {}): Complex {
  return along('fft', x, options, -1);
}

/**
 * Undoes {@link fft}.
 *
 *     fft.ifft(fft.fft(tensor([1, 2, 3]))).real // → [1, 2, 3]
 */
export function ifft(x: Tensor | Complex, options: FFTOptions = {}): Complex {
  return along('ifft', x, options, 1);
}

/**
 * Fourier transform along several axes.
 *
 *     fft.fftn(ones(2, 2)).real // → [[4, 0], [0, 0]]
 */
export function fftn(x: Tensor | Complex, options: FFTNOptions = {}): Complex {
  return overAxes('fftn', x, options, -1);
}

/**
 * Undoes {@link fftn}.
 *
 *     fft.ifftn(fft.fftn(eye(2))).real // → [[1, 0], [0, 1]]
 */
export function ifftn(x: Tensor | Complex, options: FFTNOptions = {}): Complex {
  return overAxes('ifftn', x, options, 1);
}

/**
 * Fourier transform along the last two axes, or those of `dim`.
 *
 *     fft.fft2(ones(2, 2)).real // → [[4, 0], [0, 0]]
 */
export function fft2(x: Tensor | Complex, options: FFTNOptions = {}): Complex {
  return overAxes('fft2', x, { dim: [-2, -1], ...options }, -1);
}

/**
 * Undoes {@link fft2}.
 *
 *     fft.ifft2(fft.fft2(eye(2))).real // → [[1, 0], [0, 1]]
 */
export function ifft2(x: Tensor | Complex, options: FFTNOptions = {}): Complex {
  return overAxes('ifft2', x, { dim: [-2, -1], ...options }, 1);
}

/**
 * Fourier transform of real numbers: only the ⌊n/2⌋ + 1 entries that do not follow from the others.
 *
 *     fft.rfft(tensor([1, 1, 1, 1])).real // → [4, 0, 0]
 */
export function rfft(x: Tensor, options: FFTOptions = {}): Complex {
  const dim = axisOf('fft.rfft', options.dim ?? -1, x.ndim);
  const y = along('rfft', x, options, -1);
  return y.each((part) => narrow(part, dim, 0, Math.floor(part.shape[dim] / 2) + 1));
}

/**
 * Undoes {@link rfft}: real numbers from half of their transform. `n` is the length of the result, by default the even
 * one, `2·(size − 1)`.
 *
 *     fft.irfft(fft.rfft(tensor([1, 2, 3, 4]))) // → [1, 2, 3, 4]
 */
export function irfft(x: Tensor | Complex, options: FFTOptions = {}): Tensor {
  const { real, imag } = pair(x);
  const dim = axisOf('fft.irfft', options.dim ?? -1, real.ndim);
  const n = length('irfft', options.n ?? 2 * (real.shape[dim] - 1));
  const half = Math.floor(n / 2) + 1;
  const [a, b] = [fitted(real, dim, half), fitted(imag, dim, half)];
  const whole = new Complex(mirrored(a, dim, n), mirrored(b, dim, n, -1));
  return along('irfft', whole, { ...options, n }, 1).real;
}

/**
 * {@link rfft} along the last axis of `dim`, {@link fft} along the others.
 *
 *     fft.rfftn(ones(4, 4)).real.shape // → [4, 3]
 */
export function rfftn(x: Tensor, options: FFTNOptions = {}): Complex {
  const { dims, sizes, norm } = axes('rfftn', x.shape, options);
  const half = rfft(x, { dim: dims.at(-1), n: sizes?.at(-1), norm });
  return fftn(half, { dim: dims.slice(0, -1), s: sizes?.slice(0, -1), norm });
}

/**
 * Undoes {@link rfftn}.
 *
 *     fft.irfftn(fft.rfftn(eye(4))).sum() // → 4
 */
export function irfftn(x: Tensor | Complex, options: FFTNOptions = {}): Tensor {
  const { dims, sizes, norm } = axes('irfftn', x.shape, options);
  const rows = ifftn(x, { dim: dims.slice(0, -1), s: sizes?.slice(0, -1), norm });
  return irfft(rows, { dim: dims.at(-1), n: sizes?.at(-1), norm });
}

/**
 * {@link rfftn} along the last two axes.
 *
 *     fft.rfft2(ones(4, 4)).real.shape // → [4, 3]
 */
export function rfft2(x: Tensor, options: FFTNOptions = {}): Complex {
  return rfftn(x, { dim: [-2, -1], ...options });
}

/**
 * Undoes {@link rfft2}.
 *
 *     fft.irfft2(fft.rfft2(eye(4))).sum() // → 4
 */
export function irfft2(x: Tensor | Complex, options: FFTNOptions = {}): Tensor {
  return irfftn(x, { dim: [-2, -1], ...options });
}

function along(where: string, x: Tensor | Complex, options: FFTOptions, sign: 1 | -1): Complex {
  const isComplex = x instanceof Complex;
  const real = isComplex ? x.real : cast(x, 'float32');
  const dim = axisOf(`fft.${where}`, options.dim ?? -1, real.ndim);
  const n = length(where, options.n ?? real.shape[dim]);
  const last = real.ndim - 1;
  const ready = (part: Tensor) => transpose(fitted(part, dim, n), dim, last);
  const [a, b] = [ready(real), isComplex ? ready(x.imag) : null];
  const rows = (part: Tensor) => reshape(part, [sizeOf(part.shape) / n, n]);
  const factor = scale(where, options.norm ?? 'backward', n, sign);
  const [u, v] = dft([rows(a), b && rows(b)], sign);
  const done = (part: Tensor) => {
    const y = transpose(reshape(part, a.shape), dim, last);
    return factor === 1 ? y : y.mul(factor);
  };
  return new Complex(done(u), done(v));
}

function overAxes(where: string, x: Tensor | Complex, options: FFTNOptions, sign: 1 | -1): Complex {
  const { dims, sizes, norm } = axes(where, x.shape, options);
  const start: Tensor | Complex = x;
  const done = dims.reduceRight<Tensor | Complex>(
    (y, dim, i) => along(where, y, { dim, n: sizes?.[i], norm }, sign),
    start,
  );
  return done instanceof Complex ? done : new Complex(done);
}

function axes(where: string, shape: readonly number[], { s, dim, norm }: FFTNOptions) {
  const rank = shape.length;
  const list = dim ?? shape.map((_, i) => i).slice(s === undefined ? 0 : -s.length);
  if (s !== undefined && s.length !== list.length) {
    throw new ShapeError(`fft.${where}: expected a length for each of ${list.length} axes, got [${s}]`);
  }
  axesOf(`fft.${where}`, list, rank);
  return { dims: list.map((d) => axisOf(`fft.${where}`, d, rank)), sizes: s, norm };
}

function pair(x: Tensor | Complex): Complex {
  return x instanceof Complex ? x : new Complex(x);
}

function length(where: string, n: number): number {
  if (Number.isInteger(n) && n > 0) return n;
  throw new ValueError(`fft.${where}: expected a length n of at least 1, got ${n}`);
}

function fitted(x: Tensor, dim: number, n: number): Tensor {
  const size = x.shape[dim];
  if (size >= n) return narrow(x, dim, 0, n);
  return pad(
    x,
    x.shape.map((_, i): [number, number] => [0, i === dim ? n - size : 0]),
  );
}

/** Entries 1, 2, … again behind the end, in reverse order: what real numbers have in the other half. */
function mirrored(x: Tensor, dim: number, n: number, factor = 1): Tensor {
  const missing = n - x.shape[dim];
  if (missing <= 0) return narrow(x, dim, 0, n);
  return cat([x, narrow(x, dim, 1, missing).flip(dim).mul(factor)], dim);
}

function scale(where: string, norm: FFTNorm, n: number, sign: 1 | -1): number {
  if (norm === 'ortho') return 1 / Math.sqrt(n);
  if (norm === 'backward') return sign === 1 ? 1 / n : 1;
  if (norm === 'forward') return sign === -1 ? 1 / n : 1;
  throw new ValueError(`fft.${where}: norm must be 'backward', 'ortho' or 'forward', got '${norm}'`);
}
