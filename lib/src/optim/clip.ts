import { noGrad } from '../autograd/no-grad.js';
import { ValueError } from '../errors.js';
import { zeros } from '../tensor/create.js';
import { stack } from '../tensor/ops/movement.js';
import type { Tensor } from '../tensor/tensor.js';

export interface ClipGradNormOptions {
  /** Order of the norm, `Infinity` for the largest magnitude; default 2. */
  normType?: number;
  /** Throw a ValueError when the norm is NaN or infinite; reads it. Default false. */
  errorIfNonfinite?: boolean;
}

/**
 * Scales all gradients by one factor so that their common norm is at most `maxNorm`; gives back the norm before. Call it
 * between `backward` and `step`. Pascanu et al. 2013.
 *
 *     const w = tensor([3, 4], { requiresGrad: true });
 *     w.mul(w).sum().div(2).backward();
 *     optim.clipGradNorm([w], 1);
 *     w.grad // → [0.6, 0.8]
 */
export function clipGradNorm(
  parameters: Tensor | Iterable<Tensor>,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): Tensor {
  const { normType = 2, errorIfNonfinite = false } = options;
  if (!(maxNorm >= 0)) throw new ValueError(`clipGradNorm: maxNorm must be at least 0, got ${maxNorm}`);
  return noGrad(() => {
    const grads = gradientsOf(parameters);
    if (grads.length === 0) return zeros([]);
    const norm = commonNorm(grads, normType);
    if (errorIfNonfinite && !Number.isFinite(norm.item())) {
      throw new ValueError(`clipGradNorm: the norm of the gradients must be finite, got ${norm.item()}`);
    }
    const factor = norm.add(1e-6).reciprocal().mul(maxNorm).minimum(1);
    for (const grad of grads) grad.mul_(factor);
    return norm;
  });
}

/**
 * Limits every value of the gradients to ±clipValue.
 *
 *     const w = tensor([3, 4], { requiresGrad: true });
 *     w.mul(w).sum().div(2).backward();
 *     optim.clipGradValue([w], 3.5);
 *     w.grad // → [3, 3.5]
 */
export function clipGradValue(parameters: Tensor | Iterable<Tensor>, clipValue: number): void {
  if (!(clipValue >= 0)) throw new ValueError(`clipGradValue: clipValue must be at least 0, got ${clipValue}`);
  noGrad(() => {
    for (const grad of gradientsOf(parameters)) grad.copy_(grad.clamp({ min: -clipValue, max: clipValue }));
  });
}

function gradientsOf(parameters: Tensor | Iterable<Tensor>): Tensor[] {
  // A tensor can be looped over too, as its rows.
  const list = 'grad' in parameters ? [parameters as Tensor] : [...parameters];
  return list.flatMap((p) => (p.grad === null ? [] : [p.grad]));
}

function commonNorm(grads: readonly Tensor[], p: number): Tensor {
  if (p === Infinity) return stack(grads.map((g) => g.abs().max())).max();
  const sums = stack(grads.map((g) => (p === 2 ? g.mul(g) : g.abs().pow(p)).sum()));
  return p === 2 ? sums.sum().sqrt() : sums.sum().pow(1 / p);
}
