import { composed, record } from '../../autograd/graph.js';
import type { WindowOptions } from '../../backend/backend.js';
import { kernels } from '../../backend/choose.js';
import { ShapeError, shapeText } from '../../errors.js';
import { type Pair, pairOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { factorsRead } from './elementwise.js';
import { addBias } from './matmul.js';
import { cat, narrow, pad, reshape, select, slice, unsqueeze } from './movement.js';
import { split } from './rearrange.js';
import { type Padding, padsOf, windowSize } from './window.js';

export interface ConvOptions {
  /** Step of the window. Default 1. */
  stride?: Pair;
  /** Zeros around the image, or `'same'`, `'valid'`. Default 0. */
  padding?: Padding;
  /** Distance between the filter's taps. Default 1. */
  dilation?: Pair;
  /** Groups of channels that do not mix; as many as channels make a depthwise convolution. Default 1. */
  groups?: number;
}

/**
 * 2-D cross-correlation, what deep learning calls convolution (lecture 3, section 14): images
 * `[batch, height, width, in]`, filters `[kh, kw, in / groups, out]`, bias `[out]` → `[batch, height', width', out]`.
 *
 *     F.conv2d(ones(1, 5, 5, 1), ones(3, 3, 1, 1)).shape // → [1, 3, 3, 1]
 */
export function conv2d(x: Tensor, weight: Tensor, bias?: Tensor | null, options: ConvOptions = {}): Tensor {
  const stride = pairOf('conv2d', 'stride', options.stride ?? 1, 1);
  const dilation = pairOf('conv2d', 'dilation', options.dilation ?? 1, 1);
  if (weight.shape.length !== 4) {
    throw new ShapeError(`conv2d: expected filters [kh, kw, in, out], got ${shapeText(weight.shape)}`);
  }
  const kernel = [0, 1].map((i) => (weight.shape[i] - 1) * dilation[i] + 1) as [number, number];
  const pads = padsOf('conv2d', options.padding ?? 0, kernel, stride);
  const { groups = 1 } = options;
  const [input, channels] = [cast(x, 'float32'), weight.shape[2] * groups];
  checkGroups('conv2d', groups, weight.shape[3]);
  if (x.shape.length === 4 && x.shape[3] !== channels) {
    const first = x.shape[1] === channels ? '; it looks channels-first, use .permute(0, 2, 3, 1)' : '';
    throw new ShapeError(
      `conv2d: expected ${channels} channels in the last dimension, got ${shapeText(x.shape)}; ` +
        `images are [batch, height, width, channels]${first}`,
    );
  }
  const size = windowSize('conv2d', x.shape, kernel, stride, pads);
  let y: Tensor;
  if (groups === 1) {
    return composed(() => {
      const even = convolveEvenly(input, dilate(weight, dilation), size, { stride, pads });
      return bias ? addBias(even, bias) : even;
    });
  } else if (groups === channels) {
    y = depthwise(pad(input, [[0, 0], ...pads, [0, 0]]), weight, size, stride, dilation);
  } else {
    const filters = split(dilate(weight, dilation), weight.shape[3] / groups, 3);
    const parts = split(input, channels / groups, 3);
    y = cat(
      parts.map((part, i) => convolveEvenly(part, filters[i], size, { stride, pads })),
      3,
    );
  }
  return bias ? addBias(y, bias) : y;
}

/** Throws unless the channels can be divided into the groups. */
export function checkGroups(where: string, groups: number, channels: number): void {
  if (Number.isInteger(groups) && groups > 0 && channels % groups === 0) return;
  throw new ShapeError(`${where}: expected groups that divide ${channels} channels, got ${groups}`);
}

/**
 * One filter or several for each channel, by a product for each tap. The images are padded already.
 */
function depthwise(
  x: Tensor,
  weight: Tensor,
  size: readonly [number, number],
  stride: readonly [number, number],
  dilation: readonly [number, number],
): Tensor {
  const [kh, kw, , out] = weight.shape;
  const channels = x.shape[3];
  const each = out / channels;
  const filters = reshape(weight, each === 1 ? [kh * kw, channels] : [kh * kw, channels, each]);
  const rows = Array.from({ length: kh }, (_, i) => everyNth(x, 1, stride[0], size[0], i * dilation[0]));
  let sum: Tensor | undefined;
  for (let tap = 0; tap < kh * kw; tap++) {
    const part = everyNth(rows[Math.floor(tap / kw)], 2, stride[1], size[1], (tap % kw) * dilation[1]);
    const product = (each === 1 ? part : unsqueeze(part, 4)).mul(select(filters, 0, tap));
    sum = sum === undefined ? product : sum.add(product);
  }
  return reshape(sum as Tensor, [x.shape[0], ...size, out]);
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

/** `count` entries of an axis at distance `step`, from `start` on. */
export function everyNth(x: Tensor, axis: number, step: number, count: number, start = 0): Tensor {
  if (step === 1) return narrow(x, axis, start, count);
  const missing = start + count * step - x.shape[axis];
  const pads = x.shape.map((_, i): [number, number] => [0, i === axis ? Math.max(missing, 0) : 0]);
  const fitted = narrow(pad(x, pads), axis, start, count * step);
  const split = [...x.shape.slice(0, axis), count, step, ...x.shape.slice(axis + 1)];
  return select(reshape(fitted, split), axis + 1, 0);
}

/** For strides that differ. */
export function greatestCommonDivisor(a: number, b: number): number {
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

/** Gradient of a convolution with respect to its images, of shape `shape`. */
export function inputGrad(g: Tensor, filter: Tensor, shape: readonly number[], options: WindowOptions): Tensor {
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
export function dilate(weight: Tensor, dilation: readonly [number, number]): Tensor {
  return spaced(spaced(weight, 0, dilation[0]), 1, dilation[1]);
}

/** Entries of an axis at distance `step`, with zeros in between. */
export function spaced(x: Tensor, axis: number, step: number): Tensor {
  const size = x.shape[axis];
  if (step === 1 || size === 1) return x;
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const apart = reshape(x, [...before, size, 1, ...after]);
  const spread = pad(
    apart,
    apart.shape.map((_, i): [number, number] => [0, i === axis + 1 ? step - 1 : 0]),
  );
  return slice(reshape(spread, [...before, size * step, ...after]), axis, 0, (size - 1) * step + 1);
}
