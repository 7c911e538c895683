import { ShapeError, shapeText } from '../../errors.js';
import { type Pair, pairOf, type Triple, tripleOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { checkGroups, dilate, greatestCommonDivisor, inputGrad, spaced } from './conv.js';
import { checkChannels } from './conv-nd.js';
import { addBias } from './matmul.js';
import { cat, narrow, pad, reshape, select, squeeze, transpose, unsqueeze } from './movement.js';
import { split } from './rearrange.js';

/** `Size` is a number or one for each dimension. */
export interface ConvTransposeOptions<Size = Pair> {
  /** Step of the convolution whose gradient this is: how far apart inputs land. Default 1. */
  stride?: Size;
  /** Rows and columns cut off around the result. Default 0. */
  padding?: Size;
  /** Rows and columns added at the end of the result; less than stride or dilation. Default 0. */
  outputPadding?: Size;
  /** Distance between the filter's taps. Default 1. */
  dilation?: Size;
  /** Groups of channels that do not mix. Default 1. */
  groups?: number;
}

/**
 * Transposed convolution, which enlarges images: `[batch, height, width, in]`, filters `[kh, kw, in, out / groups]`,
 * bias `[out]` → `[batch, height', width', out]` with
 * `height' = (height − 1)·stride − 2·padding + dilation·(kh − 1) + outputPadding + 1`. It is the gradient of
 * {@link conv2d} with respect to its images.
 *
 *     F.convTranspose2d(ones(1, 4, 4, 2), ones(3, 3, 2, 3), null, { stride: 2 }).shape // → [1, 9, 9, 3]
 */
export function convTranspose2d(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor | null,
  options: ConvTransposeOptions = {},
): Tensor {
  const where = 'convTranspose2d';
  const stride = pairOf(where, 'stride', options.stride ?? 1, 1);
  const padding = pairOf(where, 'padding', options.padding ?? 0, 0);
  const dilation = pairOf(where, 'dilation', options.dilation ?? 1, 1);
  const extra = pairOf(where, 'outputPadding', options.outputPadding ?? 0, 0);
  const { groups = 1 } = options;
  if (weight.shape.length !== 4) {
    throw new ShapeError(`${where}: expected filters [kh, kw, in, out], got ${shapeText(weight.shape)}`);
  }
  checkChannels(where, x, 4, weight.shape[2], '[batch, height, width, channels]');
  checkGroups(where, groups, weight.shape[2]);
  const size = [0, 1].map((i) =>
    sizeOfResult(where, x.shape[i + 1], weight.shape[i], stride[i], padding[i], dilation[i], extra[i]),
  );
  const common = greatestCommonDivisor(stride[0], stride[1]);
  // Strides that differ are unsafe in TensorFlow; zeros between the rows or columns make them equal.
  let input = spaced(spaced(cast(x, 'float32'), 1, stride[0] / common), 2, stride[1] / common);
  input = pad(input, [
    [0, 0],
    [0, Math.floor(extra[0] / common)],
    [0, Math.floor(extra[1] / common)],
    [0, 0],
  ]);
  const filters = split(transpose(dilate(weight, dilation), 2, 3), weight.shape[2] / groups, 3);
  const window = {
    stride: [common, common],
    pads: [
      [padding[0], padding[0]],
      [padding[1], padding[1]],
    ],
  } as const;
  const shape = [x.shape[0], ...size, weight.shape[3]];
  const parts = split(input, weight.shape[2] / groups, 3).map((part, i) =>
    inputGrad(part, filters[i], shape, window as never),
  );
  const y = cat(parts, 3);
  return bias ? addBias(y, bias) : y;
}

/**
 * {@link convTranspose2d} of sequences: `[batch, length, in]`, filters `[k, in, out / groups]`.
 *
 *     F.convTranspose1d(ones(1, 4, 2), ones(3, 2, 3), null, { stride: 2 }).shape // → [1, 9, 3]
 */
export function convTranspose1d(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor | null,
  options: ConvTransposeOptions<number> = {},
): Tensor {
  const { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups } = options;
  if (weight.shape.length !== 3) {
    throw new ShapeError(`convTranspose1d: expected filters [k, in, out], got ${shapeText(weight.shape)}`);
  }
  checkChannels('convTranspose1d', x, 3, weight.shape[1], '[batch, length, channels]');
  const y = convTranspose2d(unsqueeze(x, 1), unsqueeze(weight, 0), bias, {
    stride: [stride, stride],
    padding: [0, padding],
    outputPadding: [0, outputPadding],
    dilation: [1, dilation],
    groups,
  });
  return squeeze(y, 1);
}

/**
 * {@link convTranspose2d} of volumes: `[batch, depth, height, width, in]`, filters `[kd, kh, kw, in, out / groups]`.
 *
 *     F.convTranspose3d(ones(1, 2, 2, 2, 1), ones(2, 2, 2, 1, 3), null, { stride: 2 }).shape // → [1, 4, 4, 4, 3]
 */
export function convTranspose3d(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor | null,
  options: ConvTransposeOptions<Triple> = {},
): Tensor {
  const where = 'convTranspose3d';
  const [sd, ...stride] = tripleOf(where, 'stride', options.stride ?? 1, 1);
  const [pd, ...padding] = tripleOf(where, 'padding', options.padding ?? 0, 0);
  const [dd, ...dilation] = tripleOf(where, 'dilation', options.dilation ?? 1, 1);
  const [ed, ...outputPadding] = tripleOf(where, 'outputPadding', options.outputPadding ?? 0, 0);
  if (weight.shape.length !== 5) {
    throw new ShapeError(`${where}: expected filters [kd, kh, kw, in, out], got ${shapeText(weight.shape)}`);
  }
  checkChannels(where, x, 5, weight.shape[3], '[batch, depth, height, width, channels]');
  const [batch, depth, ...image] = x.shape;
  const out = sizeOfResult(where, depth, weight.shape[0], sd, pd, dd, ed);
  const slices = reshape(x, [batch * depth, ...image]);
  const full = Math.max((depth - 1) * sd + (weight.shape[0] - 1) * dd + 1, pd + out);
  let sum: Tensor | undefined;
  for (let tap = 0; tap < weight.shape[0]; tap++) {
    const flat = convTranspose2d(slices, select(weight, 0, tap), null, {
      stride,
      padding,
      dilation,
      outputPadding,
      groups: options.groups,
    });
    const apart = spaced(reshape(flat, [batch, depth, ...flat.shape.slice(1)]), 1, sd);
    const rest = full - apart.shape[1] - tap * dd;
    const part = pad(
      apart,
      apart.shape.map((_, i): [number, number] => (i === 1 ? [tap * dd, rest] : [0, 0])),
    );
    sum = sum === undefined ? part : sum.add(part);
  }
  const y = narrow(sum as Tensor, 1, pd, out);
  return bias ? addBias(y, bias) : y;
}

function sizeOfResult(
  where: string,
  size: number,
  kernel: number,
  stride: number,
  padding: number,
  dilation: number,
  extra: number,
): number {
  if (extra > 0 && extra >= Math.max(stride, dilation)) {
    throw new ShapeError(`${where}: expected outputPadding less than stride or dilation, got ${extra}`);
  }
  const out = (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + extra + 1;
  if (out < 1) throw new ShapeError(`${where}: padding ${padding} leaves nothing of ${size} entries`);
  return out;
}
