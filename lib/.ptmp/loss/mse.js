import { ShapeError, shapeText } from '../errors.js';
import { Module } from '../nn/module.js';
import { sameShape } from '../tensor/shape.js';
import { checkReduction, reduce } from './reduction.js';
/** Squared differences of two tensors of one shape, reduced. Throws a ShapeError when the shapes differ. */
export function mseLoss(input, target, options = {}) {
    const { reduction = 'mean' } = options;
    checkReduction('mseLoss', reduction);
    if (!sameShape(input.shape, target.shape)) {
        throw new ShapeError(`mseLoss: input and target must have one shape, got ${shapeText(input.shape)} and ${shapeText(target.shape)}` +
            '; broadcasting them would average over pairs, reshape one of them');
    }
    const difference = input.sub(target);
    return reduce(difference.mul(difference), reduction);
}
/** Mean squared error as a module. */
export class MSELoss extends Module {
    reduction;
    constructor(options = {}) {
        super();
        this.reduction = options.reduction ?? 'mean';
        checkReduction('MSELoss', this.reduction);
    }
    forward(input, target) {
        return mseLoss(input, target, { reduction: this.reduction });
    }
    extraRepr() {
        return this.reduction === 'mean' ? '' : `reduction='${this.reduction}'`;
    }
}
