import { ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { picked } from './cross-entropy.js';
import { type ClassLossOptions, labelledRows } from './labels.js';
import { checkSameShape, Loss, type LossOptions } from './loss.js';
import { checkReduction, reduce } from './reduction.js';

export interface MarginOptions extends LossOptions {
  /** By how much a pair has to be apart. */
  margin?: number;
}

/**
 * max(0, margin − t·s) of scores s and targets t of ±1, the loss of a support vector machine; default margin 1.
 *
 *     F.hingeLoss(tensor([0.5, -2]), tensor([1, -1])) // → 0.25
 */
export function hingeLoss(scores: Tensor, target: Tensor, options: MarginOptions = {}): Tensor {
  const { reduction = 'mean', margin = 1 } = options;
  checkReduction('hingeLoss', reduction);
  checkSameShape('hingeLoss', scores, target);
  return reduce(scores.mul(target).neg().add(margin).relu(), reduction);
}

/**
 * {@link hingeLoss} as a module.
 *
 *     new nn.HingeLoss()(tensor([0.5, -2]), tensor([1, -1])) // → 0.25
 */
export class HingeLoss extends Loss<MarginOptions> {
  forward(scores: Tensor, target: Tensor): Tensor {
    return hingeLoss(scores, target, this.options);
  }
}

/**
 * The distance where the target is 1, max(0, margin − distance) where it is −1; default margin 1.
 *
 *     F.hingeEmbeddingLoss(tensor([0.3, 0.4]), tensor([1, -1])) // → 0.45
 */
export function hingeEmbeddingLoss(distance: Tensor, target: Tensor, options: MarginOptions = {}): Tensor {
  const { reduction = 'mean', margin = 1 } = options;
  checkReduction('hingeEmbeddingLoss', reduction);
  checkSameShape('hingeEmbeddingLoss', distance, target);
  return reduce(target.eq(1).where(distance, distance.neg().add(margin).relu()), reduction);
}

/**
 * {@link hingeEmbeddingLoss} as a module.
 *
 *     new nn.HingeEmbeddingLoss()(tensor([0.3, 0.4]), tensor([1, -1])) // → 0.45
 */
export class HingeEmbeddingLoss extends Loss<MarginOptions> {
  forward(distance: Tensor, target: Tensor): Tensor {
    return hingeEmbeddingLoss(distance, target, this.options);
  }
}

export interface MultiMarginLossOptions extends MarginOptions, Pick<ClassLossOptions, 'weight'> {
  /** Power of each violation, 1 (default) or 2. */
  p?: 1 | 2;
}

/**
 * Σ over the wrong classes j of max(0, margin − s[label] + s[j])^p, divided by the number of classes: `scores [n, classes]`,
 * int32 `labels [n]`; default margin 1. Crammer and Singer 2001.
 *
 *     F.multiMarginLoss(tensor([[0.1, 0.2, 0.4, 0.8]]), tensor([3], { dtype: 'int32' })) // → 0.325
 */
export function multiMarginLoss(scores: Tensor, labels: Tensor, options: MultiMarginLossOptions = {}): Tensor {
  const { reduction = 'mean', margin = 1, p = 1, weight } = options;
  checkReduction('multiMarginLoss', reduction);
  if (p !== 1 && p !== 2) throw new ValueError(`multiMarginLoss: p must be 1 or 2, got ${p}`);
  const rows = labelledRows('multiMarginLoss', scores, labels, { weight });
  const classes = rows.scores.shape[1];
  const over = rows.scores.sub(picked('multiMarginLoss', rows).unsqueeze(1)).add(margin).relu();
  const places = fromValues(
    Int32Array.from({ length: classes }, (_, i) => i),
    [1, classes],
    'int32',
  );
  const wrong = places.ne(rows.labels.unsqueeze(1)).where(p === 1 ? over : over.mul(over), 0);
  const losses = wrong.sum(1).div(classes);
  return reduce((rows.counts === null ? losses : losses.mul(rows.counts)).reshape(rows.shape), reduction);
}

/**
 * {@link multiMarginLoss} as a module.
 *
 *     new nn.MultiMarginLoss()(tensor([[0.1, 0.2, 0.4, 0.8]]), tensor([3], { dtype: 'int32' })) // → 0.325
 */
export class MultiMarginLoss extends Loss<MultiMarginLossOptions> {
  forward(scores: Tensor, labels: Tensor): Tensor {
    return multiMarginLoss(scores, labels, this.options);
  }
}

/**
 * max(0, margin − t·(x1 − x2)): with t = 1, x1 is to be the larger, with −1 x2; default margin 0.
 *
 *     F.marginRankingLoss(tensor([1]), tensor([3]), tensor([1])) // → 2
 */
export function marginRankingLoss(x1: Tensor, x2: Tensor, target: Tensor, options: MarginOptions = {}): Tensor {
  const { reduction = 'mean', margin = 0 } = options;
  checkReduction('marginRankingLoss', reduction);
  checkSameShape('marginRankingLoss', x1, x2);
  checkSameShape('marginRankingLoss', x1, target);
  return reduce(target.mul(x2.sub(x1)).add(margin).relu(), reduction);
}

/**
 * {@link marginRankingLoss} as a module.
 *
 *     new nn.MarginRankingLoss()(tensor([1]), tensor([3]), tensor([1])) // → 2
 */
export class MarginRankingLoss extends Loss<MarginOptions> {
  forward(x1: Tensor, x2: Tensor, target: Tensor): Tensor {
    return marginRankingLoss(x1, x2, target, this.options);
  }
}
