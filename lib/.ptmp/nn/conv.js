import { ShapeError, shapeText, ValueError } from '../errors.js';
import { zeros } from '../tensor/create.js';
import { conv2d } from '../tensor/ops/conv.js';
import { pairOf } from '../tensor/shape.js';
import { resetWeightAndBias } from './init.js';
import { Module } from './module.js';
import { pairText } from './pair.js';
import { Parameter } from './parameter.js';
/**
 * Convolution of images `[batch, height, width, inChannels]` with filters `[height, width, inChannels, outChannels]`.
 * Weight and bias start uniform in ±1/√(inChannels · kernel height · kernel width).
 */
export class Conv2d extends Module {
    inChannels;
    outChannels;
    kernelSize;
    stride;
    padding;
    dilation;
    weight;
    bias;
    constructor(inChannels, outChannels, kernelSize, options = {}) {
        super();
        const { stride = 1, padding = 0, dilation = 1, bias = true } = options;
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.kernelSize = pairOf('Conv2d', 'kernelSize', kernelSize, 1);
        this.stride = pairOf('Conv2d', 'stride', stride, 1);
        this.padding = typeof padding === 'string' ? padding : pairOf('Conv2d', 'padding', padding, 0);
        this.dilation = pairOf('Conv2d', 'dilation', dilation, 1);
        if (padding === 'same' && (this.stride[0] !== 1 || this.stride[1] !== 1)) {
            throw new ValueError(`${this.label()}: padding 'same' needs stride 1, got ${pairText(this.stride)}`);
        }
        this.weight = new Parameter(zeros([...this.kernelSize, inChannels, outChannels]));
        this.bias = bias ? new Parameter(zeros([outChannels])) : null;
        resetWeightAndBias(this.weight, this.bias, options);
    }
    forward(x) {
        this.#checkInput(x.shape);
        const { stride, padding, dilation } = this;
        return conv2d(x, this.weight, this.bias, { stride, padding, dilation });
    }
    torchAxes(name) {
        return name === 'weight' ? [3, 2, 0, 1] : undefined;
    }
    extraRepr() {
        const parts = [`${this.inChannels}, ${this.outChannels}, kernelSize=${pairText(this.kernelSize)}`];
        if (pairText(this.stride) !== '1')
            parts.push(`stride=${pairText(this.stride)}`);
        const padding = typeof this.padding === 'string' ? `'${this.padding}'` : pairText(this.padding);
        if (padding !== '0')
            parts.push(`padding=${padding}`);
        if (pairText(this.dilation) !== '1')
            parts.push(`dilation=${pairText(this.dilation)}`);
        if (this.bias === null)
            parts.push('bias=false');
        return parts.join(', ');
    }
    label() {
        return `${this.constructor.name} ${this.inChannels}→${this.outChannels}`;
    }
    #checkInput(shape) {
        if (shape.length === 4 && shape[3] === this.inChannels)
            return;
        const rule = `${this.label()}: expected [batch, height, width, ${this.inChannels}], got ${shapeText(shape)}`;
        throw new ShapeError(`${rule}; ${this.#advice(shape)}`);
    }
    #advice(shape) {
        if (shape.length === 4 && shape[1] === this.inChannels) {
            return 'images are NHWC here, so move the channels last: x.permute(0, 2, 3, 1)';
        }
        if (shape.length === 3 && shape[2] === this.inChannels)
            return 'add a batch dimension: x.unsqueeze(0)';
        if (shape.length === 3 && this.inChannels === 1)
            return 'add a channel dimension: x.unsqueeze(-1)';
        return 'images are NHWC, the channels come last';
    }
}
