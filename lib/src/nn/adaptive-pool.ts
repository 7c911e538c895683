import { type Pair, pairOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  globalAvgPool2d,
  globalMaxPool2d,
  lpPool2d,
} from './functions/pool.js';
import { Module } from './module.js';
import { pairText } from './pair.js';

/** Mean over height and width: `[batch, height, width, channels]` → `[batch, channels]`. Lin et al. 2014. */
export class GlobalAvgPool2d extends Module {
  forward(x: Tensor): Tensor {
    return globalAvgPool2d(x);
  }
}

/** Maximum over height and width: `[batch, height, width, channels]` → `[batch, channels]`. */
export class GlobalMaxPool2d extends Module {
  forward(x: Tensor): Tensor {
    return globalMaxPool2d(x);
  }
}

/** Means of `outputSize` windows that cover a sequence: `[batch, length, channels]` → `[batch, outputSize, channels]`. */
export class AdaptiveAvgPool1d extends Module {
  readonly outputSize: number;

  constructor(outputSize: number) {
    super();
    this.outputSize = pairOf('AdaptiveAvgPool1d', 'outputSize', outputSize, 1)[0];
  }

  forward(x: Tensor): Tensor {
    return adaptiveAvgPool1d(x, this.outputSize);
  }

  override extraRepr(): string {
    return `${this.outputSize}`;
  }
}

abstract class AdaptivePool2d extends Module {
  readonly outputSize: readonly [number, number];

  constructor(outputSize: Pair) {
    super();
    this.outputSize = pairOf(this.constructor.name, 'outputSize', outputSize, 1);
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return pairText(this.outputSize);
  }
}

/** Means of `outputSize` windows that cover the image, whatever its size. */
export class AdaptiveAvgPool2d extends AdaptivePool2d {
  forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}

/** Maxima of `outputSize` windows that cover the image, whatever its size. */
export class AdaptiveMaxPool2d extends AdaptivePool2d {
  forward(x: Tensor): Tensor {
    return adaptiveMaxPool2d(x, this.outputSize);
  }
}

/** p-norm of each window: `new LPPool2d(2, 3)` is L2 pooling over 3×3. */
export class LPPool2d extends Module {
  readonly p: number;
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];

  constructor(p: number, kernelSize: Pair, options: { stride?: Pair } = {}) {
    super();
    this.p = p;
    this.kernelSize = pairOf('LPPool2d', 'kernelSize', kernelSize, 1);
    this.stride = pairOf('LPPool2d', 'stride', options.stride ?? kernelSize, 1);
  }

  forward(x: Tensor): Tensor {
    return lpPool2d(x, this.p, this);
  }

  override extraRepr(): string {
    return `p=${this.p}, kernelSize=${pairText(this.kernelSize)}, stride=${pairText(this.stride)}`;
  }
}
