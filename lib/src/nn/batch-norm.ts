import { ShapeError, shapeText } from '../errors.js';
import { ones, zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { batchNorm } from './functions/normalise.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface BatchNormOptions {
  /** Added to the variance; default 1e-5. */
  eps?: number;
  /** Share of the batch in the running statistics, default 0.1; `null` averages over all batches. */
  momentum?: number | null;
  /** Whether it learns a factor and a shift of each channel; default true. */
  affine?: boolean;
  /** Whether it keeps running statistics and uses them in evaluation; default true. */
  trackRunningStats?: boolean;
}

/** What the batch normalisations share; only the rank of the input differs. */
abstract class BatchNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  weight: Parameter | null;
  bias: Parameter | null;
  declare runningMean: Tensor | null;
  declare runningVar: Tensor | null;
  declare numBatchesTracked: Tensor | null;

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
    this.runningMean = null;
    this.runningVar = null;
    this.numBatchesTracked = null;
    if (trackRunningStats) {
      this.registerBuffer('runningMean', zeros([numFeatures]));
      this.registerBuffer('runningVar', ones([numFeatures]));
      this.registerBuffer('numBatchesTracked', zeros([], { dtype: 'int32' }));
    }
  }

  forward(x: Tensor): Tensor {
    const ranks = this.ranks();
    if (!ranks.includes(x.shape.length) || x.shape.at(-1) !== this.numFeatures) {
      const rule = `expected ${ranks.join(' or ')} dimensions, the last of ${this.numFeatures} channels`;
      throw new ShapeError(`${this.label()}: ${rule}, got ${shapeText(x.shape)}`);
    }
    const { runningMean, runningVar, weight, bias, eps } = this;
    const training = this.training || runningMean === null;
    const momentum = this.training ? this.#countBatch() : 0;
    return batchNorm(x, runningMean, runningVar, { weight, bias, eps, training, momentum });
  }

  override extraRepr(): string {
    const tracks = this.runningMean !== null;
    return `${this.numFeatures}, eps=${this.eps}, momentum=${this.momentum}, affine=${this.weight !== null}, trackRunningStats=${tracks}`;
  }

  override label(): string {
    return `${this.constructor.name} ${this.numFeatures}`;
  }

  protected abstract ranks(): number[];

  /** The share of this batch in the running statistics. */
  #countBatch(): number | Tensor {
    if (this.numBatchesTracked === null) return this.momentum ?? 0;
    this.numBatchesTracked.add_(1);
    return this.momentum ?? this.numBatchesTracked.to('float32').reciprocal();
  }
}

/**
 * Batch normalisation of `[batch, channels]` or `[batch, length, channels]`. Ioffe and Szegedy 2015.
 *
 *     new nn.BatchNorm1d(3)(randn(8, 3)).shape // → [8, 3]
 */
export class BatchNorm1d extends BatchNorm {
  protected ranks(): number[] {
    return [2, 3];
  }
}

/**
 * Batch normalisation of images `[batch, height, width, channels]`. Ioffe and Szegedy 2015.
 *
 *     new nn.BatchNorm2d(3)(randn(8, 4, 4, 3)).shape // → [8, 4, 4, 3]
 */
export class BatchNorm2d extends BatchNorm {
  protected ranks(): number[] {
    return [4];
  }
}

/**
 * Batch normalisation of `[batch, depth, height, width, channels]`. Ioffe and Szegedy 2015.
 *
 *     new nn.BatchNorm3d(3)(randn(8, 2, 2, 2, 3)).shape // → [8, 2, 2, 2, 3]
 */
export class BatchNorm3d extends BatchNorm {
  protected ranks(): number[] {
    return [5];
  }
}
