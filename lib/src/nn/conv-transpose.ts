import { zeros } from '../tensor/create.js';
import { convTranspose1d, convTranspose2d, convTranspose3d } from '../tensor/ops/conv-transpose.js';
import { type Pair, sizeOf, sizesOf, type Triple } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { ConvolutionBase } from './convolution.js';
import { type RandomInitOptions, uniform_ } from './init.js';
import { pairText } from './pair.js';
import { Parameter } from './parameter.js';

/** `Size` is a number, or for images and volumes also one for each dimension. */
export interface ConvTransposeLayerOptions<Size> extends RandomInitOptions {
  /** How far apart inputs land. Default 1. */
  stride?: Size;
  /** Rows and columns cut off around the result. Default 0. */
  padding?: Size;
  /** Rows and columns added at the end of the result; less than stride or dilation. Default 0. */
  outputPadding?: Size;
  /** Distance between filter taps; default 1. */
  dilation?: Size;
  /** Groups of channels that do not mix. Default 1. */
  groups?: number;
  /** Whether a bias is added; default true. */
  bias?: boolean;
}

/** What the transposed convolutions share: filters `[…kernel, in, out / groups]`. */
export abstract class ConvTranspose<Sizes extends readonly number[]> extends ConvolutionBase<Sizes> {
  readonly padding: Sizes;
  readonly outputPadding: Sizes;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    count: number,
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly number[],
    options: ConvTransposeLayerOptions<number | readonly number[]>,
  ) {
    super(count, inChannels, outChannels, kernelSize, options);
    const { padding = 0, outputPadding = 0, bias = true, groups = 1 } = options;
    const where = this.constructor.name;
    this.padding = sizesOf(where, 'padding', padding, count, 0) as unknown as Sizes;
    this.outputPadding = sizesOf(where, 'outputPadding', outputPadding, count, 0) as unknown as Sizes;
    const bound = 1 / Math.sqrt((outChannels / groups) * sizeOf(this.kernelSize));
    const make = (shape: number[]) => new Parameter(uniform_(zeros(shape), -bound, bound, options));
    this.weight = make([...this.kernelSize, inChannels, outChannels / groups]);
    this.bias = bias ? make([outChannels]) : null;
  }

  override torchAxes(name: string): readonly number[] | undefined {
    const count = this.kernelSize.length;
    return name === 'weight' ? [count, count + 1, ...this.kernelSize.keys()] : undefined;
  }

  override extraRepr(): string {
    const extra = pairText(this.outputPadding);
    return this.describe(pairText(this.padding), this.bias, extra === '0' ? [] : [`outputPadding=${extra}`]);
  }
}

/**
 * Transposed convolution of sequences, `[batch, length, inChannels]` → `[batch, length', outChannels]`, with filters
 * `[k, inChannels, outChannels / groups]`; `length'` as in {@link ConvTranspose2d}.
 *
 *     new nn.ConvTranspose1d(2, 3, 3, { stride: 2 })(randn(1, 4, 2)).shape // → [1, 9, 3]
 */
export class ConvTranspose1d extends ConvTranspose<readonly [number]> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number,
    options: ConvTransposeLayerOptions<number> = {},
  ) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    this.checkInput(x);
    const [stride, padding, outputPadding, dilation] = [
      this.stride,
      this.padding,
      this.outputPadding,
      this.dilation,
    ].map(([size]) => size);
    const { groups } = this;
    return convTranspose1d(x, this.weight, this.bias, { stride, padding, outputPadding, dilation, groups });
  }
}

/**
 * Transposed convolution, which enlarges images: `[batch, height, width, inChannels]` →
 * `[batch, height', width', outChannels]` with
 * `height' = (height − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1`, by filters
 * `[height, width, inChannels, outChannels / groups]`. Weight and bias start uniform in
 * ±1/√(outChannels / groups · kernel height · kernel width). Zeiler et al. 2010.
 *
 *     new nn.ConvTranspose2d(2, 3, 3, { stride: 2 })(randn(1, 4, 4, 2)).shape // → [1, 9, 9, 3]
 */
export class ConvTranspose2d extends ConvTranspose<readonly [number, number]> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Pair,
    options: ConvTransposeLayerOptions<Pair> = {},
  ) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    this.checkInput(x);
    const { stride, padding, outputPadding, dilation, groups } = this;
    return convTranspose2d(x, this.weight, this.bias, { stride, padding, outputPadding, dilation, groups });
  }
}

/**
 * {@link ConvTranspose2d} of volumes `[batch, depth, height, width, inChannels]`.
 *
 *     new nn.ConvTranspose3d(1, 2, 2, { stride: 2 })(randn(1, 2, 2, 2, 1)).shape // → [1, 4, 4, 4, 2]
 */
export class ConvTranspose3d extends ConvTranspose<readonly [number, number, number]> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Triple,
    options: ConvTransposeLayerOptions<Triple> = {},
  ) {
    super(3, inChannels, outChannels, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    this.checkInput(x);
    const { stride, padding, outputPadding, dilation, groups } = this;
    return convTranspose3d(x, this.weight, this.bias, { stride, padding, outputPadding, dilation, groups });
  }
}
