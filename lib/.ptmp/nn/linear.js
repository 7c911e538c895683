import { ShapeError, shapeText } from '../errors.js';
import { zeros } from '../tensor/create.js';
import { linear } from '../tensor/ops/matmul.js';
import { sizeOf } from '../tensor/shape.js';
import { resetWeightAndBias } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';
/**
 * `x · weightᵀ + bias` on the last dimension: `[…, inFeatures]` → `[…, outFeatures]`. The weight is
 * `[outFeatures, inFeatures]`; weight and bias start uniform in ±1/√inFeatures.
 */
export class Linear extends Module {
    inFeatures;
    outFeatures;
    weight;
    bias;
    constructor(inFeatures, outFeatures, options = {}) {
        super();
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        this.weight = new Parameter(zeros([outFeatures, inFeatures]));
        this.bias = options.bias === false ? null : new Parameter(zeros([outFeatures]));
        resetWeightAndBias(this.weight, this.bias, options);
    }
    forward(x) {
        if (x.shape.length === 0 || x.shape[x.shape.length - 1] !== this.inFeatures) {
            const got = shapeText(x.shape);
            throw new ShapeError(`${this.label()}: expected last dimension ${this.inFeatures}, got ${got}${this.#advice(x)}`);
        }
        return linear(x, this.weight, this.bias);
    }
    extraRepr() {
        return `inFeatures=${this.inFeatures}, outFeatures=${this.outFeatures}, bias=${this.bias !== null}`;
    }
    label() {
        return `${this.constructor.name} ${this.inFeatures}→${this.outFeatures}`;
    }
    #advice({ shape }) {
        const perItem = sizeOf(shape.slice(1));
        if (shape.length > 2 && perItem === this.inFeatures)
            return `; flatten it first: x.reshape(${shape[0]}, -1)`;
        if (shape.length === 2 && shape[0] === this.inFeatures)
            return '; transpose it first: x.t()';
        if (shape.length > 2)
            return `; flattened it would have ${perItem}, so make this Linear(${perItem}, …)?`;
        return '; did you mean to flatten or transpose?';
    }
}
