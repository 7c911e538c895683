import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkSameShape, Loss, type LossOptions } from './loss.js';
import { checkReduction, type Reduction, reduce } from './reduction.js';

export interface KLDivLossOptions {
  /** Default `mean`, over all elements; `batchmean` divides the sum by the batch, which is the mathematical divergence. */
  reduction?: Reduction | 'batchmean';
  /** The target is log probabilities too; default false. */
  logTarget?: boolean;
}

/**
 * Σ t·(log t − input) of log probabilities `input` and probabilities t. Kullback and Leibler 1951.
 *
 *     F.klDiv(tensor([0.5, 0.5]).log(), tensor([0.25, 0.75]), { reduction: 'sum' }) // → 0.1308
 */
export function klDiv(input: Tensor, target: Tensor, options: KLDivLossOptions = {}): Tensor {
  const { reduction = 'mean', logTarget = false } = options;
  if (reduction !== 'batchmean') checkReduction('klDiv', reduction);
  checkSameShape('klDiv', input, target);
  const positive = target.gt(0);
  const losses = logTarget
    ? target.exp().mul(target.sub(input))
    : positive.where(target.mul(positive.where(target, 1).log().sub(input)), target.mul(input).neg());
  if (reduction === 'batchmean') return losses.sum().div(input.shape[0] ?? 1);
  return reduce(losses, reduction);
}

/**
 * {@link klDiv} as a module.
 *
 *     new nn.KLDivLoss({ reduction: 'sum' })(tensor([0.5, 0.5]).log(), tensor([0.25, 0.75])) // → 0.1308
 */
export class KLDivLoss extends Loss<KLDivLossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return klDiv(input, target, this.options);
  }

  protected override checkOptions(): void {
    if (this.options.reduction !== 'batchmean') super.checkOptions();
  }
}

export interface GaussianNLLLossOptions extends LossOptions {
  /** Add the constant ½·log 2π; default false. */
  full?: boolean;
  /** Smallest variance; default 1e-6. */
  eps?: number;
}

/**
 * ½·(log v + (input − target)²/v), v the predicted variance, which broadcasts. Nix and Weigend 1994.
 *
 *     F.gaussianNllLoss(tensor([1]), tensor([2]), tensor([1])) // → 0.5
 */
export function gaussianNllLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  options: GaussianNLLLossOptions = {},
): Tensor {
  const { reduction = 'mean', full = false, eps = 1e-6 } = options;
  checkReduction('gaussianNllLoss', reduction);
  checkSameShape('gaussianNllLoss', input, target);
  // As in PyTorch, a variance below the limit still gets a gradient.
  const v = variance.add(variance.detach().maximum(eps).sub(variance.detach()));
  const d = input.sub(target);
  const losses = v.log().add(d.mul(d).div(v)).mul(0.5);
  return reduce(full ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses, reduction);
}

/**
 * {@link gaussianNllLoss} as a module.
 *
 *     new nn.GaussianNLLLoss()(tensor([1]), tensor([2]), tensor([1])) // → 0.5
 */
export class GaussianNLLLoss extends Loss<GaussianNLLLossOptions> {
  forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    return gaussianNllLoss(input, target, variance, this.options);
  }
}

export interface PoissonNLLLossOptions extends LossOptions {
  /** The input is the logarithm of the rate; default true. */
  logInput?: boolean;
  /** Add Stirling's approximation of log t!; default false. */
  full?: boolean;
  /** Added to a rate before its logarithm; default 1e-8. */
  eps?: number;
}

/**
 * rate − t·log rate of counts t.
 *
 *     F.poissonNllLoss(tensor([0]), tensor([2])) // → 1
 */
export function poissonNllLoss(input: Tensor, target: Tensor, options: PoissonNLLLossOptions = {}): Tensor {
  const { reduction = 'mean', logInput = true, full = false, eps = 1e-8 } = options;
  checkReduction('poissonNllLoss', reduction);
  checkSameShape('poissonNllLoss', input, target);
  if (!(eps > 0)) throw new ValueError(`poissonNllLoss: eps must be above 0, got ${eps}`);
  const losses = logInput ? input.exp().sub(target.mul(input)) : input.sub(target.mul(input.add(eps).log()));
  return reduce(full ? losses.add(stirling(target)) : losses, reduction);
}

/**
 * {@link poissonNllLoss} as a module.
 *
 *     new nn.PoissonNLLLoss()(tensor([0]), tensor([2])) // → 1
 */
export class PoissonNLLLoss extends Loss<PoissonNLLLossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return poissonNllLoss(input, target, this.options);
  }
}

/** log t! for t > 1, else 0. */
function stirling(t: Tensor): Tensor {
  const large = t.gt(1);
  const safe = large.where(t, 1);
  const terms = safe
    .mul(safe.log())
    .sub(safe)
    .add(
      safe
        .mul(2 * Math.PI)
        .log()
        .mul(0.5),
    );
  return large.where(terms, 0);
}
