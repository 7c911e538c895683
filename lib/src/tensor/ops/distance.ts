import { ShapeError, shapeText, ValueError } from '../../errors.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { unsqueeze } from './movement.js';
import { type ReduceOptions, rootOrZero } from './reduce.js';

export interface NormOptions extends ReduceOptions {
  /** Which norm: any number; `Infinity` the largest magnitude, `0` the number of values that are not 0. Default 2. */
  p?: number;
}

/**
 * Norm (Σ|x|ᵖ)^(1/p) over the axes (default: all); slope 0 at 0. PyTorch's `linalg.vector_norm`.
 *
 *     norm(tensor([3, 4])) // → 5
 */
export function norm(x: Tensor, options: NormOptions = {}): Tensor {
  const { p = 2, dim, keepdim } = options;
  if (typeof p !== 'number' || Number.isNaN(p)) throw new ValueError(`norm: expected a number p, got ${String(p)}`);
  const input = cast(x, 'float32');
  const of = { dim, keepdim };
  if (p === 2) return rootOrZero('norm', input.mul(input).sum(of));
  if (p === 0) return cast(input.ne(0), 'float32').sum(of);
  if (p === 1) return input.abs().sum(of);
  if (p === Number.POSITIVE_INFINITY) return input.abs().max(of);
  if (p === Number.NEGATIVE_INFINITY) return input.abs().min(of);
  const total = magnitudes(input, p).sum(of);
  if (p < 0) return total.pow(1 / p);
  return total.eq(0).where(
    0,
    total
      .eq(0)
      .where(1, total)
      .pow(1 / p),
  );
}

/** |x|ᵖ; where p < 2 the slope at 0, which the power gives as infinite or NaN, is 0. */
function magnitudes(x: Tensor, p: number): Tensor {
  if (p >= 2 || p < 0) return x.abs().pow(p);
  return x.eq(0).where(0, x.eq(0).where(1, x).abs().pow(p));
}

/**
 * Distances between all rows of two sets: `a […, n, d]`, `b […, m, d]` → `[…, n, m]`, in the norm `p` (default 2).
 * Memory grows with n·m·d.
 *
 *     cdist(tensor([[0, 0]]), tensor([[3, 4], [0, 1]])) // → [[5, 1]]
 */
export function cdist(a: Tensor, b: Tensor, options: { p?: number } = {}): Tensor {
  if (a.shape.length < 2 || b.shape.length < 2 || a.shape.at(-1) !== b.shape.at(-1)) {
    const got = `${shapeText(a.shape)} and ${shapeText(b.shape)}`;
    throw new ShapeError(`cdist: expected rows of one length, […, n, d] and […, m, d], got ${got}`);
  }
  return norm(unsqueeze(a, -2).sub(unsqueeze(b, -3)), { p: options.p, dim: -1 });
}
