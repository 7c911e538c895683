import { ShapeError, shapeText } from '../errors.js';
import { zeros } from '../tensor/create.js';
import { unfold } from '../tensor/ops/fold.js';
import { matmul } from '../tensor/ops/matmul.js';
import { type Pair, sameShape, sizeOf, sizesOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { type RandomInitOptions, uniform_ } from './init.js';
import { Module } from './module.js';
import { pairText } from './pair.js';
import { Parameter } from './parameter.js';

/** `Size` is a number, or for images also one for height and one for width. */
export interface LocallyConnectedOptions<Size> extends RandomInitOptions {
  /** Step of the window. Default 1. */
  stride?: Size;
  /** Zeros around the input; default 0. */
  padding?: Size;
  /** Whether a bias is added, one for each value of the output; default true. */
  bias?: boolean;
}

/** What the layers of sequences and images share. */
export abstract class LocallyConnected<Sizes extends readonly number[]> extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly inputSize: Sizes;
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly padding: Sizes;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    count: number,
    inChannels: number,
    outChannels: number,
    inputSize: number | readonly number[],
    kernelSize: number | readonly number[],
    options: LocallyConnectedOptions<number | readonly number[]>,
  ) {
    super();
    const sizes = (name: string, value: number | readonly number[], least: number) =>
      sizesOf(this.constructor.name, name, value, count, least) as unknown as Sizes;
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.inputSize = sizes('inputSize', inputSize, 1);
    this.kernelSize = sizes('kernelSize', kernelSize, 1);
    this.stride = sizes('stride', options.stride ?? 1, 1);
    this.padding = sizes('padding', options.padding ?? 0, 0);
    const { stride, padding } = this;
    const places = this.inputSize.map((n, i) => Math.floor((n + 2 * padding[i] - this.kernelSize[i]) / stride[i]) + 1);
    if (places.some((n) => n < 1)) {
      const got = `${pairText(this.kernelSize)} on ${pairText(this.inputSize)}`;
      throw new ShapeError(`${this.label()}: expected a window that fits into the input, got ${got}`);
    }
    const bound = 1 / Math.sqrt(inChannels * sizeOf(this.kernelSize));
    const make = (shape: number[]) => new Parameter(uniform_(zeros(shape), -bound, bound, options));
    this.weight = make([...places, ...this.kernelSize, inChannels, outChannels]);
    this.bias = options.bias === false ? null : make([...places, outChannels]);
  }

  override extraRepr(): string {
    const parts = [`${this.inChannels}, ${this.outChannels}, inputSize=${pairText(this.inputSize)}`];
    parts.push(`kernelSize=${pairText(this.kernelSize)}`);
    if (pairText(this.stride) !== '1') parts.push(`stride=${pairText(this.stride)}`);
    if (pairText(this.padding) !== '0') parts.push(`padding=${pairText(this.padding)}`);
    if (this.bias === null) parts.push('bias=false');
    return parts.join(', ');
  }

  override label(): string {
    return `${this.constructor.name} ${this.inChannels}→${this.outChannels}`;
  }

  /** Windows of the images times the filters of their places. */
  protected connect(x: Tensor, image: Tensor, window: Record<'kernelSize' | 'stride' | 'padding', Pair>): Tensor {
    const expected = [...this.inputSize, this.inChannels];
    if (!sameShape(x.shape.slice(1), expected)) {
      throw new ShapeError(`${this.label()}: expected [batch, ${expected.join(', ')}], got ${shapeText(x.shape)}`);
    }
    const places = this.weight.shape.slice(0, this.inputSize.length);
    const filters = this.weight.reshape(sizeOf(places), -1, this.outChannels);
    const values = matmul(unfold(image, window).transpose(0, 1), filters).transpose(0, 1);
    const y = values.reshape(x.shape[0], ...places, this.outChannels);
    return this.bias === null ? y : y.add(this.bias);
  }
}

/**
 * A convolution of sequences without shared weights: every place of the output has filters of its own. Sequences
 * `[batch, inputSize, inChannels]`; weight `[length', k, inChannels, outChannels]`, bias `[length', outChannels]`.
 *
 *     new nn.LocallyConnected1d(2, 4, 10, 3)(randn(1, 10, 2)).shape // → [1, 8, 4]
 */
export class LocallyConnected1d extends LocallyConnected<readonly [number]> {
  constructor(
    inChannels: number,
    outChannels: number,
    inputSize: number,
    kernelSize: number,
    options: LocallyConnectedOptions<number> = {},
  ) {
    super(1, inChannels, outChannels, inputSize, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    const [[kernel], [stride], [padding]] = [this.kernelSize, this.stride, this.padding];
    const image = x.ndim === 3 ? x.unsqueeze(1) : x;
    return this.connect(x, image, { kernelSize: [1, kernel], stride: [1, stride], padding: [0, padding] });
  }
}

/**
 * A convolution of images without shared weights: every place of the output has filters of its own. Images
 * `[batch, …inputSize, inChannels]`; weight `[height', width', kernel height, kernel width, inChannels, outChannels]`, bias
 * `[height', width', outChannels]`. Both start uniform in ±1/√(inChannels · kernel height · kernel width). LeCun 1989.
 *
 *     new nn.LocallyConnected2d(1, 2, 5, 3)(randn(1, 5, 5, 1)).shape // → [1, 3, 3, 2]
 */
export class LocallyConnected2d extends LocallyConnected<readonly [number, number]> {
  constructor(
    inChannels: number,
    outChannels: number,
    inputSize: Pair,
    kernelSize: Pair,
    options: LocallyConnectedOptions<Pair> = {},
  ) {
    super(2, inChannels, outChannels, inputSize, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    return this.connect(x, x, this);
  }
}
