import { ShapeError, shapeText, ValueError } from '../errors.js';
import { zeros } from '../tensor/create.js';
import { type PadMode, padAround } from '../tensor/ops/padding.js';
import { sizesOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { type RandomInitOptions, resetWeightAndBias } from './init.js';
import { Module } from './module.js';
import { pairText } from './pair.js';
import { Parameter } from './parameter.js';

/** `Size` is a number, or for images and volumes also one for each dimension. */
export interface ConvOptions<Size> extends RandomInitOptions {
  /** Step of the window. Default 1. */
  stride?: Size;
  /** Rows and columns around the input, default 0; `'same'` keeps its size, `'valid'` is 0. */
  padding?: Size | 'same' | 'valid';
  /** Distance between filter taps; default 1. */
  dilation?: Size;
  /** Groups of channels that do not mix; as many as channels make a depthwise convolution. Default 1. */
  groups?: number;
  /** What stands in the padding; default `'zeros'`. */
  paddingMode?: 'zeros' | Exclude<PadMode, 'constant'>;
  /** Whether a bias is added; default true. */
  bias?: boolean;
}

/** Names of the dimensions between batch and channels. */
const SPACES = ['length', 'height, width', 'depth, height, width'];

/** What convolutions of sequences, images and volumes share, also the transposed ones. */
export abstract class ConvolutionBase<Sizes extends readonly number[]> extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly dilation: Sizes;
  readonly groups: number;

  constructor(
    count: number,
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly number[],
    options: Pick<ConvOptions<number | readonly number[]>, 'stride' | 'dilation' | 'groups'>,
  ) {
    super();
    const where = this.constructor.name;
    const sizes = (name: string, value: number | readonly number[]) =>
      sizesOf(where, name, value, count, 1) as unknown as Sizes;
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = sizes('kernelSize', kernelSize);
    this.stride = sizes('stride', options.stride ?? 1);
    this.dilation = sizes('dilation', options.dilation ?? 1);
    this.groups = options.groups ?? 1;
    const { groups } = this;
    if (!(Number.isInteger(groups) && groups > 0 && inChannels % groups === 0 && outChannels % groups === 0)) {
      throw new ValueError(`${this.label()}: expected groups that divide both numbers of channels, got ${groups}`);
    }
  }

  override label(): string {
    return `${this.constructor.name} ${this.inChannels}→${this.outChannels}`;
  }

  protected describe(padding: string, bias: Parameter | null, rest: readonly string[] = []): string {
    const parts = [`${this.inChannels}, ${this.outChannels}, kernelSize=${pairText(this.kernelSize)}`];
    if (pairText(this.stride) !== '1') parts.push(`stride=${pairText(this.stride)}`);
    if (padding !== '0') parts.push(`padding=${padding}`);
    if (pairText(this.dilation) !== '1') parts.push(`dilation=${pairText(this.dilation)}`);
    if (this.groups !== 1) parts.push(`groups=${this.groups}`);
    parts.push(...rest);
    if (bias === null) parts.push('bias=false');
    return parts.join(', ');
  }

  protected checkInput({ shape }: Tensor): void {
    const count = this.kernelSize.length;
    if (shape.length === count + 2 && shape[count + 1] === this.inChannels) return;
    const form = `[batch, ${SPACES[count - 1]}, ${this.inChannels}]`;
    throw new ShapeError(
      `${this.label()}: expected ${form}, got ${shapeText(shape)}; ${adviceFor(shape, count, this.inChannels)}`,
    );
  }
}

/** What {@link import('./conv.js').Conv2d} and its siblings share: filters `[…kernel, in / groups, out]`. */
export abstract class Convolution<Sizes extends readonly number[]> extends ConvolutionBase<Sizes> {
  readonly padding: Sizes | 'same' | 'valid';
  readonly paddingMode: 'zeros' | Exclude<PadMode, 'constant'>;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    count: number,
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly number[],
    options: ConvOptions<number | readonly number[]>,
  ) {
    super(count, inChannels, outChannels, kernelSize, options);
    const { padding = 0, bias = true, groups = 1, paddingMode = 'zeros' } = options;
    const where = this.constructor.name;
    this.padding =
      typeof padding === 'string' ? padding : (sizesOf(where, 'padding', padding, count, 0) as unknown as Sizes);
    this.paddingMode = paddingMode;
    if (padding === 'same' && this.stride.some((n) => n !== 1)) {
      throw new ValueError(`${this.label()}: padding 'same' needs stride 1, got ${pairText(this.stride)}`);
    }
    this.weight = new Parameter(zeros([...this.kernelSize, inChannels / groups, outChannels]));
    this.bias = bias ? new Parameter(zeros([outChannels])) : null;
    resetWeightAndBias(this.weight, this.bias, options);
  }

  override torchAxes(name: string): readonly number[] | undefined {
    const count = this.kernelSize.length;
    return name === 'weight' ? [count + 1, count, ...this.kernelSize.keys()] : undefined;
  }

  override extraRepr(): string {
    const padding = typeof this.padding === 'string' ? `'${this.padding}'` : pairText(this.padding);
    const mode = this.paddingMode === 'zeros' ? [] : [`paddingMode='${this.paddingMode}'`];
    return this.describe(padding, this.bias, mode);
  }

  /** The input with a border that is no zeros, and the zeros that are left to add. */
  protected bordered(x: Tensor): [x: Tensor, padding: Sizes | 'same' | 'valid'] {
    this.checkInput(x);
    if (this.paddingMode === 'zeros') return [x, this.padding];
    const sides = this.kernelSize.map((k, i): [number, number] => {
      if (typeof this.padding !== 'string') return [this.padding[i], this.padding[i]];
      const reach = this.padding === 'same' ? this.dilation[i] * (k - 1) : 0;
      return [Math.floor(reach / 2), Math.ceil(reach / 2)];
    });
    return [padAround(x, [[0, 0], ...sides, [0, 0]], { mode: this.paddingMode }), 'valid'];
  }
}

function adviceFor(shape: readonly number[], count: number, channels: number): string {
  const axes = [0, ...Array.from({ length: count }, (_, i) => i + 2), 1].join(', ');
  const name =
    count === 1 ? 'sequences are [batch, length, channels]' : count === 2 ? 'images are NHWC' : 'volumes are NDHWC';
  if (shape.length === count + 2 && shape[1] === channels) {
    return `${name} here, so move the channels last: x.permute(${axes})`;
  }
  if (shape.length === count + 1 && shape[count] === channels) return 'add a batch dimension: x.unsqueeze(0)';
  if (shape.length === count + 1 && channels === 1) return 'add a channel dimension: x.unsqueeze(-1)';
  return `${name}, the channels come last`;
}
