import { type Pair, sizesOf, type Triple } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import * as pools from './functions/pool.js';
import { Module } from './module.js';
import { pairText } from './pair.js';

/**
 * Mean over the length: `[batch, length, channels]` → `[batch, channels]`.
 *
 *     new nn.GlobalAvgPool1d()(ones(1, 8, 3)).shape // → [1, 3]
 */
export class GlobalAvgPool1d extends Module {
  forward(x: Tensor): Tensor {
    return pools.globalAvgPool1d(x);
  }
}

/**
 * Mean over height and width: `[batch, height, width, channels]` → `[batch, channels]`. Lin et al. 2014.
 *
 *     new nn.GlobalAvgPool2d()(ones(1, 8, 8, 3)).shape // → [1, 3]
 */
export class GlobalAvgPool2d extends Module {
  forward(x: Tensor): Tensor {
    return pools.globalAvgPool2d(x);
  }
}

/**
 * Mean over depth, height and width: `[batch, depth, height, width, channels]` → `[batch, channels]`.
 *
 *     new nn.GlobalAvgPool3d()(ones(1, 4, 4, 4, 2)).shape // → [1, 2]
 */
export class GlobalAvgPool3d extends Module {
  forward(x: Tensor): Tensor {
    return pools.globalAvgPool3d(x);
  }
}

/**
 * Maximum over the length: `[batch, length, channels]` → `[batch, channels]`.
 *
 *     new nn.GlobalMaxPool1d()(ones(1, 8, 3)).shape // → [1, 3]
 */
export class GlobalMaxPool1d extends Module {
  forward(x: Tensor): Tensor {
    return pools.globalMaxPool1d(x);
  }
}

/**
 * Maximum over height and width: `[batch, height, width, channels]` → `[batch, channels]`.
 *
 *     new nn.GlobalMaxPool2d()(ones(1, 8, 8, 3)).shape // → [1, 3]
 */
export class GlobalMaxPool2d extends Module {
  forward(x: Tensor): Tensor {
    return pools.globalMaxPool2d(x);
  }
}

/**
 * Maximum over depth, height and width: `[batch, depth, height, width, channels]` → `[batch, channels]`.
 *
 *     new nn.GlobalMaxPool3d()(ones(1, 4, 4, 4, 2)).shape // → [1, 2]
 */
export class GlobalMaxPool3d extends Module {
  forward(x: Tensor): Tensor {
    return pools.globalMaxPool3d(x);
  }
}

abstract class AdaptivePool extends Module {
  readonly outputSize: readonly number[];

  constructor(count: number, outputSize: number | readonly number[]) {
    super();
    this.outputSize = sizesOf(this.constructor.name, 'outputSize', outputSize, count, 1);
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return pairText(this.outputSize);
  }
}

/**
 * Means of `outputSize` windows that cover a sequence: `[batch, length, channels]` → `[batch, outputSize, channels]`.
 *
 *     new nn.AdaptiveAvgPool1d(2)(ones(1, 8, 3)).shape // → [1, 2, 3]
 */
export class AdaptiveAvgPool1d extends AdaptivePool {
  constructor(outputSize: number) {
    super(1, outputSize);
  }

  forward(x: Tensor): Tensor {
    return pools.adaptiveAvgPool1d(x, this.outputSize[0]);
  }
}

/**
 * Means of `outputSize` windows that cover the image, whatever its size.
 *
 *     new nn.AdaptiveAvgPool2d(2)(ones(1, 8, 8, 3)).shape // → [1, 2, 2, 3]
 */
export class AdaptiveAvgPool2d extends AdaptivePool {
  constructor(outputSize: Pair) {
    super(2, outputSize);
  }

  forward(x: Tensor): Tensor {
    return pools.adaptiveAvgPool2d(x, this.outputSize as Pair);
  }
}

/**
 * Means of `outputSize` windows that cover the volume, whatever its size.
 *
 *     new nn.AdaptiveAvgPool3d(2)(ones(1, 4, 4, 4, 2)).shape // → [1, 2, 2, 2, 2]
 */
export class AdaptiveAvgPool3d extends AdaptivePool {
  constructor(outputSize: Triple) {
    super(3, outputSize);
  }

  forward(x: Tensor): Tensor {
    return pools.adaptiveAvgPool3d(x, this.outputSize as Triple);
  }
}

/**
 * Maxima of `outputSize` windows that cover a sequence, whatever its length.
 *
 *     new nn.AdaptiveMaxPool1d(2)(ones(1, 8, 3)).shape // → [1, 2, 3]
 */
export class AdaptiveMaxPool1d extends AdaptivePool {
  constructor(outputSize: number) {
    super(1, outputSize);
  }

  forward(x: Tensor): Tensor {
    return pools.adaptiveMaxPool1d(x, this.outputSize[0]);
  }
}

/**
 * Maxima of `outputSize` windows that cover the image, whatever its size.
 *
 *     new nn.AdaptiveMaxPool2d([2, 4])(ones(1, 8, 8, 3)).shape // → [1, 2, 4, 3]
 */
export class AdaptiveMaxPool2d extends AdaptivePool {
  constructor(outputSize: Pair) {
    super(2, outputSize);
  }

  forward(x: Tensor): Tensor {
    return pools.adaptiveMaxPool2d(x, this.outputSize as Pair);
  }
}

/**
 * Maxima of `outputSize` windows that cover the volume, whatever its size.
 *
 *     new nn.AdaptiveMaxPool3d(2)(ones(1, 4, 4, 4, 2)).shape // → [1, 2, 2, 2, 2]
 */
export class AdaptiveMaxPool3d extends AdaptivePool {
  constructor(outputSize: Triple) {
    super(3, outputSize);
  }

  forward(x: Tensor): Tensor {
    return pools.adaptiveMaxPool3d(x, this.outputSize as Triple);
  }
}
