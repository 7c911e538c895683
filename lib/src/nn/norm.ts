import { ShapeError, shapeText, ValueError } from '../errors.js';
import { ones, zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import {
  groupNorm,
  instanceNorm,
  type LocalResponseNormOptions,
  layerNorm,
  localResponseNorm,
  rmsNorm,
} from './functions/normalise.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface NormOptions {
  /** Added to the variance; default 1e-5. */
  eps?: number;
  /** Whether it learns factors and shifts; default true, for instance normalisation false. */
  affine?: boolean;
  /** Whether the affine part has a shift; default true. */
  bias?: boolean;
}

/**
 * Brings the last dimensions, those of `normalizedShape`, of each item to mean 0 and variance 1, then scales and shifts
 * each value by a learned factor and bias. Ba et al. 2016.
 *
 *     new nn.LayerNorm(2)(tensor([[1, 3]])) // → [[-1, 1]]
 */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(normalizedShape: number | readonly number[], options: NormOptions = {}) {
    super();
    const { eps = 1e-5, affine = true, bias = true } = options;
    this.normalizedShape = typeof normalizedShape === 'number' ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = affine ? new Parameter(ones(this.normalizedShape)) : null;
    this.bias = affine && bias ? new Parameter(zeros(this.normalizedShape)) : null;
  }

  forward(x: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return layerNorm(x, this.normalizedShape, { weight, bias, eps });
  }

  override extraRepr(): string {
    return `${shapeText(this.normalizedShape)}, eps=${this.eps}, affine=${this.weight !== null}`;
  }
}

/**
 * Divides the last dimensions by the root of their mean square and scales each value. Zhang and Sennrich 2019.
 *
 *     new nn.RMSNorm(2)(tensor([[3, 4]])) // → [[0.8485, 1.1314]]
 */
export class RMSNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly eps: number | undefined;
  weight: Parameter | null;

  /** @param options `eps` by default 2⁻²³; `bias` plays no part */
  constructor(normalizedShape: number | readonly number[], options: NormOptions = {}) {
    super();
    this.normalizedShape = typeof normalizedShape === 'number' ? [normalizedShape] : [...normalizedShape];
    this.eps = options.eps;
    this.weight = (options.affine ?? true) ? new Parameter(ones(this.normalizedShape)) : null;
  }

  forward(x: Tensor): Tensor {
    return rmsNorm(x, this.normalizedShape, { weight: this.weight, eps: this.eps });
  }

  override extraRepr(): string {
    return `${shapeText(this.normalizedShape)}, affine=${this.weight !== null}`;
  }
}

/**
 * Normalises groups of neighbouring channels of each item: `[batch, …, channels]`. One group is layer normalisation over
 * everything, as many groups as channels is instance normalisation. Wu and He 2018.
 *
 *     new nn.GroupNorm(3, 6)(randn(2, 4, 4, 6)).shape // → [2, 4, 4, 6]
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numGroups: number, numChannels: number, options: NormOptions = {}) {
    super();
    if (!Number.isInteger(numGroups) || numGroups < 1 || numChannels % numGroups !== 0) {
      const got = `${numChannels} channels in ${numGroups} groups`;
      throw new ValueError(`GroupNorm: the channels must be a multiple of the groups, got ${got}`);
    }
    const { eps = 1e-5, affine = true, bias = true } = options;
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.weight = affine ? new Parameter(ones([numChannels])) : null;
    this.bias = affine && bias ? new Parameter(zeros([numChannels])) : null;
  }

  forward(x: Tensor): Tensor {
    if (x.shape.at(-1) !== this.numChannels) {
      throw new ShapeError(
        `${this.label()}: expected ${this.numChannels} channels at the end, got ${shapeText(x.shape)}`,
      );
    }
    const { weight, bias, eps } = this;
    return groupNorm(x, this.numGroups, { weight, bias, eps });
  }

  override extraRepr(): string {
    return `${this.numGroups}, ${this.numChannels}, eps=${this.eps}, affine=${this.weight !== null}`;
  }
}

abstract class InstanceNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  weight: Parameter | null;
  bias: Parameter | null;

  constructor(numFeatures: number, options: NormOptions = {}) {
    super();
    const { eps = 1e-5, affine = false, bias = true } = options;
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine && bias ? new Parameter(zeros([numFeatures])) : null;
  }

  forward(x: Tensor): Tensor {
    if (x.shape.length !== this.rank() || x.shape.at(-1) !== this.numFeatures) {
      const rule = `expected ${this.rank()} dimensions, the last of ${this.numFeatures} channels`;
      throw new ShapeError(`${this.label()}: ${rule}, got ${shapeText(x.shape)}`);
    }
    const { weight, bias, eps } = this;
    return instanceNorm(x, { weight, bias, eps });
  }

  override extraRepr(): string {
    return `${this.numFeatures}, eps=${this.eps}, affine=${this.weight !== null}`;
  }

  protected abstract rank(): number;
}

/**
 * Instance normalisation of `[batch, length, channels]`. Ulyanov et al. 2016.
 *
 *     new nn.InstanceNorm1d(3)(randn(2, 8, 3)).shape // → [2, 8, 3]
 */
export class InstanceNorm1d extends InstanceNorm {
  protected rank(): number {
    return 3;
  }
}

/**
 * Instance normalisation of images `[batch, height, width, channels]`. Ulyanov et al. 2016.
 *
 *     new nn.InstanceNorm2d(3)(randn(2, 4, 4, 3)).shape // → [2, 4, 4, 3]
 */
export class InstanceNorm2d extends InstanceNorm {
  protected rank(): number {
    return 4;
  }
}

/**
 * Instance normalisation of `[batch, depth, height, width, channels]`. Ulyanov et al. 2016.
 *
 *     new nn.InstanceNorm3d(3)(randn(2, 4, 4, 4, 3)).shape // → [2, 4, 4, 4, 3]
 */
export class InstanceNorm3d extends InstanceNorm {
  protected rank(): number {
    return 5;
  }
}

/**
 * Divides by (k + alpha·mean of x² over `size` neighbouring channels)^beta. Krizhevsky et al. 2012 (AlexNet).
 *
 *     new nn.LocalResponseNorm(3)(ones(1, 2, 2, 4)).shape // → [1, 2, 2, 4]
 */
export class LocalResponseNorm extends Module {
  readonly size: number;
  readonly options: Readonly<LocalResponseNormOptions>;

  constructor(size: number, options: LocalResponseNormOptions = {}) {
    super();
    this.size = size;
    this.options = { ...options };
  }

  forward(x: Tensor): Tensor {
    return localResponseNorm(x, this.size, this.options);
  }

  override extraRepr(): string {
    const { alpha = 1e-4, beta = 0.75, k = 1 } = this.options;
    return `${this.size}, alpha=${alpha}, beta=${beta}, k=${k}`;
  }
}
