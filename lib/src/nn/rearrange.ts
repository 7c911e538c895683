import { ShapeError, shapeText } from '../errors.js';
import { type FoldOptions, fold, unfold } from '../tensor/ops/fold.js';
import { type InterpolateOptions, interpolate, pixelShuffle, pixelUnshuffle } from '../tensor/ops/resize.js';
import { axisOf, type Pair } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { channelShuffle } from './functions/channels.js';
import { Module } from './module.js';

/**
 * Makes images, sequences or volumes larger or smaller; options as of `F.interpolate`.
 *
 *     new nn.Upsample({ scaleFactor: 2 })(ones(1, 2, 2, 3)).shape // → [1, 4, 4, 3]
 */
export class Upsample extends Module {
  readonly options: InterpolateOptions;

  constructor(options: InterpolateOptions) {
    super();
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return interpolate(x, this.options);
  }

  override extraRepr(): string {
    return Object.entries(this.options)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(', ');
  }
}

/**
 * Makes room out of channels: `[batch, h, w, c·r²]` → `[batch, h·r, w·r, c]`. Shi et al. 2016.
 *
 *     new nn.PixelShuffle(2)(ones(1, 2, 2, 8)).shape // → [1, 4, 4, 2]
 */
export class PixelShuffle extends Module {
  readonly upscaleFactor: number;

  constructor(upscaleFactor: number) {
    super();
    this.upscaleFactor = upscaleFactor;
  }

  forward(x: Tensor): Tensor {
    return pixelShuffle(x, this.upscaleFactor);
  }

  override extraRepr(): string {
    return `upscaleFactor=${this.upscaleFactor}`;
  }
}

/**
 * Undoes {@link PixelShuffle}.
 *
 *     new nn.PixelUnshuffle(2)(ones(1, 4, 4, 2)).shape // → [1, 2, 2, 8]
 */
export class PixelUnshuffle extends Module {
  readonly downscaleFactor: number;

  constructor(downscaleFactor: number) {
    super();
    this.downscaleFactor = downscaleFactor;
  }

  forward(x: Tensor): Tensor {
    return pixelUnshuffle(x, this.downscaleFactor);
  }

  override extraRepr(): string {
    return `downscaleFactor=${this.downscaleFactor}`;
  }
}

/**
 * Mixes channels of different groups: the first of each group come first, and so on. Zhang et al. 2018.
 *
 *     new nn.ChannelShuffle(2)(arange(4).view(1, 1, 1, 4)).view(-1) // → [0, 2, 1, 3]
 */
export class ChannelShuffle extends Module {
  readonly groups: number;

  constructor(groups: number) {
    super();
    this.groups = groups;
  }

  forward(x: Tensor): Tensor {
    return channelShuffle(x, this.groups);
  }

  override extraRepr(): string {
    return `groups=${this.groups}`;
  }
}

/**
 * Splits one dimension into several: undoes `Flatten`. One size may be −1.
 *
 *     new nn.Unflatten(1, [2, 3])(ones(4, 6)).shape // → [4, 2, 3]
 */
export class Unflatten extends Module {
  readonly dim: number;
  readonly sizes: readonly number[];

  constructor(dim: number, sizes: readonly number[]) {
    super();
    this.dim = dim;
    this.sizes = [...sizes];
  }

  forward(x: Tensor): Tensor {
    const axis = axisOf(this.label(), this.dim, x.ndim);
    if (x.shape[axis] === 0 && this.sizes.includes(-1)) {
      throw new ShapeError(`${this.label()}: expected entries to split, got ${shapeText(x.shape)}`);
    }
    return x.unflatten(axis, this.sizes);
  }

  override extraRepr(): string {
    return `dim=${this.dim}, sizes=[${this.sizes.join(', ')}]`;
  }
}

/**
 * Windows of images as rows: `[batch, height, width, c]` → `[batch, windows, kh·kw·c]`.
 *
 *     new nn.Unfold({ kernelSize: 2, stride: 2 })(ones(1, 4, 4, 3)).shape // → [1, 4, 12]
 */
export class Unfold extends Module {
  readonly options: FoldOptions;

  constructor(options: FoldOptions) {
    super();
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return unfold(x, this.options);
  }
}

/**
 * Adds windows up to images of `outputSize`: `[batch, windows, kh·kw·c]` → `[batch, …outputSize, c]`.
 *
 *     new nn.Fold([4, 4], { kernelSize: 2, stride: 2 })(ones(1, 4, 4)).shape // → [1, 4, 4, 1]
 */
export class Fold extends Module {
  readonly outputSize: Pair;
  readonly options: FoldOptions;

  constructor(outputSize: Pair, options: FoldOptions) {
    super();
    this.outputSize = outputSize;
    this.options = options;
  }

  forward(x: Tensor): Tensor {
    return fold(x, this.outputSize, this.options);
  }
}
