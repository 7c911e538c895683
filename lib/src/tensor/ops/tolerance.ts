import { broadcastShapes, sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { eq } from './compare.js';
import { isfinite, isnan } from './unary.js';

export interface Tolerance {
  /** Relative to the second tensor. Default 1e-5. */
  rtol?: number;
  /** Default 1e-8. */
  atol?: number;
  /** Count two NaNs as close. Default `false`. */
  equalNan?: boolean;
}

/**
 * Where |a − b| ≤ atol + rtol·|b|; equal infinities are close. Bool, with broadcasting.
 *
 *     isclose(tensor([1, 2]), tensor([1, 2.1])) // → [true, false]
 */
export function isclose(a: Tensor, b: Tensor, options: Tolerance = {}): Tensor {
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  broadcastShapes('isclose', a.shape, b.shape);
  const [x, y] = [a.detach().to('float32'), b.detach().to('float32')];
  const near = x.sub(y).abs().le(y.abs().mul(rtol).add(atol)).logicalAnd(isfinite(y));
  const close = eq(x, y).logicalOr(near);
  return equalNan ? close.logicalOr(isnan(x).logicalAnd(isnan(y))) : close;
}

/**
 * Whether two tensors have one shape and the same values.
 *
 *     equal(tensor([1, 2]), tensor([1, 2])) // → true
 */
export function equal(a: Tensor, b: Tensor): boolean {
  return sameShape(a.shape, b.shape) && (a.numel() === 0 || eq(a, b).all().item() === 1);
}
