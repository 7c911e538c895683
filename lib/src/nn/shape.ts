import type { Tensor } from '../tensor/tensor.js';
import { flatten } from './functional.js';
import { Module } from './module.js';

export interface FlattenOptions {
  /**
   * Flattens `[batch, height, width, channels]` in the order channels, height, width, as PyTorch does with its images.
   * Needed only when the next Linear got its weights from PyTorch. Default false.
   */
  channelsFirst?: boolean;
}

/**
 * Makes one dimension of the dimensions from `startDim` (default 1) to `endDim` (default −1).
 *
 *     new nn.Flatten()(ones(2, 4, 4, 3)).shape // → [2, 48]
 */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;
  readonly channelsFirst: boolean;

  constructor(startDim = 1, endDim = -1, options: FlattenOptions = {}) {
    super();
    this.startDim = startDim;
    this.endDim = endDim;
    this.channelsFirst = options.channelsFirst ?? false;
  }

  forward(x: Tensor): Tensor {
    const reorder = this.channelsFirst && x.shape.length === 4;
    return flatten(reorder ? x.permute(0, 3, 1, 2) : x, this.startDim, this.endDim);
  }

  override extraRepr(): string {
    const order = this.channelsFirst ? ', channelsFirst=true' : '';
    return `startDim=${this.startDim}, endDim=${this.endDim}${order}`;
  }
}

/**
 * Gives back what it gets.
 *
 *     new nn.Identity()(tensor([1, 2])) // → [1, 2]
 */
export class Identity extends Module {
  forward(x: Tensor): Tensor {
    return x;
  }
}
