import { type Pair, sizesOf, type Triple } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { lpPool1d, lpPool2d, lpPool3d } from './functions/pool.js';
import { Module } from './module.js';
import { pairText } from './pair.js';

export interface LPPoolLayerOptions<Size> {
  /** Default: the kernel size, so that windows do not overlap. */
  stride?: Size;
  /** Whether a last window that the input only begins to fill counts. Default `false`. */
  ceilMode?: boolean;
}

abstract class LPPool<Sizes extends readonly number[]> extends Module {
  readonly p: number;
  readonly kernelSize: Sizes;
  readonly stride: Sizes;
  readonly ceilMode: boolean;

  constructor(
    count: number,
    p: number,
    kernelSize: number | readonly number[],
    options: LPPoolLayerOptions<number | readonly number[]>,
  ) {
    super();
    const { stride = kernelSize, ceilMode = false } = options;
    const where = this.constructor.name;
    this.p = p;
    this.kernelSize = sizesOf(where, 'kernelSize', kernelSize, count, 1) as unknown as Sizes;
    this.stride = sizesOf(where, 'stride', stride, count, 1) as unknown as Sizes;
    this.ceilMode = ceilMode;
  }

  override extraRepr(): string {
    const ceil = this.ceilMode ? ', ceilMode=true' : '';
    return `p=${this.p}, kernelSize=${pairText(this.kernelSize)}, stride=${pairText(this.stride)}${ceil}`;
  }
}

/**
 * p-norm of each window of sequences `[batch, length, channels]`.
 *
 *     new nn.LPPool1d(2, 2)(ones(1, 8, 3)).shape // → [1, 4, 3]
 */
export class LPPool1d extends LPPool<readonly [number]> {
  constructor(p: number, kernelSize: number, options: LPPoolLayerOptions<number> = {}) {
    super(1, p, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    const [[kernelSize], [stride]] = [this.kernelSize, this.stride];
    return lpPool1d(x, this.p, { kernelSize, stride, ceilMode: this.ceilMode });
  }
}

/**
 * p-norm of each window of images: `new LPPool2d(2, 3)` is L2 pooling over 3×3.
 *
 *     new nn.LPPool2d(2, 2)(ones(1, 4, 4, 3)).shape // → [1, 2, 2, 3]
 */
export class LPPool2d extends LPPool<readonly [number, number]> {
  constructor(p: number, kernelSize: Pair, options: LPPoolLayerOptions<Pair> = {}) {
    super(2, p, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    return lpPool2d(x, this.p, this);
  }
}

/**
 * p-norm of each window of volumes `[batch, depth, height, width, channels]`.
 *
 *     new nn.LPPool3d(2, 2)(ones(1, 4, 4, 4, 2)).shape // → [1, 2, 2, 2, 2]
 */
export class LPPool3d extends LPPool<readonly [number, number, number]> {
  constructor(p: number, kernelSize: Triple, options: LPPoolLayerOptions<Triple> = {}) {
    super(3, p, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    return lpPool3d(x, this.p, this);
  }
}
