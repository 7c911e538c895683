import { ShapeError, shapeText } from '../../errors.js';
import { type Triple, tripleOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { conv2d, everyNth } from './conv.js';
import { addBias } from './matmul.js';
import { pad, reshape, select, squeeze, unsqueeze } from './movement.js';

export interface Conv1dOptions {
  /** Step of the window. Default 1. */
  stride?: number;
  /** Zeros before and after, or `'same'`, `'valid'`. Default 0. */
  padding?: number | 'same' | 'valid';
  /** Distance between the filter's taps. Default 1. */
  dilation?: number;
  /** Groups of channels that do not mix. Default 1. */
  groups?: number;
}

/**
 * 1-D cross-correlation: sequences `[batch, length, in]`, filters `[k, in / groups, out]`, bias `[out]` →
 * `[batch, length', out]`.
 *
 *     F.conv1d(ones(1, 10, 2), ones(3, 2, 4)).shape // → [1, 8, 4]
 */
export function conv1d(x: Tensor, weight: Tensor, bias?: Tensor | null, options: Conv1dOptions = {}): Tensor {
  const { stride = 1, padding = 0, dilation = 1, groups } = options;
  if (weight.shape.length !== 3) {
    throw new ShapeError(`conv1d: expected filters [k, in, out], got ${shapeText(weight.shape)}`);
  }
  checkChannels('conv1d', x, 3, weight.shape[1] * (groups ?? 1), '[batch, length, channels]');
  // A height of 1 stays 1 with any stride; equal strides take the fast way.
  const y = conv2d(unsqueeze(x, 1), unsqueeze(weight, 0), bias, {
    stride: [stride, stride],
    padding: typeof padding === 'number' ? [0, padding] : padding,
    dilation: [1, dilation],
    groups,
  });
  return squeeze(y, 1);
}

export interface Conv3dOptions {
  /** Step of the window, one number or depth, height and width. Default 1. */
  stride?: Triple;
  /** Zeros around the volume, or `'same'`, `'valid'`. Default 0. */
  padding?: Triple | 'same' | 'valid';
  /** Distance between the filter's taps. Default 1. */
  dilation?: Triple;
  /** Groups of channels that do not mix. Default 1. */
  groups?: number;
}

/**
 * 3-D cross-correlation: volumes `[batch, depth, height, width, in]`, filters `[kd, kh, kw, in / groups, out]`, bias
 * `[out]` → `[batch, depth', height', width', out]`. A 2-D convolution of all slices for each tap in depth.
 *
 *     F.conv3d(ones(1, 5, 5, 5, 1), ones(3, 3, 3, 1, 2)).shape // → [1, 3, 3, 3, 2]
 */
export function conv3d(x: Tensor, weight: Tensor, bias?: Tensor | null, options: Conv3dOptions = {}): Tensor {
  const stride = tripleOf('conv3d', 'stride', options.stride ?? 1, 1);
  const dilation = tripleOf('conv3d', 'dilation', options.dilation ?? 1, 1);
  const { padding = 0, groups = 1 } = options;
  if (weight.shape.length !== 5) {
    throw new ShapeError(`conv3d: expected filters [kd, kh, kw, in, out], got ${shapeText(weight.shape)}`);
  }
  checkChannels('conv3d', x, 5, weight.shape[3] * groups, '[batch, depth, height, width, channels]');
  const reach = (weight.shape[0] - 1) * dilation[0];
  const [before, after] = depthPads(padding, reach);
  const deep = pad(x, [[0, 0], [before, after], ...NO_PADS]);
  const depth = Math.floor((deep.shape[1] - reach - 1) / stride[0]) + 1;
  if (depth < 1) {
    throw new ShapeError(`conv3d: a window ${reach + 1} deep does not fit into ${shapeText(x.shape)}`);
  }
  const plane = padding === 'same' || padding === 'valid' ? padding : tripleOf('conv3d', 'padding', padding, 0);
  const planeOptions = {
    stride: [stride[1], stride[2]] as const,
    dilation: [dilation[1], dilation[2]] as const,
    padding: typeof plane === 'string' ? plane : ([plane[1], plane[2]] as const),
    groups,
  };
  const [batch, , ...image] = x.shape;
  let sum: Tensor | undefined;
  for (let tap = 0; tap < weight.shape[0]; tap++) {
    const slices = everyNth(deep, 1, stride[0], depth, tap * dilation[0]);
    const part = conv2d(reshape(slices, [batch * depth, ...image]), select(weight, 0, tap), null, planeOptions);
    sum = sum === undefined ? part : sum.add(part);
  }
  const total = sum as Tensor;
  const y = reshape(total, [batch, depth, ...total.shape.slice(1)]);
  return bias ? addBias(y, bias) : y;
}

const NO_PADS: [number, number][] = [
  [0, 0],
  [0, 0],
  [0, 0],
];

function depthPads(padding: Triple | 'same' | 'valid', reach: number): [number, number] {
  if (padding === 'same') return [Math.floor(reach / 2), Math.ceil(reach / 2)];
  const depth = padding === 'valid' ? 0 : tripleOf('conv3d', 'padding', padding, 0)[0];
  return [depth, depth];
}

/** Throws unless `x` has the rank and the channels in its last dimension. */
export function checkChannels(where: string, x: Tensor, rank: number, channels: number, form: string): void {
  if (x.shape.length === rank && x.shape.at(-1) === channels) return;
  throw new ShapeError(`${where}: expected ${form} with ${channels} channels, got ${shapeText(x.shape)}`);
}
