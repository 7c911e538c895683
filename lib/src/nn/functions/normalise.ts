import { checkTraining } from '../../autograd/anomaly.js';
import { composed } from '../../autograd/graph.js';
import { noGrad } from '../../autograd/no-grad.js';
import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { pad } from '../../tensor/ops/movement.js';
import { sameShape, sizeOf } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';
import { batchNormKernel, normaliseByBatch } from './batch-statistics.js';

export interface AffineOptions {
  /** Factor of each channel; default none. */
  weight?: Tensor | null;
  /** Added to each channel; default none. */
  bias?: Tensor | null;
  /** Added to the variance; default 1e-5. */
  eps?: number;
}

export interface BatchNormOptions extends AffineOptions {
  /** Normalise with the mean and variance of the batch and update the running ones; default false. */
  training?: boolean;
  /** Share of the batch in the running statistics; default 0.1. */
  momentum?: number | Tensor;
}

/**
 * Brings each channel (last dimension) to mean 0 and variance 1 over all other dimensions, or by the running statistics.
 * In training these are updated in place, the variance with n − 1. Ioffe and Szegedy 2015.
 *
 *     F.batchNorm(tensor([[1], [3]]), null, null, { training: true }) // → [[-1], [1]]
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options: BatchNormOptions = {},
): Tensor {
  const { weight, bias, eps = 1e-5, training = false, momentum = 0.1 } = options;
  if (!training && runningMean !== null && runningVar !== null) {
    const scale = runningVar.add(eps).rsqrt();
    return affine(x.sub(runningMean).mul(scale), weight, bias);
  }
  const dims = x.shape.slice(0, -1).map((_, i) => i);
  const count = sizeOf(x.shape.slice(0, -1));
  if (training && count < 2) {
    const rule = 'in training a channel needs more than one value';
    throw new ShapeError(`batchNorm: ${rule}, got ${shapeText(x.shape)}; take a larger batch or call eval()`);
  }
  const tracked = training && runningMean !== null && runningVar !== null;
  if (tracked) checkTraining('batchNorm');
  const kernel = batchNormKernel(x);
  if (kernel !== undefined && typeof momentum === 'number') {
    const running = tracked ? { mean: runningMean, variance: runningVar, momentum } : null;
    return normaliseByBatch(kernel, x, running, weight ?? null, bias ?? null, eps);
  }
  const mean = x.mean(dims);
  const centred = x.sub(mean);
  const variance = centred.mul(centred).mean(dims);
  if (training && runningMean !== null && runningVar !== null) {
    noGrad(() => {
      const unbiased = variance.mul(count / (count - 1));
      runningMean.copy_(runningMean.add(mean.sub(runningMean).mul(momentum)));
      runningVar.copy_(runningVar.add(unbiased.sub(runningVar).mul(momentum)));
    });
  }
  return affine(centred.mul(variance.add(eps).rsqrt()), weight, bias);
}

/**
 * Brings the last dimensions, which must be `shape`, of each item to mean 0 and variance 1. Ba et al. 2016.
 *
 *     F.layerNorm(tensor([[1, 3]]), [2]) // → [[-1, 1]]
 */
export function layerNorm(x: Tensor, shape: number | readonly number[], options: AffineOptions = {}): Tensor {
  const { weight, bias, eps = 1e-5 } = options;
  const dims = trailing('layerNorm', x, typeof shape === 'number' ? [shape] : shape);
  return composed(() => affine(standardise(x, dims, eps), weight, bias));
}

export interface RMSNormOptions {
  /** Factor of each value, of shape `shape`; default none. */
  weight?: Tensor | null;
  /** Added to the mean square; default 2⁻²³. */
  eps?: number;
}

/**
 * Divides the last dimensions, which must be `shape`, by the root of their mean square. Zhang and Sennrich 2019.
 *
 *     F.rmsNorm(tensor([[3, 4]]), [2]) // → [[0.8485, 1.1314]]
 */
export function rmsNorm(x: Tensor, shape: readonly number[], options: RMSNormOptions = {}): Tensor {
  const { weight, eps = 2 ** -23 } = options;
  const dims = trailing('rmsNorm', x, shape);
  return composed(() => affine(x.mul(x.mul(x).mean({ dim: dims, keepdim: true }).add(eps).rsqrt()), weight, null));
}

/**
 * Brings each of `numGroups` groups of neighbouring channels (last dimension) of each item to mean 0 and variance 1 over
 * the dimensions between batch and channels too. Wu and He 2018.
 *
 *     F.groupNorm(randn(2, 4, 4, 6), 3).shape // → [2, 4, 4, 6]
 */
export function groupNorm(x: Tensor, numGroups: number, options: AffineOptions = {}): Tensor {
  const { weight, bias, eps = 1e-5 } = options;
  const channels = x.shape.at(-1) ?? 0;
  if (x.shape.length < 2 || channels % numGroups !== 0) {
    const rule = `expected [batch, …, channels] with channels a multiple of ${numGroups} groups`;
    throw new ShapeError(`groupNorm: ${rule}, got ${shapeText(x.shape)}`);
  }
  return composed(() => {
    const grouped = x.reshape(x.shape[0], sizeOf(x.shape.slice(1, -1)), numGroups, channels / numGroups);
    return affine(standardise(grouped, [1, 3], eps).reshape(x.shape), weight, bias);
  });
}

/**
 * Brings each channel of each item to mean 0 and variance 1 over the dimensions between. Ulyanov et al. 2016.
 *
 *     F.instanceNorm(randn(2, 4, 4, 3)).shape // → [2, 4, 4, 3]
 */
export function instanceNorm(x: Tensor, options: AffineOptions = {}): Tensor {
  const { weight, bias, eps = 1e-5 } = options;
  const dims = x.shape.slice(1, -1).map((_, i) => i + 1);
  if (dims.length === 0 || sizeOf(dims.map((d) => x.shape[d])) < 2) {
    const rule = 'expected [batch, …, channels] with more than one place';
    throw new ShapeError(`instanceNorm: ${rule}, got ${shapeText(x.shape)}`);
  }
  return composed(() => affine(standardise(x, dims, eps), weight, bias));
}

export interface LocalResponseNormOptions {
  /** Default 1e-4. */
  alpha?: number;
  /** Default 0.75. */
  beta?: number;
  /** Default 1. */
  k?: number;
}

/**
 * Divides by (k + alpha·mean of x² over `size` neighbouring channels)^beta. Krizhevsky et al. 2012 (AlexNet).
 *
 *     F.localResponseNorm(ones(1, 2, 2, 4), 3).shape // → [1, 2, 2, 4]
 */
export function localResponseNorm(x: Tensor, size: number, options: LocalResponseNormOptions = {}): Tensor {
  const { alpha = 1e-4, beta = 0.75, k = 1 } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new ValueError(`localResponseNorm: size must be whole and at least 1, got ${size}`);
  }
  const axis = x.shape.length - 1;
  const channels = x.shape[axis];
  const before = Math.floor(size / 2);
  const squares = x.mul(x);
  let total: Tensor | undefined;
  for (let offset = -before; offset < size - before; offset++) {
    const shifted = shift(squares, axis, offset, channels);
    if (shifted !== null) total = total === undefined ? shifted : total.add(shifted);
  }
  return x.mul(
    total!
      .mul(alpha / size)
      .add(k)
      .pow(-beta),
  );
}

export interface NormalizeOptions {
  /** Order of the norm; default 2. */
  p?: number;
  /** Default −1. */
  dim?: number;
  /** Smallest divisor; default 1e-12. */
  eps?: number;
}

/**
 * Divides by the p-norm along `dim`.
 *
 *     F.normalize(tensor([[3, 4]])) // → [[0.6, 0.8]]
 */
export function normalize(x: Tensor, options: NormalizeOptions = {}): Tensor {
  const { p = 2, dim = -1, eps = 1e-12 } = options;
  const powers = p === 2 ? x.mul(x) : x.abs().pow(p);
  const total = powers.sum({ dim, keepdim: true });
  // The slope of a root at 0 is infinite; below the smallest divisor it plays no part.
  const floor = eps ** p;
  const safe = total.gt(floor).where(total, Math.max(floor, Number.MIN_VALUE));
  const norm = p === 2 ? safe.sqrt() : safe.pow(1 / p);
  return x.div(norm.maximum(eps));
}

function standardise(x: Tensor, dims: number[], eps: number): Tensor {
  const centred = x.sub(x.mean({ dim: dims, keepdim: true }));
  const variance = centred.mul(centred).mean({ dim: dims, keepdim: true });
  return centred.mul(variance.add(eps).rsqrt());
}

function affine(x: Tensor, weight?: Tensor | null, bias?: Tensor | null): Tensor {
  const scaled = weight ? x.mul(weight) : x;
  return bias ? scaled.add(bias) : scaled;
}

function trailing(where: string, x: Tensor, shape: readonly number[]): number[] {
  const lead = x.shape.length - shape.length;
  if (shape.length === 0 || lead < 0 || !sameShape(x.shape.slice(lead), shape)) {
    throw new ShapeError(`${where}: expected last dimensions ${shapeText(shape)}, got ${shapeText(x.shape)}`);
  }
  return shape.map((_, i) => lead + i);
}

/** Entry c of the result is entry c + offset of `x`, 0 outside; `null` if all of it is outside. */
function shift(x: Tensor, axis: number, offset: number, count: number): Tensor | null {
  const kept = count - Math.abs(offset);
  if (kept <= 0) return null;
  if (offset === 0) return x;
  const part = x.narrow(axis, Math.max(offset, 0), kept);
  const pads = x.shape.map((_, i): [number, number] =>
    i === axis ? [Math.max(-offset, 0), Math.max(offset, 0)] : [0, 0],
  );
  return pad(part, pads);
}
