import { record } from '../../autograd/graph.js';
import type { WindowOptions } from '../../backend/backend.js';
import { kernels } from '../../backend/choose.js';
import { ShapeError, shapeText } from '../../errors.js';
import { type Pair, pairOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { factorsRead } from './elementwise.js';
import { addBias } from './matmul.js';
import { narrow, pad, reshape, select, slice } from './movement.js';
import { type Padding, padsOf, windowSize } from './window.js';

export interface ConvOptions {
  /** Step of the window. Default 1. */
  stride?: Pair;
  /** Zeros around the image, or `'same'`, `'valid'`. Default 0. */
  padding?: Padding;
  /** Distance between the filter's taps. Default 1. */
  dilation?: Pair;
}

/**
 * 2-D cross-correlation, what deep learning calls convolution (lecture 3, section 14): images
 * `[batch, height, width, in]`, filters `[kh, kw, in, out]`, bias `[out]` → `[batch, height', width', out]`.
 */
export function conv2d(x: Tensor, weight: Tensor, bias?: Tensor | null, options: ConvOptions = {}): Tensor {
  const stride = pairOf('conv2d', 'stride', options.stride ?? 1, 1);
  const dilation = pairOf('conv2d', 'dilation', options.dilation ?? 1, 1);
  if (weight.shape.length !== 4) {
    throw new ShapeError(`conv2d: expected filters [kh, kw, in, out], got ${shapeText(weight.shape)}`);
  }
  const filter = dilate(weight, dilation);
  const kernel: [number, number] = [filter.shape[0], filter.shape[1]];
  const pads = padsOf('conv2d', options.padding ?? 0, kernel, stride);
  const [input, channels] = [cast(x, 'float32'), weight.shape[2]];
  if (x.shape.length === 4 && x.shape[3] !== channels) {
    const first = x.shape[1] === channels ? '; it looks channels-first, use .permute(0, 2, 3, 1)' : '';
    throw new ShapeError(
      `conv2d: expected ${channels} channels in the last dimension, got ${shapeText(x.shape)}; ` +
        `images are [batch, height, width, channels]${first}`,
    );
  }
  const size = windowSize('conv2d', x.shape, kernel, stride, pads);
  const y = convolveEvenly(input, filter, size, { stride, pads });
  return bias ? addBias(y, bias) : y;
}

/**
 * Convolution of any strides by one of equal strides, of whose result the rows or columns in between are left out. For
 * strides that differ, TensorFlow 2.21 on a CPU computes wrong values where the result is one pixel wide, and the
 * filter's gradient writes beyond its memory, which ends the process.
 */
function convolveEvenly(x: Tensor, filter: Tensor, size: readonly [number, number], options: WindowOptions): Tensor {
  const [height, width] = options.stride;
  if (height === width) return convolve(x, filter, options);
  const common = greatestCommonDivisor(height, width);
  const y = convolve(x, filter, { stride: [common, common], pads: options.pads });
  return everyNth(everyNth(y, 1, height / common, size[0]), 2, width / common, size[1]);
}

/** The first `count` entries of an axis at distance `step`. */
function everyNth(x: Tensor, axis: number, step: number, count: number): Tensor {
  const missing = count * step - x.shape[axis];
  const pads = x.shape.map((_, i): [number, number] => [0, i === axis ? Math.max(missing, 0) : 0]);
  const fitted = narrow(pad(x, pads), axis, 0, count * step);
  const split = [...x.shape.slice(0, axis), count, step, ...x.shape.slice(axis + 1)];
  return select(reshape(fitted, split), axis + 1, 0);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The three operations below are each other's gradients, so every order of derivative exists. */
function convolve(x: Tensor, filter: Tensor, options: WindowOptions): Tensor {
  return record(
    'conv2d',
    kernels().conv2d(x.buffer, filter.buffer, options),
    [x, filter],
    factorsRead(x, filter),
    (g) => [
      x.requiresGrad ? inputGrad(g, filter, x.shape, options) : null,
      filter.requiresGrad ? filterGrad(x, g, filter.shape, options) : null,
    ],
  );
}

function inputGrad(g: Tensor, filter: Tensor, shape: readonly number[], options: WindowOptions): Tensor {
  const out = kernels().conv2dInputGrad(g.buffer, filter.buffer, shape, options);
  return record('conv2dInputGrad', out, [g, filter], factorsRead(g, filter), (gg) => [
    g.requiresGrad ? convolve(gg, filter, options) : null,
    filter.requiresGrad ? filterGrad(gg, g, filter.shape, options) : null,
  ]);
}

function filterGrad(x: Tensor, g: Tensor, shape: readonly number[], options: WindowOptions): Tensor {
  const out = kernels().conv2dFilterGrad(x.buffer, g.buffer, shape, options);
  return record('conv2dFilterGrad', out, [x, g], factorsRead(x, g), (gg) => [
    x.requiresGrad ? inputGrad(g, gg, x.shape, options) : null,
    g.requiresGrad ? convolve(x, gg, options) : null,
  ]);
}

/**
 * Puts zeros between the taps of a filter. Backends have no gradient of a dilated convolution; of the filter with holes
 * they have.
 */
function dilate(weight: Tensor, dilation: readonly [number, number]): Tensor {
  let filter = weight;
  for (const axis of [0, 1]) {
    const d = dilation[axis];
    const k = filter.shape[axis];
    if (d === 1 || k === 1) continue;
    const before = filter.shape.slice(0, axis);
    const after = filter.shape.slice(axis + 1);
    const spread = pad(reshape(filter, [...before, k, 1, ...after]), [
      ...before.map((): [number, number] => [0, 0]),
      [0, 0],
      [0, d - 1],
      ...after.map((): [number, number] => [0, 0]),
    ]);
    filter = slice(reshape(spread, [...before, k * d, ...after]), axis, 0, (k - 1) * d + 1);
  }
  return filter;
}
