import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { defaultGenerator } from '../../random/default.js';
import type { Generator } from '../../random/generator.js';
import { fromValues } from '../../tensor/create.js';
import { hardtanh, leakyRelu } from '../../tensor/ops/rectifiers.js';
import { axisOf, sizeOf } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';

/**
 * x where x > `threshold`, else `value`.
 *
 *     F.threshold(tensor([0, 2]), 1, -1) // → [-1, 2]
 */
export function threshold(x: Tensor, threshold: number, value: number): Tensor {
  return x.gt(threshold).where(x, value);
}

/**
 * A sigmoid of straight lines: 0 below −3, 1 above 3, x/6 + ½ between.
 *
 *     F.hardsigmoid(tensor([-4, 0, 4])) // → [0, 0.5, 1]
 */
export function hardsigmoid(x: Tensor): Tensor {
  return hardtanh(x.add(3), 0, 6).div(6);
}

/**
 * x·hardsigmoid(x). Howard et al. 2019.
 *
 *     F.hardswish(tensor([-4, 1])) // → [0, 0.6667]
 */
export function hardswish(x: Tensor): Tensor {
  return x.mul(hardsigmoid(x));
}

/**
 * 0 where |x| ≤ `lambd` (default 0.5), else x.
 *
 *     F.hardshrink(tensor([-1, 0.3, 1])) // → [-1, 0, 1]
 */
export function hardshrink(x: Tensor, lambd = 0.5): Tensor {
  return x.abs().le(lambd).where(0, x);
}

/**
 * x drawn to 0 by `lambd` (default 0.5), and 0 where |x| ≤ `lambd`.
 *
 *     F.softshrink(tensor([-1, 0.3, 1])) // → [-0.5, 0, 0.5]
 */
export function softshrink(x: Tensor, lambd = 0.5): Tensor {
  if (!(lambd >= 0)) throw new ValueError(`softshrink: lambd must be at least 0, got ${lambd}`);
  return x.gt(lambd).where(x.sub(lambd), x.lt(-lambd).where(x.add(lambd), x.mul(0)));
}

/**
 * x − tanh(x).
 *
 *     F.tanhshrink(tensor([0, 1])) // → [0, 0.2384]
 */
export function tanhshrink(x: Tensor): Tensor {
  return x.sub(x.tanh());
}

/**
 * First half of the axis `dim` (default the last) times the sigmoid of its second half. Dauphin et al. 2017.
 *
 *     F.glu(tensor([1, 2, 0, 0])) // → [0.5, 1]
 */
export function glu(x: Tensor, dim = -1): Tensor {
  const size = x.shape[axisOf('glu', dim, x.ndim)];
  if (size % 2 !== 0) {
    throw new ShapeError(`glu: expected an even number of entries along dimension ${dim}, got ${shapeText(x.shape)}`);
  }
  return x.narrow(dim, 0, size / 2).mul(x.narrow(dim, size / 2, size / 2).sigmoid());
}

/**
 * Softmax of −x along `dim`, default the last.
 *
 *     F.softmin(tensor([0, 0]), 0) // → [0.5, 0.5]
 */
export function softmin(x: Tensor, dim = -1): Tensor {
  return x.neg().softmax(dim);
}

export interface RReLUOptions {
  /** Smallest slope. Default 1/8. */
  lower?: number;
  /** Largest slope. Default 1/3. */
  upper?: number;
  /** Draw the slopes; else all are the middle one. Default false. */
  training?: boolean;
  /** Source of the slopes; default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/**
 * A leaky ReLU whose negative slopes are drawn from `lower` to `upper` in training. Xu et al. 2015.
 *
 *     F.rrelu(tensor([1, 2])) // → [1, 2]
 */
export function rrelu(x: Tensor, options: RReLUOptions = {}): Tensor {
  const { lower = 1 / 8, upper = 1 / 3, training = false, generator = defaultGenerator() } = options;
  if (!(lower <= upper)) throw new ValueError(`rrelu: expected lower ≤ upper, got ${lower} and ${upper}`);
  if (!training) return leakyRelu(x, (lower + upper) / 2);
  const slopes = generator.fillUniform(new Float32Array(sizeOf(x.shape)), lower, upper);
  return x.gt(0).where(x, x.mul(fromValues(slopes, x.shape, 'float32')));
}
