import { ShapeError, shapeText } from '../errors.js';
import { zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { bilinear } from './functions/bilinear.js';
import { uniform_ } from './init.js';
import type { LinearOptions } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/**
 * `x1ᵀ · weight · x2 + bias` for each output: `[…, in1]` and `[…, in2]` → `[…, out]`. The weight is `[out, in1, in2]`;
 * weight and bias start uniform in ±1/√in1.
 *
 *     new nn.Bilinear(2, 3, 5)(ones(4, 2), ones(4, 3)).shape // → [4, 5]
 */
export class Bilinear extends Module {
  readonly in1Features: number;
  readonly in2Features: number;
  readonly outFeatures: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(in1Features: number, in2Features: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    this.in1Features = in1Features;
    this.in2Features = in2Features;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(zeros([outFeatures, in1Features, in2Features]));
    this.bias = options.bias === false ? null : new Parameter(zeros([outFeatures]));
    const bound = 1 / Math.sqrt(in1Features);
    uniform_(this.weight, -bound, bound, options);
    if (this.bias !== null) uniform_(this.bias, -bound, bound, options);
  }

  forward(x1: Tensor, x2: Tensor): Tensor {
    if (x1.shape.at(-1) !== this.in1Features || x2.shape.at(-1) !== this.in2Features) {
      const rule = `expected last dimensions ${this.in1Features} and ${this.in2Features}`;
      throw new ShapeError(`${this.label()}: ${rule}, got ${shapeText(x1.shape)} and ${shapeText(x2.shape)}`);
    }
    return bilinear(x1, x2, this.weight, this.bias);
  }

  override extraRepr(): string {
    const sizes = `in1Features=${this.in1Features}, in2Features=${this.in2Features}, outFeatures=${this.outFeatures}`;
    return `${sizes}, bias=${this.bias !== null}`;
  }

  override label(): string {
    return `${this.constructor.name} ${this.in1Features}×${this.in2Features}→${this.outFeatures}`;
  }
}
