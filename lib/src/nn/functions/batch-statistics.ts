import { record } from '../../autograd/graph.js';
import { isGradEnabled } from '../../autograd/no-grad.js';
import { kernels } from '../../backend/choose.js';
import type { FusedKernels, RunningStatistics } from '../../backend/fused.js';
import { ones, zeros } from '../../tensor/create.js';
import { Tensor } from '../../tensor/tensor.js';

/** Running means and variances, and how far a batch moves them. */
export interface Running {
  mean: Tensor;
  variance: Tensor;
  momentum: number;
}

/** The kernel of {@link normaliseByBatch}, if the active backend has one. */
export function batchNormKernel(x: Tensor): FusedKernels | undefined {
  return x.shape.length > 1 && x.dtype === 'float32' ? kernels().fused : undefined;
}

/**
 * Brings each channel (last dimension) to mean 0 and variance 1, then to the given factor and shift, in one kernel; updates
 * the running statistics in place.
 */
export function normaliseByBatch(
  fused: FusedKernels,
  x: Tensor,
  running: Running | null,
  weight: Tensor | null,
  bias: Tensor | null,
  eps: number,
): Tensor {
  const channels = x.shape[x.shape.length - 1];
  const scale = weight ?? ones([channels]);
  const offset = bias ?? zeros([channels]);
  const statistics: RunningStatistics | null = running && {
    means: running.mean.buffer,
    variances: running.variance.buffer,
    momentum: running.momentum,
  };
  const { out, means, variances, kept } = fused.batchNorm(x.buffer, scale.buffer, offset.buffer, statistics, eps);
  if (running !== null) {
    running.mean.take_('batchNorm', means);
    running.variance.take_('batchNorm', variances);
  }
  const backward = (g: Tensor) => {
    if (isGradEnabled()) return composedGrad(g, x, weight, eps);
    return fused.batchNormGrad(g.buffer, x.buffer, scale.buffer, kept, eps).map((grad) => new Tensor(grad));
  };
  return record('batchNorm', out, [x, scale, offset], [x, scale], backward, false, kept);
}

/** The same gradients by differentiable operations, for second derivatives. */
function composedGrad(g: Tensor, x: Tensor, weight: Tensor | null, eps: number): Tensor[] {
  const dims = x.shape.slice(0, -1).map((_, i) => i);
  const centred = x.sub(x.mean(dims));
  const deviation = centred.mul(centred).mean(dims).add(eps).rsqrt();
  const normal = centred.mul(deviation);
  const scaled = weight === null ? g : g.mul(weight);
  const mean = scaled.mean(dims).add(normal.mul(scaled.mul(normal).mean(dims)));
  return [scaled.sub(mean).mul(deviation), g.mul(normal).sum(dims), g.sum(dims)];
}
