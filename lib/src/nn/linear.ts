import { ShapeError, shapeText } from '../errors.js';
import { zeros } from '../tensor/create.js';
import { linear } from '../tensor/ops/matmul.js';
import { sizeOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { type RandomInitOptions, resetWeightAndBias } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface LinearOptions extends RandomInitOptions {
  /** Whether a bias is added; default true. */
  bias?: boolean;
}

/**
 * `x · weightᵀ + bias` on the last dimension: `[…, inFeatures]` → `[…, outFeatures]`. The weight is
 * `[outFeatures, inFeatures]`; weight and bias start uniform in ±1/√inFeatures.
 *
 *     new nn.Linear(20, 3)(randn(64, 20)).shape // → [64, 3]
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(zeros([outFeatures, inFeatures]));
    this.bias = options.bias === false ? null : new Parameter(zeros([outFeatures]));
    resetWeightAndBias(this.weight, this.bias, options);
  }

  forward(x: Tensor): Tensor {
    if (x.shape.length === 0 || x.shape[x.shape.length - 1] !== this.inFeatures) {
      const got = shapeText(x.shape);
      throw new ShapeError(`${this.label()}: expected last dimension ${this.inFeatures}, got ${got}${this.#advice(x)}`);
    }
    return linear(x, this.weight, this.bias);
  }

  override extraRepr(): string {
    return `inFeatures=${this.inFeatures}, outFeatures=${this.outFeatures}, bias=${this.bias !== null}`;
  }

  override label(): string {
    return `${this.constructor.name} ${this.inFeatures}→${this.outFeatures}`;
  }

  #advice({ shape }: Tensor): string {
    const perItem = sizeOf(shape.slice(1));
    if (shape.length > 2 && perItem === this.inFeatures) return `; flatten it first: x.reshape(${shape[0]}, -1)`;
    if (shape.length === 2 && shape[0] === this.inFeatures) return '; transpose it first: x.t()';
    if (shape.length > 2) return `; flattened it would have ${perItem}, so make this Linear(${perItem}, …)?`;
    return '; did you mean to flatten or transpose?';
  }
}
