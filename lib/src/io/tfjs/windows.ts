import { Conv1d, Conv2d } from '../../nn/conv.js';
import type { TensorModule } from '../../nn/module.js';
import { AvgPool1d, AvgPool2d, MaxPool1d, MaxPool2d } from '../../nn/pool.js';
import { Generator } from '../../random/generator.js';
import { pad } from '../../tensor/ops/movement.js';
import type { Pair } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';
import { Lambda, SameAvgPool, SamePadding, type Window } from './adapters.js';
import type { Layer } from './layer.js';

/** Conv1D, Conv2D. */
export function convolution(layer: Layer, count: 1 | 2): TensorModule[] {
  const kernel = layer.weight('kernel'); // [...kernelSize, in, out]
  const [inChannels, outChannels] = kernel.shape.slice(count);
  const conv = convolve(layer, count, kernel, layer.optional('use_bias', 'bias'), inChannels, outChannels, 1);
  return [conv, ...layer.activation()];
}

/** DepthwiseConv2D: each channel has filters of its own. */
export function depthwise(layer: Layer): TensorModule[] {
  const bias = layer.optional('use_bias', 'bias');
  // TensorFlow.js passes over the dilation of this layer and Keras does not: which one is meant cannot be known.
  if (layer.sizes('dilation_rate', 2, 1).some((n) => n !== 1)) throw layer.refuse('dilation_rate', '1');
  return [depthwiseOf(layer, bias), ...layer.activation()];
}

/** SeparableConv2D: a depthwise convolution, then one that mixes the channels of each pixel. */
export function separable(layer: Layer): TensorModule[] {
  const kernel = layer.weight('pointwise_kernel'); // [1, 1, in, out]
  const bias = layer.optional('use_bias', 'bias');
  const pointwise = new Conv2d(kernel.shape[2], kernel.shape[3], 1, {
    bias: bias !== null,
    generator: new Generator(),
  });
  pointwise.loadStateDict(stateOf(kernel, bias));
  return [depthwiseOf(layer, null), pointwise, ...layer.activation()];
}

function depthwiseOf(layer: Layer, bias: Tensor | null): TensorModule {
  const kernel = layer.weight('depthwise_kernel'); // [height, width, in, multiplier]
  const [height, width, channels, multiplier] = kernel.shape;
  const grouped = kernel.reshape(height, width, 1, channels * multiplier);
  return convolve(layer, 2, grouped, bias, channels, channels * multiplier, channels);
}

function convolve(
  layer: Layer,
  count: 1 | 2,
  kernel: Tensor,
  bias: Tensor | null,
  inChannels: number,
  outChannels: number,
  groups: number,
): TensorModule {
  layer.only('data_format', 'channels_last');
  layer.only('groups', 1);
  const window: Window = {
    kernelSize: kernel.shape.slice(0, count),
    stride: layer.sizes('strides', count, 1),
    dilation: layer.sizes('dilation_rate', count, 1),
  };
  const { kernelSize, stride, dilation } = window;
  const rest = { groups, bias: bias !== null, generator: new Generator() };
  const conv =
    count === 1
      ? new Conv1d(inChannels, outChannels, kernelSize[0], { stride: stride[0], dilation: dilation[0], ...rest })
      : new Conv2d(inChannels, outChannels, kernelSize as unknown as Pair, {
          stride: stride as unknown as Pair,
          dilation: dilation as unknown as Pair,
          ...rest,
        });
  conv.loadStateDict(stateOf(kernel, bias));
  return layer.isSame() ? new SamePadding(conv, window) : conv;
}

/** MaxPooling1D, MaxPooling2D. */
export function maxPool(layer: Layer, count: 1 | 2): TensorModule[] {
  const window = poolWindow(layer, count);
  const { kernelSize, stride } = window;
  const pool =
    count === 1
      ? new MaxPool1d(kernelSize[0], stride[0])
      : new MaxPool2d(kernelSize as unknown as Pair, stride as unknown as Pair);
  return [layer.isSame() ? new SamePadding(pool, window, -Infinity) : pool];
}

/** AveragePooling1D, AveragePooling2D. */
export function averagePool(layer: Layer, count: 1 | 2): TensorModule[] {
  const window = poolWindow(layer, count);
  const { kernelSize, stride } = window;
  const pool =
    count === 1
      ? new AvgPool1d(kernelSize[0], stride[0])
      : new AvgPool2d(kernelSize as unknown as Pair, stride as unknown as Pair);
  return [layer.isSame() ? new SameAvgPool(pool, window) : pool];
}

/** ZeroPadding2D: `[[top, bottom], [left, right]]`. */
export function zeroPadding(layer: Layer): TensorModule[] {
  layer.only('data_format', 'channels_last');
  const { padding } = layer.config;
  const isPair = (pair: unknown): pair is [number, number] =>
    Array.isArray(pair) && pair.length === 2 && pair.every((n) => Number.isInteger(n) && n >= 0);
  if (!Array.isArray(padding) || padding.length !== 2 || !padding.every(isPair)) {
    throw layer.refuse('padding', 'two pairs of whole numbers');
  }
  const pads: [number, number][] = [[0, 0], ...padding, [0, 0]];
  return [new Lambda(`zeroPadding ${JSON.stringify(padding)}`, (x) => pad(x, pads))];
}

function poolWindow(layer: Layer, count: 1 | 2): Window {
  layer.only('data_format', 'channels_last');
  const kernelSize = layer.sizes('pool_size', count, 2);
  const stride = layer.config.strides === null ? kernelSize : layer.sizes('strides', count, kernelSize[0]);
  return { kernelSize, stride, dilation: kernelSize.map(() => 1) };
}

function stateOf(weight: Tensor, bias: Tensor | null): Record<string, Tensor> {
  return bias === null ? { weight } : { weight, bias };
}
