import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkSameShape, Loss, type LossOptions } from './loss.js';
import { checkReduction, reduce } from './reduction.js';

/**
 * Absolute differences, reduced. Throws a ShapeError when the shapes differ.
 *
 *     F.l1Loss(tensor([1, 2]), tensor([1, 4])) // → 1
 */
export function l1Loss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  const { reduction = 'mean' } = options;
  checkReduction('l1Loss', reduction);
  checkSameShape('l1Loss', input, target);
  return reduce(input.sub(target).abs(), reduction);
}

/**
 * Mean absolute error as a module.
 *
 *     new nn.L1Loss()(tensor([1, 2]), tensor([1, 4])) // → 1
 */
export class L1Loss extends Loss<LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, this.options);
  }
}

export interface SmoothL1LossOptions extends LossOptions {
  /** Where the parabola ends; default 1. */
  beta?: number;
}

/**
 * d²/(2·beta) where the difference d is below beta, else |d| − beta/2. Girshick 2015.
 *
 *     F.smoothL1Loss(tensor([0, 0]), tensor([0.5, 3])) // → 1.3125
 */
export function smoothL1Loss(input: Tensor, target: Tensor, options: SmoothL1LossOptions = {}): Tensor {
  const { reduction = 'mean', beta = 1 } = options;
  checkReduction('smoothL1Loss', reduction);
  checkSameShape('smoothL1Loss', input, target);
  if (!(beta >= 0)) throw new ValueError(`smoothL1Loss: beta must be at least 0, got ${beta}`);
  if (beta === 0) return l1Loss(input, target, options);
  const d = input.sub(target);
  const size = d.abs();
  return reduce(size.lt(beta).where(d.mul(d).mul(0.5 / beta), size.sub(beta / 2)), reduction);
}

/**
 * {@link smoothL1Loss} as a module.
 *
 *     new nn.SmoothL1Loss()(tensor([0, 0]), tensor([0.5, 3])) // → 1.3125
 */
export class SmoothL1Loss extends Loss<SmoothL1LossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(input, target, this.options);
  }
}

export interface HuberLossOptions extends LossOptions {
  /** Where the parabola ends; default 1. */
  delta?: number;
}

/**
 * d²/2 where the difference d is below delta, else delta·(|d| − delta/2). Huber 1964.
 *
 *     F.huberLoss(tensor([0, 0]), tensor([0.5, 3])) // → 1.3125
 */
export function huberLoss(input: Tensor, target: Tensor, options: HuberLossOptions = {}): Tensor {
  const { reduction = 'mean', delta = 1 } = options;
  checkReduction('huberLoss', reduction);
  checkSameShape('huberLoss', input, target);
  if (!(delta > 0)) throw new ValueError(`huberLoss: delta must be above 0, got ${delta}`);
  const d = input.sub(target);
  const size = d.abs();
  return reduce(size.lt(delta).where(d.mul(d).mul(0.5), size.sub(delta / 2).mul(delta)), reduction);
}

/**
 * {@link huberLoss} as a module.
 *
 *     new nn.HuberLoss()(tensor([0, 0]), tensor([0.5, 3])) // → 1.3125
 */
export class HuberLoss extends Loss<HuberLossOptions> {
  forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, this.options);
  }
}
