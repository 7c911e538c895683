import { avgPool1d, avgPool2d, avgPool3d, maxPool1d, maxPool2d, maxPool3d } from '../tensor/ops/pool.js';
import { maxPool1dWithIndices, maxPool2dWithIndices, maxPool3dWithIndices } from '../tensor/ops/pool-indices.js';
import type { AvgPoolOptions, MaxPoolOptions, PoolOptions } from '../tensor/ops/pool-window.js';
import { type Pair, sizesOf, type Triple } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { pairText } from './pair.js';

type Sizes = number | readonly number[];

/** Options of a pool without the kernel size, which comes first. */
export type PoolLayerOptions<Size> = Omit<PoolOptions<Size>, 'kernelSize'>;
export type AvgPoolLayerOptions<Size> = Omit<AvgPoolOptions<Size>, 'kernelSize'>;
export interface MaxPoolLayerOptions<Size, Indices extends boolean> extends Omit<MaxPoolOptions<Size>, 'kernelSize'> {
  /** Whether the places of the maxima are given back too, for `MaxUnpool2d`. Default false. */
  returnIndices?: Indices;
}

/** What a max-pool layer gives back. */
export type MaxPoolResult<Indices extends boolean> = Indices extends true ? [values: Tensor, indices: Tensor] : Tensor;

/** What the pools of sequences, images and volumes share. */
abstract class Pool<List extends readonly number[]> extends Module {
  readonly kernelSize: List;
  readonly stride: List;
  readonly padding: List;
  readonly ceilMode: boolean;

  constructor(count: number, kernelSize: Sizes, options: PoolLayerOptions<Sizes>) {
    super();
    this.kernelSize = this.sizes(count, 'kernelSize', kernelSize, 1);
    this.stride = this.sizes(count, 'stride', options.stride ?? kernelSize, 1);
    this.padding = this.sizes(count, 'padding', options.padding ?? 0, 0);
    this.ceilMode = options.ceilMode ?? false;
  }

  override extraRepr(): string {
    const parts = [`kernelSize=${pairText(this.kernelSize)}, stride=${pairText(this.stride)}`];
    if (pairText(this.padding) !== '0') parts.push(`padding=${pairText(this.padding)}`);
    if (this.ceilMode) parts.push('ceilMode=true');
    return parts.join(', ');
  }

  protected sizes(count: number, name: string, value: Sizes, least: number): List {
    return sizesOf(this.constructor.name, name, value, count, least) as unknown as List;
  }
}

abstract class MaxPool<List extends readonly number[], Indices extends boolean> extends Pool<List> {
  readonly dilation: List;
  readonly returnIndices: boolean;

  /** @param stride the stride alone, as in PyTorch's `MaxPool2d(2, 2)`, or all options */
  constructor(count: number, kernelSize: Sizes, stride: Sizes | MaxPoolLayerOptions<Sizes, Indices>) {
    const options = optionsOf(stride);
    super(count, kernelSize, options);
    this.dilation = this.sizes(count, 'dilation', options.dilation ?? 1, 1);
    this.returnIndices = options.returnIndices ?? false;
  }

  abstract override forward(x: Tensor): MaxPoolResult<Indices>;

  override extraRepr(): string {
    const dilation = pairText(this.dilation) === '1' ? '' : `, dilation=${pairText(this.dilation)}`;
    return `${super.extraRepr()}${dilation}${this.returnIndices ? ', returnIndices=true' : ''}`;
  }
}

/**
 * Largest value of each window of sequences `[batch, length, channels]`; with `returnIndices` also where it was.
 *
 *     new nn.MaxPool1d(2)(ones(1, 8, 3)).shape // → [1, 4, 3]
 */
export class MaxPool1d<Indices extends boolean = false> extends MaxPool<readonly [number], Indices> {
  /** @param stride the stride alone, or all options */
  constructor(kernelSize: number, stride: number | MaxPoolLayerOptions<number, Indices> = {}) {
    super(1, kernelSize, stride);
  }

  forward(x: Tensor): MaxPoolResult<Indices> {
    const options = only(this);
    const y = this.returnIndices ? maxPool1dWithIndices(x, options) : maxPool1d(x, options);
    return y as MaxPoolResult<Indices>;
  }
}

/**
 * Largest value of each window of `[batch, height, width, channels]` images; with `returnIndices` also where it was.
 *
 *     new nn.MaxPool2d(2)(ones(1, 4, 4, 3)).shape // → [1, 2, 2, 3]
 */
export class MaxPool2d<Indices extends boolean = false> extends MaxPool<readonly [number, number], Indices> {
  /** @param stride the stride alone, as in PyTorch's `MaxPool2d(2, 2)`, or all options */
  constructor(kernelSize: Pair, stride: Pair | MaxPoolLayerOptions<Pair, Indices> = {}) {
    super(2, kernelSize, stride);
  }

  forward(x: Tensor): MaxPoolResult<Indices> {
    const y = this.returnIndices ? maxPool2dWithIndices(x, this) : maxPool2d(x, this);
    return y as MaxPoolResult<Indices>;
  }
}

/**
 * Largest value of each window of `[batch, depth, height, width, channels]`; with `returnIndices` also where it was.
 *
 *     new nn.MaxPool3d(2)(ones(1, 4, 4, 4, 2)).shape // → [1, 2, 2, 2, 2]
 */
export class MaxPool3d<Indices extends boolean = false> extends MaxPool<readonly [number, number, number], Indices> {
  /** @param stride the stride alone, or all options */
  constructor(kernelSize: Triple, stride: Triple | MaxPoolLayerOptions<Triple, Indices> = {}) {
    super(3, kernelSize, stride);
  }

  forward(x: Tensor): MaxPoolResult<Indices> {
    const y = this.returnIndices ? maxPool3dWithIndices(x, this) : maxPool3d(x, this);
    return y as MaxPoolResult<Indices>;
  }
}

abstract class AvgPool<List extends readonly number[]> extends Pool<List> {
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | undefined;

  constructor(count: number, kernelSize: Sizes, stride: Sizes | AvgPoolLayerOptions<Sizes>) {
    const options = optionsOf(stride);
    super(count, kernelSize, options);
    this.countIncludePad = options.countIncludePad ?? true;
    this.divisorOverride = options.divisorOverride;
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return `${super.extraRepr()}${this.countIncludePad ? '' : ', countIncludePad=false'}`;
  }
}

/**
 * Mean of each window of sequences `[batch, length, channels]`; padding counts as zeros unless told otherwise.
 *
 *     new nn.AvgPool1d(2)(ones(1, 8, 3)).shape // → [1, 4, 3]
 */
export class AvgPool1d extends AvgPool<readonly [number]> {
  /** @param stride the stride alone, or all options */
  constructor(kernelSize: number, stride: number | AvgPoolLayerOptions<number> = {}) {
    super(1, kernelSize, stride);
  }

  forward(x: Tensor): Tensor {
    const { countIncludePad, divisorOverride } = this;
    return avgPool1d(x, { ...only(this), countIncludePad, divisorOverride });
  }
}

/**
 * Mean of each window of `[batch, height, width, channels]` images; padding counts as zeros unless told otherwise.
 *
 *     new nn.AvgPool2d(2)(ones(1, 4, 4, 3)).shape // → [1, 2, 2, 3]
 */
export class AvgPool2d extends AvgPool<readonly [number, number]> {
  /** @param stride the stride alone, as in PyTorch's `AvgPool2d(2, 2)`, or all options */
  constructor(kernelSize: Pair, stride: Pair | AvgPoolLayerOptions<Pair> = {}) {
    super(2, kernelSize, stride);
  }

  forward(x: Tensor): Tensor {
    return avgPool2d(x, this);
  }
}

/**
 * Mean of each window of `[batch, depth, height, width, channels]`; padding counts as zeros unless told otherwise.
 *
 *     new nn.AvgPool3d(2)(ones(1, 4, 4, 4, 2)).shape // → [1, 2, 2, 2, 2]
 */
export class AvgPool3d extends AvgPool<readonly [number, number, number]> {
  /** @param stride the stride alone, or all options */
  constructor(kernelSize: Triple, stride: Triple | AvgPoolLayerOptions<Triple> = {}) {
    super(3, kernelSize, stride);
  }

  forward(x: Tensor): Tensor {
    return avgPool3d(x, this);
  }
}

/** The single numbers of a pool of sequences. */
function only(of: Pool<readonly [number]> & { dilation?: readonly [number] }): MaxPoolOptions<number> {
  const [[kernelSize], [stride], [padding]] = [of.kernelSize, of.stride, of.padding];
  return { kernelSize, stride, padding, ceilMode: of.ceilMode, dilation: of.dilation?.[0] };
}

function optionsOf<Options extends object>(stride: Sizes | Options): Options {
  return (typeof stride === 'number' || Array.isArray(stride) ? { stride } : stride) as Options;
}
