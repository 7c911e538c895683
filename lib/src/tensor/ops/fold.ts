import { ShapeError, shapeText } from '../../errors.js';
import { fromValues } from '../create.js';
import { type Pair, pairOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { indexSelect, segmentSum } from './index.js';
import { narrow, pad, permute, reshape, transpose } from './movement.js';
import { padsOf, windowSize } from './window.js';

export interface FoldOptions {
  /** Height and width of the window. */
  kernelSize: Pair;
  /** Step of the window. Default 1. */
  stride?: Pair;
  /** Rows and columns of zeros around the image. Default 0. */
  padding?: Pair;
  /** Distance between the window's taps. Default 1. */
  dilation?: Pair;
}

/**
 * Windows of images as rows: `[batch, height, width, c]` → `[batch, windows, kh·kw·c]`, windows in row-major order. A
 * convolution is their product with filters as `[kh·kw·in, out]`.
 *
 *     F.unfold(ones(1, 4, 4, 3), { kernelSize: 2 }).shape // → [1, 9, 12]
 */
export function unfold(x: Tensor, options: FoldOptions): Tensor {
  const { kernel, pads, picks, size } = prepare('unfold', x.shape, options);
  const rows = indexSelect(pad(x, [[0, 0], ...pads, [0, 0]]), 1, picks[0]);
  const taps = reshape(indexSelect(rows, 2, picks[1]), [
    x.shape[0],
    size[0],
    kernel[0],
    size[1],
    kernel[1],
    x.shape[3],
  ]);
  return reshape(permute(taps, [0, 1, 3, 2, 4, 5]), [
    x.shape[0],
    size[0] * size[1],
    kernel[0] * kernel[1] * x.shape[3],
  ]);
}

/**
 * Adds windows up to images of `outputSize`, the reverse of {@link unfold} but for overlaps, which are summed:
 * `[batch, windows, kh·kw·c]` → `[batch, height, width, c]`.
 *
 *     F.fold(F.unfold(ones(1, 4, 4, 1), { kernelSize: 2 }), [4, 4], { kernelSize: 2 }).shape // → [1, 4, 4, 1]
 */
export function fold(x: Tensor, outputSize: Pair, options: FoldOptions): Tensor {
  const [height, width] = pairOf('fold', 'outputSize', outputSize, 1);
  const [kh, kw] = pairOf('fold', 'kernelSize', options.kernelSize, 1);
  const channels = (x.shape[2] ?? 0) / (kh * kw);
  const { kernel, pads, picks, size } = prepare('fold', [x.shape[0], height, width, channels], options);
  if (x.shape.length !== 3 || !Number.isInteger(channels) || x.shape[1] !== size[0] * size[1]) {
    throw new ShapeError(
      `fold: expected [batch, ${size[0] * size[1]}, a multiple of ${kh * kw}], got ${shapeText(x.shape)}`,
    );
  }
  const taps = permute(reshape(x, [x.shape[0], size[0], size[1], kernel[0], kernel[1], channels]), [0, 1, 3, 2, 4, 5]);
  const apart = reshape(taps, [x.shape[0], size[0] * kernel[0], size[1] * kernel[1], channels]);
  const padded = [0, 1].map((i) => [height, width][i] + pads[i][0] + pads[i][1]);
  const rows = transpose(segmentSum(transpose(apart, 0, 1), picks[0], padded[0]), 0, 1);
  const image = transpose(segmentSum(transpose(rows, 0, 2), picks[1], padded[1]), 0, 2);
  return narrow(narrow(image, 1, pads[0][0], height), 2, pads[1][0], width);
}

function prepare(where: string, shape: readonly number[], options: FoldOptions) {
  const kernel = pairOf(where, 'kernelSize', options.kernelSize, 1);
  const stride = pairOf(where, 'stride', options.stride ?? 1, 1);
  const dilation = pairOf(where, 'dilation', options.dilation ?? 1, 1);
  const padding = pairOf(where, 'padding', options.padding ?? 0, 0);
  const reach = kernel.map((k, i) => (k - 1) * dilation[i] + 1) as [number, number];
  const pads = padsOf(where, padding, reach, stride);
  const size = windowSize(where, shape, reach, stride, pads);
  // For each window along an axis, the rows or columns under its taps.
  const picks = kernel.map((k, i) => {
    const at = Int32Array.from(
      { length: size[i] * k },
      (_, j) => Math.floor(j / k) * stride[i] + (j % k) * dilation[i],
    );
    return fromValues(at, [at.length], 'int32');
  });
  return { kernel, pads, picks, size };
}
