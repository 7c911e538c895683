import { noGrad } from '../autograd/no-grad.js';
import { ShapeError, shapeText, ValueError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import type { Generator } from '../random/generator.js';
import { fromFill } from '../tensor/create.js';
import { sizeOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';

/** For the random fills. Every fill here overwrites its tensor without recording a gradient, and returns it. */
export interface RandomInitOptions {
  /** Source of the numbers; default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/** Functions that {@link calculateGain} knows. */
export type Nonlinearity = 'linear' | 'conv2d' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu';

/** For the Kaiming fills. */
export interface KaimingOptions extends RandomInitOptions {
  /** Slope of the leaky ReLU; default 0. */
  a?: number;
  /** Keep the variance in the forward pass (`fanIn`, default) or in the backward pass (`fanOut`). */
  mode?: 'fanIn' | 'fanOut';
  /** Default `leakyRelu`, which with `a` 0 is ReLU. */
  nonlinearity?: Nonlinearity;
}

/**
 * Fills with uniform numbers in [low, high).
 *
 *     init.uniform_(zeros(100), 2, 3).min().item() >= 2 // → true
 */
export function uniform_(tensor: Tensor, low = 0, high = 1, options: RandomInitOptions = {}): Tensor {
  return fill(tensor, (values) => source(options).fillUniform(values, low, high));
}

/**
 * Fills with normal numbers.
 *
 *     init.normal_(zeros(1000), 5, 0).mean() // → 5
 */
export function normal_(tensor: Tensor, mean = 0, std = 1, options: RandomInitOptions = {}): Tensor {
  return fill(tensor, (values) => source(options).fillNormal(values, mean, std));
}

/**
 * Fills with one value.
 *
 *     init.constant_(zeros(2), 3) // → [3, 3]
 */
export function constant_(tensor: Tensor, value: number): Tensor {
  return fill(tensor, (values) => values.fill(value));
}

/**
 * Fills with 0.
 *
 *     init.zeros_(ones(2)) // → [0, 0]
 */
export function zeros_(tensor: Tensor): Tensor {
  return constant_(tensor, 0);
}

/**
 * Fills with 1.
 *
 *     init.ones_(zeros(2)) // → [1, 1]
 */
export function ones_(tensor: Tensor): Tensor {
  return constant_(tensor, 1);
}

/**
 * Glorot and Bengio 2010: uniform in ±gain·√(6 / (fanIn + fanOut)).
 *
 *     init.xavierUniform_(zeros(20, 10)).shape // → [20, 10]
 */
export function xavierUniform_(tensor: Tensor, gain = 1, options: RandomInitOptions = {}): Tensor {
  const { fanIn, fanOut } = calculateFans(tensor.shape);
  const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
  return uniform_(tensor, -bound, bound, options);
}

/**
 * Glorot and Bengio 2010: normal with deviation gain·√(2 / (fanIn + fanOut)).
 *
 *     init.xavierNormal_(zeros(20, 10)).shape // → [20, 10]
 */
export function xavierNormal_(tensor: Tensor, gain = 1, options: RandomInitOptions = {}): Tensor {
  const { fanIn, fanOut } = calculateFans(tensor.shape);
  return normal_(tensor, 0, gain * Math.sqrt(2 / (fanIn + fanOut)), options);
}

/**
 * He et al. 2015: uniform in ±gain·√(3 / fan).
 *
 *     init.kaimingUniform_(zeros(20, 10)).shape // → [20, 10]
 */
export function kaimingUniform_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  const bound = Math.sqrt(3) * kaimingStd(tensor, options);
  return uniform_(tensor, -bound, bound, options);
}

/**
 * He et al. 2015: normal with deviation gain / √fan.
 *
 *     init.kaimingNormal_(zeros(20, 10)).shape // → [20, 10]
 */
export function kaimingNormal_(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  return normal_(tensor, 0, kaimingStd(tensor, options), options);
}

/**
 * The factor by which a nonlinearity asks the weights' deviation to be larger; `a` is the slope of a leaky ReLU.
 *
 *     init.calculateGain('tanh') // → 1.6667
 */
export function calculateGain(nonlinearity: Nonlinearity, a = 0.01): number {
  switch (nonlinearity) {
    case 'linear':
    case 'conv2d':
    case 'sigmoid':
      return 1;
    case 'tanh':
      return 5 / 3;
    case 'relu':
      return Math.SQRT2;
    case 'leakyRelu':
      return Math.sqrt(2 / (1 + a * a));
    case 'selu':
      return 3 / 4;
    default:
      throw new ValueError(
        `calculateGain: nonlinearity must be linear, conv2d, sigmoid, tanh, relu, leakyRelu or selu, got ${nonlinearity}`,
      );
  }
}

/**
 * How many inputs feed one output, and the reverse. Matrices are `[out, in]` as in `Linear`; filters end in `in, out`
 * (HWIO) and count their window.
 *
 *     init.calculateFans([200, 100]).fanIn // → 100
 */
export function calculateFans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length < 2) {
    throw new ShapeError(`calculateFans: fans need at least two dimensions, got ${shapeText(shape)}`);
  }
  if (shape.length === 2) return { fanIn: shape[1], fanOut: shape[0] };
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * shape[shape.length - 2], fanOut: window * shape[shape.length - 1] };
}

/**
 * What PyTorch does for a new Linear or convolution: weight and bias uniform in ±1/√fanIn.
 *
 *     const layer = new nn.Linear(3, 2);
 *     init.resetWeightAndBias(layer.weight, layer.bias);
 *     layer.weight.shape // → [2, 3]
 */
export function resetWeightAndBias(weight: Tensor, bias: Tensor | null, options: RandomInitOptions = {}): void {
  kaimingUniform_(weight, { ...options, a: Math.sqrt(5) });
  if (bias === null) return;
  const bound = 1 / Math.sqrt(calculateFans(weight.shape).fanIn);
  uniform_(bias, -bound, bound, options);
}

function kaimingStd(tensor: Tensor, options: KaimingOptions): number {
  const { a = 0, mode = 'fanIn', nonlinearity = 'leakyRelu' } = options;
  return calculateGain(nonlinearity, a) / Math.sqrt(calculateFans(tensor.shape)[mode]);
}

function source(options: RandomInitOptions): Generator {
  return options.generator ?? defaultGenerator();
}

/** Overwrites a tensor with what `write` puts into its values, without recording a gradient. */
export function fill(tensor: Tensor, write: (values: Float32Array) => unknown): Tensor {
  const written = fromFill(tensor.shape, 'float32', () => {
    const values = new Float32Array(sizeOf(tensor.shape));
    write(values);
    return values;
  });
  noGrad(() => tensor.copy_(written));
  return tensor;
}
