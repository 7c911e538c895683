import { ShapeError, shapeText } from '../errors.js';
import { fromValues, zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { Dropout } from './dropout.js';
import { normal_, type RandomInitOptions } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface PositionalEncodingOptions extends RandomInitOptions {
  /** Probability of a zero in training; default 0. */
  dropout?: number;
}

abstract class PositionalEncoding extends Module {
  readonly maxLength: number;
  readonly features: number;
  dropout: Dropout;

  constructor(maxLength: number, features: number, options: PositionalEncodingOptions) {
    super();
    this.maxLength = maxLength;
    this.features = features;
    this.dropout = new Dropout(options.dropout ?? 0, { generator: options.generator });
  }

  forward(x: Tensor): Tensor {
    const length = x.shape.at(-2) ?? 0;
    if (x.shape.length < 2 || length > this.maxLength || x.shape.at(-1) !== this.features) {
      const rule = `expected […, length, ${this.features}] with length up to ${this.maxLength}`;
      throw new ShapeError(`${this.label()}: ${rule}, got ${shapeText(x.shape)}`);
    }
    return this.dropout(x.add(this.table().narrow(0, 0, length)));
  }

  override extraRepr(): string {
    return `${this.maxLength}, ${this.features}`;
  }

  protected abstract table(): Tensor;
}

/**
 * Adds sines and cosines of the place to `[…, length, features]`: {@link sinusoidalPositions}. Vaswani et al. 2017.
 *
 *     new nn.SinusoidalPositionalEncoding(50, 16)(zeros(2, 10, 16)).shape // → [2, 10, 16]
 */
export class SinusoidalPositionalEncoding extends PositionalEncoding {
  declare encoding: Tensor;

  constructor(maxLength: number, features: number, options: PositionalEncodingOptions = {}) {
    super(maxLength, features, options);
    this.registerBuffer('encoding', sinusoidalPositions(maxLength, features), { persistent: false });
  }

  protected table(): Tensor {
    return this.encoding;
  }
}

/**
 * Adds a learned vector for each place to `[…, length, features]`; they start normal with deviation 0.02.
 *
 *     new nn.LearnedPositionalEncoding(50, 16)(zeros(2, 10, 16)).shape // → [2, 10, 16]
 */
export class LearnedPositionalEncoding extends PositionalEncoding {
  weight: Parameter;

  constructor(maxLength: number, features: number, options: PositionalEncodingOptions = {}) {
    super(maxLength, features, options);
    this.weight = new Parameter(normal_(zeros([maxLength, features]), 0, 0.02, options));
  }

  protected table(): Tensor {
    return this.weight;
  }
}

/**
 * `[length, features]`: sin(place / 10000^(2i/features)) at 2i and the cosine at 2i + 1.
 *
 *     nn.sinusoidalPositions(2, 2) // → [[0, 1], [0.8415, 0.5403]]
 */
export function sinusoidalPositions(length: number, features: number): Tensor {
  const values = new Float32Array(length * features);
  for (let place = 0; place < length; place++) {
    for (let j = 0; j < features; j++) {
      const angle = place / 10_000 ** ((j - (j % 2)) / features);
      values[place * features + j] = j % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return fromValues(values, [length, features], 'float32');
}
