import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../../tensor/create.js';
import { stack } from '../../tensor/ops/movement.js';
import { avgPool1d, avgPool2d, avgPool3d } from '../../tensor/ops/pool.js';
import type { PoolOptions } from '../../tensor/ops/pool-window.js';
import { type Pair, sizeOf, sizesOf, type Triple } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';

type Sizes = number | readonly number[];

/**
 * Mean over the length: `[batch, length, channels]` → `[batch, channels]`.
 *
 *     F.globalAvgPool1d(ones(1, 8, 3)).shape // → [1, 3]
 */
export function globalAvgPool1d(x: Tensor): Tensor {
  checkRank('globalAvgPool1d', x, 1);
  return x.mean(1);
}

/**
 * Mean over height and width: `[batch, height, width, channels]` → `[batch, channels]`. Lin et al. 2014.
 *
 *     F.globalAvgPool2d(ones(1, 8, 8, 3)).shape // → [1, 3]
 */
export function globalAvgPool2d(x: Tensor): Tensor {
  checkRank('globalAvgPool2d', x, 2);
  return x.mean([1, 2]);
}

/**
 * Mean over depth, height and width: `[batch, depth, height, width, channels]` → `[batch, channels]`.
 *
 *     F.globalAvgPool3d(ones(1, 4, 4, 4, 2)).shape // → [1, 2]
 */
export function globalAvgPool3d(x: Tensor): Tensor {
  checkRank('globalAvgPool3d', x, 3);
  return x.mean([1, 2, 3]);
}

/**
 * Maximum over the length: `[batch, length, channels]` → `[batch, channels]`.
 *
 *     F.globalMaxPool1d(ones(1, 8, 3)).shape // → [1, 3]
 */
export function globalMaxPool1d(x: Tensor): Tensor {
  checkRank('globalMaxPool1d', x, 1);
  return x.max(1);
}

/**
 * Maximum over height and width: `[batch, height, width, channels]` → `[batch, channels]`.
 *
 *     F.globalMaxPool2d(ones(1, 8, 8, 3)).shape // → [1, 3]
 */
export function globalMaxPool2d(x: Tensor): Tensor {
  checkRank('globalMaxPool2d', x, 2);
  return x.max([1, 2]);
}

/**
 * Maximum over depth, height and width: `[batch, depth, height, width, channels]` → `[batch, channels]`.
 *
 *     F.globalMaxPool3d(ones(1, 4, 4, 4, 2)).shape // → [1, 2]
 */
export function globalMaxPool3d(x: Tensor): Tensor {
  checkRank('globalMaxPool3d', x, 3);
  return x.max([1, 2, 3]);
}

/**
 * {@link adaptiveAvgPool2d} of `[batch, length, channels]`.
 *
 *     F.adaptiveAvgPool1d(ones(1, 8, 3), 2).shape // → [1, 2, 3]
 */
export function adaptiveAvgPool1d(x: Tensor, outputSize: number): Tensor {
  return adaptiveMeans('adaptiveAvgPool1d', x, 1, outputSize);
}

/**
 * Means of windows that are chosen so that `outputSize` of them cover the image: window i of n begins at ⌊i·size/n⌋ and
 * ends before ⌈(i + 1)·size/n⌉, as in PyTorch. `[batch, h, w, c]` → `[batch, …outputSize, c]`.
 *
 *     F.adaptiveAvgPool2d(ones(1, 8, 8, 3), 2).shape // → [1, 2, 2, 3]
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: Pair): Tensor {
  return adaptiveMeans('adaptiveAvgPool2d', x, 2, outputSize);
}

/**
 * {@link adaptiveAvgPool2d} of `[batch, depth, height, width, channels]`.
 *
 *     F.adaptiveAvgPool3d(ones(1, 4, 4, 4, 2), 2).shape // → [1, 2, 2, 2, 2]
 */
export function adaptiveAvgPool3d(x: Tensor, outputSize: Triple): Tensor {
  return adaptiveMeans('adaptiveAvgPool3d', x, 3, outputSize);
}

/**
 * Maxima of the windows of {@link adaptiveAvgPool1d}.
 *
 *     F.adaptiveMaxPool1d(ones(1, 8, 3), 2).shape // → [1, 2, 3]
 */
export function adaptiveMaxPool1d(x: Tensor, outputSize: number): Tensor {
  return adaptiveMaxima('adaptiveMaxPool1d', x, 1, outputSize);
}

/**
 * Maxima of the windows of {@link adaptiveAvgPool2d}.
 *
 *     F.adaptiveMaxPool2d(ones(1, 8, 8, 3), [2, 4]).shape // → [1, 2, 4, 3]
 */
export function adaptiveMaxPool2d(x: Tensor, outputSize: Pair): Tensor {
  return adaptiveMaxima('adaptiveMaxPool2d', x, 2, outputSize);
}

/**
 * Maxima of the windows of {@link adaptiveAvgPool3d}.
 *
 *     F.adaptiveMaxPool3d(ones(1, 4, 4, 4, 2), 2).shape // → [1, 2, 2, 2, 2]
 */
export function adaptiveMaxPool3d(x: Tensor, outputSize: Triple): Tensor {
  return adaptiveMaxima('adaptiveMaxPool3d', x, 3, outputSize);
}

/** `Size` as in {@link PoolOptions}. */
export type LPPoolOptions<Size = Pair> = Omit<PoolOptions<Size>, 'padding'>;

/**
 * {@link lpPool2d} of sequences `[batch, length, channels]`.
 *
 *     F.lpPool1d(ones(1, 8, 3), 2, { kernelSize: 2 }).shape // → [1, 4, 3]
 */
export function lpPool1d(x: Tensor, p: number, options: LPPoolOptions<number>): Tensor {
  return norms('lpPool1d', x, p, sizeOf([options.kernelSize]), (powers) => avgPool1d(powers, options));
}

/**
 * p-norm of each window, (Σ xᵖ)^(1/p): with p = 2, L2 pooling.
 *
 *     F.lpPool2d(ones(1, 2, 2, 1), 2, { kernelSize: 2 }).view(-1) // → [2]
 */
export function lpPool2d(x: Tensor, p: number, options: LPPoolOptions): Tensor {
  const entries = sizeOf(sizesOf('lpPool2d', 'kernelSize', options.kernelSize, 2, 1));
  return norms('lpPool2d', x, p, entries, (powers) => avgPool2d(powers, options));
}

/**
 * {@link lpPool2d} of volumes `[batch, depth, height, width, channels]`.
 *
 *     F.lpPool3d(ones(1, 4, 4, 4, 2), 2, { kernelSize: 2 }).shape // → [1, 2, 2, 2, 2]
 */
export function lpPool3d(x: Tensor, p: number, options: LPPoolOptions<Triple>): Tensor {
  const entries = sizeOf(sizesOf('lpPool3d', 'kernelSize', options.kernelSize, 3, 1));
  return norms('lpPool3d', x, p, entries, (powers) => avgPool3d(powers, options));
}

function norms(where: string, x: Tensor, p: number, entries: number, mean: (powers: Tensor) => Tensor): Tensor {
  if (!(p >= 1)) throw new ValueError(`${where}: p must be at least 1, got ${p}`);
  const powers = p === 1 ? x : p === 2 ? x.mul(x) : x.pow(p);
  const total = mean(powers).mul(entries);
  if (p === 1) return total;
  // The slope of a root at 0 is infinite; a window of zeros gets slope 0.
  const positive = total.gt(0);
  return positive.where(positive.where(total, 1).pow(1 / p), 0);
}

function adaptiveMeans(where: string, x: Tensor, count: number, outputSize: Sizes): Tensor {
  checkRank(where, x, count);
  const sizes = sizesOf(where, 'outputSize', outputSize, count, 1);
  return sizes.reduce((y, size, i) => averageAxis(y, i + 1, size), x);
}

/** Averages are a product with a matrix that has the windows as rows. */
function averageAxis(x: Tensor, axis: number, count: number): Tensor {
  const size = x.shape[axis];
  if (count === size) return x;
  const values = new Float32Array(count * size);
  for (const [i, [from, length]] of windows(size, count).entries()) {
    values.fill(1 / length, i * size + from, i * size + from + length);
  }
  const matrix = fromValues(values, [count, size], 'float32');
  const last = x.shape.length - 1;
  const moved = x.transpose(axis, last);
  return moved.matmul(matrix.t()).transpose(axis, last);
}

function adaptiveMaxima(where: string, x: Tensor, count: number, outputSize: Sizes): Tensor {
  checkRank(where, x, count);
  const sizes = sizesOf(where, 'outputSize', outputSize, count, 1);
  const axes = sizes.map((_, i) => i + 1);
  /** Windows along one axis after the other, then one maximum of each block. */
  const within = (block: Tensor, axis: number): Tensor => {
    if (axis > count) return block.max(axes);
    const parts = windows(x.shape[axis], sizes[axis - 1]).map(([from, length]) =>
      within(block.narrow(axis, from, length), axis + 1),
    );
    return stack(parts, 1);
  };
  return within(x, 1);
}

function windows(size: number, count: number): [from: number, length: number][] {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * size) / count);
    return [from, Math.ceil(((i + 1) * size) / count) - from];
  });
}

const FORMS = ['length', 'height, width', 'depth, height, width'];

function checkRank(where: string, x: Tensor, count: number): void {
  if (x.shape.length === count + 2) return;
  throw new ShapeError(`${where}: expected [batch, ${FORMS[count - 1]}, channels], got ${shapeText(x.shape)}`);
}
