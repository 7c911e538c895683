import { ValueError } from '../../errors.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { expm1 } from './unary.js';

/**
 * `x` where positive, `slope · x` (default 0.01) elsewhere; at 0 the slope is that of the negative side.
 *
 *     F.leakyRelu(tensor([-1, 1])) // → [-0.01, 1]
 */
export function leakyRelu(x: Tensor, slope = 0.01): Tensor {
  const input = cast(x, 'float32');
  return input.gt(0).where(input, input.mul(slope));
}

/**
 * `x` where positive, `alpha · (eˣ − 1)` elsewhere (Clevert et al. 2016).
 *
 *     F.elu(tensor([-1, 1])) // → [-0.6321, 1]
 */
export function elu(x: Tensor, alpha = 1): Tensor {
  const input = cast(x, 'float32');
  return input.gt(0).where(input, expm1(negativePart(input)).mul(alpha));
}

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/**
 * Scaled {@link elu} that drives activations towards mean 0 and variance 1 (Klambauer et al. 2017).
 *
 *     F.selu(tensor([-1, 1])) // → [-1.1113, 1.0507]
 */
export function selu(x: Tensor): Tensor {
  return elu(x, SELU_ALPHA).mul(SELU_SCALE);
}

/** Large positive values would overflow in the branch that is not taken, and its gradient then be NaN. */
function negativePart(x: Tensor): Tensor {
  return x.gt(0).where(0, x);
}

/**
 * `x` limited to `[minVal, maxVal]`, by default −1…1; slope 0 at the ends.
 *
 *     F.hardtanh(tensor([-2, 0.5])) // → [-1, 0.5]
 */
export function hardtanh(x: Tensor, minVal = -1, maxVal = 1): Tensor {
  if (!(minVal < maxVal)) throw new ValueError(`hardtanh: minVal must be below maxVal, got ${minVal} and ${maxVal}`);
  const input = cast(x, 'float32');
  return input.gt(minVal).where(input.lt(maxVal).where(input, maxVal), minVal);
}
