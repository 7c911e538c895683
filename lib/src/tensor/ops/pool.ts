import { fromValues } from '../create.js';
import { sizeOf, type Triple } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { pad } from './movement.js';
import { withIndices } from './pool-indices.js';
import { average, largest, overPlanes } from './pool-kernel.js';
import { type AvgPoolOptions, type MaxPoolOptions, type PoolWindow, poolWindow } from './pool-window.js';

type Sizes = number | readonly number[];

/**
 * Largest value of each window: `[batch, length, c]` → `[batch, length', c]`. Padding never wins.
 *
 *     F.maxPool1d(arange(4).view(1, 4, 1), { kernelSize: 2 }).view(-1) // → [1, 3]
 */
export function maxPool1d(x: Tensor, options: MaxPoolOptions<number>): Tensor {
  return maxima('maxPool1d', x, 1, options);
}

/**
 * Largest value of each window: `[batch, h, w, c]` → `[batch, h', w', c]`. Padding never wins.
 *
 *     F.maxPool2d(arange(16).view(1, 4, 4, 1), { kernelSize: 2 }).view(-1) // → [5, 7, 13, 15]
 */
export function maxPool2d(x: Tensor, options: MaxPoolOptions): Tensor {
  return maxima('maxPool2d', x, 2, options);
}

/**
 * Largest value of each window: `[batch, d, h, w, c]` → `[batch, d', h', w', c]`. Padding never wins.
 *
 *     F.maxPool3d(ones(1, 4, 4, 4, 2), { kernelSize: 2 }).shape // → [1, 2, 2, 2, 2]
 */
export function maxPool3d(x: Tensor, options: MaxPoolOptions<Triple>): Tensor {
  return maxima('maxPool3d', x, 3, options);
}

/**
 * Mean of each window: `[batch, length, c]` → `[batch, length', c]`.
 *
 *     F.avgPool1d(arange(4).view(1, 4, 1), { kernelSize: 2 }).view(-1) // → [0.5, 2.5]
 */
export function avgPool1d(x: Tensor, options: AvgPoolOptions<number>): Tensor {
  return means('avgPool1d', x, 1, options);
}

/**
 * Mean of each window: `[batch, h, w, c]` → `[batch, h', w', c]`. Padding counts as zeros, as in PyTorch.
 *
 *     F.avgPool2d(arange(16).view(1, 4, 4, 1), { kernelSize: 2 }).view(-1) // → [2.5, 4.5, 10.5, 12.5]
 */
export function avgPool2d(x: Tensor, options: AvgPoolOptions): Tensor {
  return means('avgPool2d', x, 2, options);
}

/**
 * Mean of each window: `[batch, d, h, w, c]` → `[batch, d', h', w', c]`.
 *
 *     F.avgPool3d(ones(1, 4, 4, 4, 2), { kernelSize: 2 }).shape // → [1, 2, 2, 2, 2]
 */
export function avgPool3d(x: Tensor, options: AvgPoolOptions<Triple>): Tensor {
  return means('avgPool3d', x, 3, options);
}

function maxima(where: string, x: Tensor, count: number, options: MaxPoolOptions<Sizes>): Tensor {
  const window = poolWindow(where, x.shape, count, options);
  const input = cast(x, 'float32');
  if (window.dilation.some((n) => n > 1)) return withIndices(input, window)[0];
  return overPlanes(padded(input, window, -Infinity), window.kernel, window.stride, largest);
}

function means(where: string, x: Tensor, count: number, options: AvgPoolOptions<Sizes>): Tensor {
  const window = poolWindow(where, x.shape, count, options);
  const y = overPlanes(padded(cast(x, 'float32'), window, 0), window.kernel, window.stride, average);
  const entries = sizeOf(window.kernel);
  if (options.divisorOverride !== undefined) return y.mul(entries / options.divisorOverride);
  const counts = window.size.map((n, i) =>
    Array.from({ length: n }, (_, at) => counted(window, i, at, x.shape[i + 1], options.countIncludePad ?? true)),
  );
  if (counts.every((list, i) => list.every((n) => n === window.kernel[i]))) return y;
  const products = counts.reduce((all, list) => all.flatMap((a) => list.map((b) => a * b)), [1]);
  const factors = Float32Array.from(products, (n) => entries / n);
  return y.mul(fromValues(factors, [...window.size, 1], 'float32'));
}

/** How many entries along an axis of `size` the window at place `at` averages. */
function counted({ kernel, stride, pads }: PoolWindow, axis: number, at: number, size: number, all: boolean): number {
  const from = at * stride[axis] - pads[axis][0];
  const end = Math.min(from + kernel[axis], size + (all ? pads[axis][0] : 0));
  return end - (all ? from : Math.max(from, 0));
}

/** Pads beforehand: backends disagree on padded pools, and on averages none counts the padding. */
function padded(x: Tensor, { pads }: PoolWindow, filler: number): Tensor {
  return pad(x, [[0, 0], ...pads, [0, 0]], filler);
}
