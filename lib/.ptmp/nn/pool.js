import { ShapeError, shapeText } from '../errors.js';
import { avgPool2d, maxPool2d } from '../tensor/ops/pool.js';
import { pairOf } from '../tensor/shape.js';
import { Module } from './module.js';
import { pairText } from './pair.js';
class Pool2d extends Module {
    kernelSize;
    stride;
    padding;
    /** @param stride the stride alone, as in PyTorch's `MaxPool2d(2, 2)`, or all options */
    constructor(kernelSize, stride = {}) {
        super();
        const options = isPair(stride) ? { stride } : stride;
        const name = this.constructor.name;
        this.kernelSize = pairOf(name, 'kernelSize', kernelSize, 1);
        this.stride = pairOf(name, 'stride', options.stride ?? kernelSize, 1);
        this.padding = pairOf(name, 'padding', options.padding ?? 0, 0);
    }
    extraRepr() {
        const parts = [`kernelSize=${pairText(this.kernelSize)}, stride=${pairText(this.stride)}`];
        if (pairText(this.padding) !== '0')
            parts.push(`padding=${pairText(this.padding)}`);
        return parts.join(', ');
    }
    checkInput(x) {
        if (x.shape.length === 4)
            return;
        const got = shapeText(x.shape);
        throw new ShapeError(`${this.label()}: expected [batch, height, width, channels], got ${got}`);
    }
}
/** Largest value of each window of `[batch, height, width, channels]` images. */
export class MaxPool2d extends Pool2d {
    forward(x) {
        this.checkInput(x);
        const { kernelSize, stride, padding } = this;
        return maxPool2d(x, { kernelSize, stride, padding });
    }
}
/** Mean of each window of `[batch, height, width, channels]` images; padding counts as zeros. */
export class AvgPool2d extends Pool2d {
    forward(x) {
        this.checkInput(x);
        const { kernelSize, stride, padding } = this;
        return avgPool2d(x, { kernelSize, stride, padding });
    }
}
function isPair(value) {
    return typeof value === 'number' || Array.isArray(value);
}
