import { pairwiseDistance } from '../nn/functions/distance.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkSameShape, Loss } from './loss.js';
import type { MarginOptions } from './margin.js';
import { checkReduction, reduce } from './reduction.js';

/** PyTorch's guard of the cosine in this loss. */
const COSINE_EPS = 1e-12;

export interface TripletMarginLossOptions extends MarginOptions {
  /** Order of the distance; default 2. */
  p?: number;
  /** Added to the differences; default 1e-6. */
  eps?: number;
  /** Take the positive as anchor where that is harder (Balntas et al. 2016); default false. */
  swap?: boolean;
}

/**
 * max(0, d(anchor, positive) − d(anchor, negative) + margin) along the last dimension; default margin 1. Schroff et al.
 * 2015.
 *
 *     F.tripletMarginLoss(tensor([[0, 0]]), tensor([[0, 1]]), tensor([[0, 1.5]])) // → 0.5
 */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletMarginLossOptions = {},
): Tensor {
  const { reduction = 'mean', margin = 1, p = 2, eps = 1e-6, swap = false } = options;
  checkReduction('tripletMarginLoss', reduction);
  checkSameShape('tripletMarginLoss', anchor, positive);
  checkSameShape('tripletMarginLoss', anchor, negative);
  const near = pairwiseDistance(anchor, positive, { p, eps });
  const own = pairwiseDistance(anchor, negative, { p, eps });
  const far = swap ? own.minimum(pairwiseDistance(positive, negative, { p, eps })) : own;
  return reduce(near.sub(far).add(margin).relu(), reduction);
}

/**
 * {@link tripletMarginLoss} as a module.
 *
 *     new nn.TripletMarginLoss()(tensor([[0, 0]]), tensor([[0, 1]]), tensor([[0, 1.5]])) // → 0.5
 */
export class TripletMarginLoss extends Loss<TripletMarginLossOptions> {
  forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return tripletMarginLoss(anchor, positive, negative, this.options);
  }
}

/**
 * 1 − cos(x1, x2) where the target is 1, max(0, cos − margin) where it is −1; `[n, d]` and `[n]`, default margin 0.
 *
 *     F.cosineEmbeddingLoss(tensor([[1, 0]]), tensor([[0, 1]]), tensor([1])) // → 1
 */
export function cosineEmbeddingLoss(x1: Tensor, x2: Tensor, target: Tensor, options: MarginOptions = {}): Tensor {
  const { reduction = 'mean', margin = 0 } = options;
  checkReduction('cosineEmbeddingLoss', reduction);
  checkSameShape('cosineEmbeddingLoss', x1, x2);
  const [a, b] = [x1, x2].map((x) => x.mul(x).sum(-1).add(COSINE_EPS));
  const cosine = x1.mul(x2).sum(-1).mul(a.mul(b).rsqrt());
  checkSameShape('cosineEmbeddingLoss', cosine, target);
  return reduce(target.eq(1).where(cosine.neg().add(1), cosine.sub(margin).relu()), reduction);
}

/**
 * {@link cosineEmbeddingLoss} as a module.
 *
 *     new nn.CosineEmbeddingLoss()(tensor([[1, 0]]), tensor([[0, 1]]), tensor([1])) // → 1
 */
export class CosineEmbeddingLoss extends Loss<MarginOptions> {
  forward(x1: Tensor, x2: Tensor, target: Tensor): Tensor {
    return cosineEmbeddingLoss(x1, x2, target, this.options);
  }
}

/**
 * d²/2 where the target is 1 (alike), max(0, margin − d)²/2 where it is 0; d the distance, default margin 1. Hadsell et al. 2006.
 *
 *     F.contrastiveLoss(tensor([[0, 0]]), tensor([[3, 4]]), tensor([1])) // → 12.5
 */
export function contrastiveLoss(x1: Tensor, x2: Tensor, target: Tensor, options: MarginOptions = {}): Tensor {
  const { reduction = 'mean', margin = 1 } = options;
  checkReduction('contrastiveLoss', reduction);
  checkSameShape('contrastiveLoss', x1, x2);
  const d = pairwiseDistance(x1, x2);
  checkSameShape('contrastiveLoss', d, target);
  const apart = d.neg().add(margin).relu();
  return reduce(target.eq(1).where(d.mul(d), apart.mul(apart)).mul(0.5), reduction);
}

/**
 * {@link contrastiveLoss} as a module.
 *
 *     new nn.ContrastiveLoss()(tensor([[0, 0]]), tensor([[3, 4]]), tensor([1])) // → 12.5
 */
export class ContrastiveLoss extends Loss<MarginOptions> {
  forward(x1: Tensor, x2: Tensor, target: Tensor): Tensor {
    return contrastiveLoss(x1, x2, target, this.options);
  }
}
