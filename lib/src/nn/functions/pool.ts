import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../../tensor/create.js';
import { stack } from '../../tensor/ops/movement.js';
import { avgPool2d, type PoolOptions } from '../../tensor/ops/pool.js';
import { type Pair, pairOf } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';

/** Mean over height and width: `[batch, height, width, channels]` → `[batch, channels]`. Lin et al. 2014. */
export function globalAvgPool2d(x: Tensor): Tensor {
  checkImages('globalAvgPool2d', x);
  return x.mean([1, 2]);
}

/** Maximum over height and width: `[batch, height, width, channels]` → `[batch, channels]`. */
export function globalMaxPool2d(x: Tensor): Tensor {
  checkImages('globalMaxPool2d', x);
  return x.max([1, 2]);
}

/**
 * Means of windows that are chosen so that `outputSize` of them cover the image: window i of n begins at ⌊i·size/n⌋ and
 * ends before ⌈(i + 1)·size/n⌉, as in PyTorch. `[batch, h, w, c]` → `[batch, …outputSize, c]`.
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: Pair): Tensor {
  checkImages('adaptiveAvgPool2d', x);
  const [rows, columns] = pairOf('adaptiveAvgPool2d', 'outputSize', outputSize, 1);
  return averageAxis(averageAxis(x, 1, rows), 2, columns);
}

/** {@link adaptiveAvgPool2d} of `[batch, length, channels]`. */
export function adaptiveAvgPool1d(x: Tensor, outputSize: number): Tensor {
  const [size] = pairOf('adaptiveAvgPool1d', 'outputSize', outputSize, 1);
  if (x.shape.length !== 3) {
    throw new ShapeError(`adaptiveAvgPool1d: expected [batch, length, channels], got ${shapeText(x.shape)}`);
  }
  return averageAxis(x, 1, size);
}

/** Maxima of the windows of {@link adaptiveAvgPool2d}. */
export function adaptiveMaxPool2d(x: Tensor, outputSize: Pair): Tensor {
  checkImages('adaptiveMaxPool2d', x);
  const [rows, columns] = pairOf('adaptiveMaxPool2d', 'outputSize', outputSize, 1);
  const lines = windows(x.shape[1], rows).map(([top, height]) => {
    const line = x.narrow(1, top, height);
    return stack(
      windows(x.shape[2], columns).map(([left, width]) => line.narrow(2, left, width).max([1, 2])),
      1,
    );
  });
  return stack(lines, 1);
}

/** p-norm of each window, (Σ xᵖ)^(1/p): with p = 2, L2 pooling. */
export function lpPool2d(x: Tensor, p: number, options: Omit<PoolOptions, 'padding'>): Tensor {
  if (!(p >= 1)) throw new ValueError(`lpPool2d: p must be at least 1, got ${p}`);
  const [height, width] = pairOf('lpPool2d', 'kernelSize', options.kernelSize, 1);
  const powers = p === 1 ? x : p === 2 ? x.mul(x) : x.pow(p);
  const total = avgPool2d(powers, options).mul(height * width);
  if (p === 1) return total;
  // The slope of a root at 0 is infinite; a window of zeros gets slope 0.
  const positive = total.gt(0);
  return positive.where(positive.where(total, 1).pow(1 / p), 0);
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

function windows(size: number, count: number): [from: number, length: number][] {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * size) / count);
    return [from, Math.ceil(((i + 1) * size) / count) - from];
  });
}

function checkImages(where: string, x: Tensor): void {
  if (x.shape.length === 4) return;
  throw new ShapeError(`${where}: expected [batch, height, width, channels], got ${shapeText(x.shape)}`);
}
