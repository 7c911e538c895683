import { softplus } from '../nn/functions/activations.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkSameShape, Loss, type LossOptions } from './loss.js';
import { checkReduction, reduce } from './reduction.js';

/** What PyTorch takes for log 0, so that a wrong certainty is not infinitely bad. */
const LOG_ZERO = -100;

export interface BCELossOptions extends LossOptions {
  /** Factor of each loss, broadcast; default 1. */
  weight?: Tensor;
}

/**
 * −t·log p − (1 − t)·log(1 − p) of probabilities p and targets t from 0 to 1, of one shape. With scores use
 * {@link binaryCrossEntropyWithLogits}, which is exact for large ones.
 *
 *     F.binaryCrossEntropy(tensor([0.9, 0.2]), tensor([1, 0])) // → 0.1643
 */
export function binaryCrossEntropy(input: Tensor, target: Tensor, options: BCELossOptions = {}): Tensor {
  const { reduction = 'mean', weight } = options;
  checkReduction('binaryCrossEntropy', reduction);
  checkSameShape('binaryCrossEntropy', input, target);
  const other = input.neg().add(1);
  const losses = target
    .mul(safeLog(input))
    .add(target.neg().add(1).mul(safeLog(other)))
    .neg();
  return reduce(weight === undefined ? losses : losses.mul(weight), reduction);
}

/**
 * {@link binaryCrossEntropy} as a module.
 *
 *     new nn.BCELoss()(tensor([0.9, 0.2]), tensor([1, 0])) // → 0.1643
 */
export class BCELoss extends Loss<BCELossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropy(input, target, this.options);
  }
}

export interface BCEWithLogitsLossOptions extends BCELossOptions {
  /** Factor of the positive part, broadcast: above 1 it makes missing a positive worse. Default 1. */
  posWeight?: Tensor;
}

/**
 * {@link binaryCrossEntropy} of sigmoid(logits), without overflow.
 *
 *     F.binaryCrossEntropyWithLogits(tensor([2, -1]), tensor([1, 0])) // → 0.2201
 */
export function binaryCrossEntropyWithLogits(
  logits: Tensor,
  target: Tensor,
  options: BCEWithLogitsLossOptions = {},
): Tensor {
  const { reduction = 'mean', weight, posWeight } = options;
  checkReduction('binaryCrossEntropyWithLogits', reduction);
  checkSameShape('binaryCrossEntropyWithLogits', logits, target);
  const missed = softplus(logits.neg());
  const positive = posWeight === undefined ? missed : missed.mul(target.mul(posWeight.sub(1)).add(1));
  const losses = target.neg().add(1).mul(logits).add(positive);
  return reduce(weight === undefined ? losses : losses.mul(weight), reduction);
}

/**
 * {@link binaryCrossEntropyWithLogits} as a module.
 *
 *     new nn.BCEWithLogitsLoss()(tensor([2, -1]), tensor([1, 0])) // → 0.2201
 */
export class BCEWithLogitsLoss extends Loss<BCEWithLogitsLossOptions> {
  forward(logits: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropyWithLogits(logits, target, this.options);
  }
}

export interface FocalLossOptions extends LossOptions {
  /** Share of the positive class, −1 for none; default 0.25. */
  alpha?: number;
  /** How much what is already right counts less; default 2. */
  gamma?: number;
}

/**
 * Binary cross-entropy of scores times (1 − p)^gamma, p the probability given to what is true. Lin et al. 2017.
 *
 *     F.focalLoss(tensor([2, -1]), tensor([1, 0])) // → 0.0087
 */
export function focalLoss(logits: Tensor, target: Tensor, options: FocalLossOptions = {}): Tensor {
  const { reduction = 'mean', alpha = 0.25, gamma = 2 } = options;
  checkReduction('focalLoss', reduction);
  const cross = binaryCrossEntropyWithLogits(logits, target, { reduction: 'none' });
  const p = logits.sigmoid();
  const wrong = p.add(target).sub(p.mul(target).mul(2));
  const losses = cross.mul(wrong.pow(gamma));
  const share = target.mul(2 * alpha - 1).add(1 - alpha);
  return reduce(alpha < 0 ? losses : losses.mul(share), reduction);
}

/**
 * {@link focalLoss} as a module.
 *
 *     new nn.FocalLoss()(tensor([2, -1]), tensor([1, 0])) // → 0.0087
 */
export class FocalLoss extends Loss<FocalLossOptions> {
  forward(logits: Tensor, target: Tensor): Tensor {
    return focalLoss(logits, target, this.options);
  }
}

export interface DiceLossOptions extends LossOptions {
  /** Added above and below, so that empty masks agree; default 1. */
  smooth?: number;
}

/**
 * 1 − 2·Σp·t / (Σp + Σt) of each item's probabilities p and mask t, `[batch, …]`. Milletari et al. 2016.
 *
 *     F.diceLoss(tensor([[0.9, 0.1]]), tensor([[1, 0]])) // → 0.0667
 */
export function diceLoss(input: Tensor, target: Tensor, options: DiceLossOptions = {}): Tensor {
  const { reduction = 'mean', smooth = 1 } = options;
  checkReduction('diceLoss', reduction);
  checkSameShape('diceLoss', input, target);
  const [p, t] = [input, target].map((x) => x.reshape(x.shape[0], -1));
  const overlap = p.mul(t).sum(1).mul(2).add(smooth);
  return reduce(
    overlap
      .div(p.sum(1).add(t.sum(1)).add(smooth))
      .neg()
      .add(1),
    reduction,
  );
}

/**
 * {@link diceLoss} as a module.
 *
 *     new nn.DiceLoss()(tensor([[0.9, 0.1]]), tensor([[1, 0]])) // → 0.0667
 */
export class DiceLoss extends Loss<DiceLossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return diceLoss(input, target, this.options);
  }
}

function safeLog(x: Tensor): Tensor {
  const positive = x.gt(0);
  return positive.where(positive.where(x, 1).log(), LOG_ZERO);
}
