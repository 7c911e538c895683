import { composed } from '../autograd/graph.js';
import { ShapeError, shapeText } from '../errors.js';
import { Module } from '../nn/module.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkReduction, type Reduction, reduce } from './reduction.js';

export interface MSELossOptions {
  /** Default `mean`, over all elements. */
  reduction?: Reduction;
}

/**
 * Squared differences of two tensors of one shape, reduced. Throws a ShapeError when the shapes differ.
 *
 *     F.mseLoss(tensor([1, 2]), tensor([1, 4])) // → 2
 */
export function mseLoss(input: Tensor, target: Tensor, options: MSELossOptions = {}): Tensor {
  const { reduction = 'mean' } = options;
  checkReduction('mseLoss', reduction);
  if (!sameShape(input.shape, target.shape)) {
    throw new ShapeError(
      `mseLoss: input and target must have one shape, got ${shapeText(input.shape)} and ${shapeText(target.shape)}` +
        '; broadcasting them would average over pairs, reshape one of them',
    );
  }
  return composed(() => reduce(input.sub(target).pow(2), reduction));
}

/**
 * Mean squared error as a module.
 *
 *     new nn.MSELoss()(tensor([1, 2]), tensor([1, 4])) // → 2
 */
export class MSELoss extends Module {
  readonly reduction: Reduction;

  constructor(options: MSELossOptions = {}) {
    super();
    this.reduction = options.reduction ?? 'mean';
    checkReduction('MSELoss', this.reduction);
  }

  forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, { reduction: this.reduction });
  }

  override extraRepr(): string {
    return this.reduction === 'mean' ? '' : `reduction='${this.reduction}'`;
  }
}
