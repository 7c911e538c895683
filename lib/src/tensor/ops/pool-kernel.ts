import { record } from '../../autograd/graph.js';
import type { PoolOptions as KernelOptions } from '../../backend/backend.js';
import { kernels } from '../../backend/choose.js';
import type { Tensor } from '../tensor.js';
import { reshape, squeeze, unsqueeze } from './movement.js';

/** Largest values of windows of padded images. */
export function largest(x: Tensor, window: KernelOptions): Tensor {
  const backward = (g: Tensor) => [spread(g, x.detach(), y.detach(), window)];
  const y: Tensor = record('maxPool2d', kernels().maxPool(x.buffer, window), [x], [x], backward, true);
  return y;
}

/** Sends each gradient to where the maximum was; linear in `g`. */
function spread(g: Tensor, x: Tensor, y: Tensor, window: KernelOptions): Tensor {
  const out = kernels().maxPoolGrad(g.buffer, x.buffer, y.buffer, window);
  return record('maxPool2dGrad', out, [g], [], (gg) => [picked(gg, x, y, window)]);
}

/** Values of `gg` from where the maxima were; linear in `gg`. */
function picked(gg: Tensor, x: Tensor, y: Tensor, window: KernelOptions): Tensor {
  const out = kernels().maxPoolGradGrad(gg.buffer, x.buffer, y.buffer, window);
  return record('maxPool2dPick', out, [gg], [], (g) => [spread(g, x, y, window)]);
}

/** Means of windows of padded images. */
export function average(x: Tensor, window: KernelOptions): Tensor {
  return record('avgPool2d', kernels().avgPool(x.buffer, window), [x], [], (g) => [shares(g, x.shape, window)]);
}

function shares(g: Tensor, shape: readonly number[], window: KernelOptions): Tensor {
  const out = kernels().avgPoolGrad(g.buffer, shape, window);
  return record('avgPool2dGrad', out, [g], [], (gg) => [average(gg, window)]);
}

/**
 * Runs a pool of images over padded sequences, images or volumes. Volumes go plane by plane, then along the depth, so
 * that of equal values the first in row-major order wins.
 */
export function overPlanes(
  x: Tensor,
  kernel: readonly number[],
  stride: readonly number[],
  run: (x: Tensor, window: KernelOptions) => Tensor,
): Tensor {
  const pool = (images: Tensor, k: [number, number], s: [number, number]) =>
    run(images, {
      kernel: k,
      stride: s,
      pads: [
        [0, 0],
        [0, 0],
      ],
    });
  if (kernel.length === 1) return squeeze(pool(unsqueeze(x, 1), [1, kernel[0]], [1, stride[0]]), 1);
  if (kernel.length === 2) return pool(x, [kernel[0], kernel[1]], [stride[0], stride[1]]);
  const [batch, depth, height, width, channels] = x.shape;
  const planes = pool(
    reshape(x, [batch * depth, height, width, channels]),
    [kernel[1], kernel[2]],
    [stride[1], stride[2]],
  );
  const [, rows, columns] = planes.shape;
  const columnsOfDepth = reshape(planes, [batch, depth, rows * columns, channels]);
  const y = pool(columnsOfDepth, [kernel[0], 1], [stride[0], 1]);
  return reshape(y, [batch, y.shape[1], rows, columns, channels]);
}
