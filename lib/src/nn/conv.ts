import { conv2d } from '../tensor/ops/conv.js';
import { conv1d, conv3d } from '../tensor/ops/conv-nd.js';
import type { Pair, Triple } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { type ConvOptions, Convolution } from './convolution.js';

export type Conv1dOptions = ConvOptions<number>;
export type Conv2dOptions = ConvOptions<Pair>;
export type Conv3dOptions = ConvOptions<Triple>;

/**
 * Convolution of sequences `[batch, length, inChannels]` with filters `[k, inChannels / groups, outChannels]`. Weight and
 * bias start uniform in ±1/√(inChannels / groups · k).
 *
 *     new nn.Conv1d(2, 4, 3)(randn(1, 10, 2)).shape // → [1, 8, 4]
 */
export class Conv1d extends Convolution<readonly [number]> {
  constructor(inChannels: number, outChannels: number, kernelSize: number, options: Conv1dOptions = {}) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    const [input, border] = this.bordered(x);
    const padding = typeof border === 'string' ? border : border[0];
    const [stride, dilation] = [this.stride[0], this.dilation[0]];
    return conv1d(input, this.weight, this.bias, { stride, padding, dilation, groups: this.groups });
  }
}

/**
 * Convolution of images `[batch, height, width, inChannels]` with filters
 * `[height, width, inChannels / groups, outChannels]`. Weight and bias start uniform in
 * ±1/√(inChannels / groups · kernel height · kernel width).
 *
 *     new nn.Conv2d(3, 8, 3, { padding: 1 })(randn(2, 32, 32, 3)).shape // → [2, 32, 32, 8]
 */
export class Conv2d extends Convolution<readonly [number, number]> {
  constructor(inChannels: number, outChannels: number, kernelSize: Pair, options: Conv2dOptions = {}) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    const [input, padding] = this.bordered(x);
    const { stride, dilation, groups } = this;
    return conv2d(input, this.weight, this.bias, { stride, padding, dilation, groups });
  }
}

/**
 * Convolution of volumes `[batch, depth, height, width, inChannels]` with filters
 * `[depth, height, width, inChannels / groups, outChannels]`; start as in {@link Conv2d}.
 *
 *     new nn.Conv3d(1, 2, 3)(randn(1, 5, 5, 5, 1)).shape // → [1, 3, 3, 3, 2]
 */
export class Conv3d extends Convolution<readonly [number, number, number]> {
  constructor(inChannels: number, outChannels: number, kernelSize: Triple, options: Conv3dOptions = {}) {
    super(3, inChannels, outChannels, kernelSize, options);
  }

  forward(x: Tensor): Tensor {
    const [input, padding] = this.bordered(x);
    const { stride, dilation, groups } = this;
    return conv3d(input, this.weight, this.bias, { stride, padding, dilation, groups });
  }
}
