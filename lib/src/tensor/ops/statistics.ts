import { axesOf, axisOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { narrow } from './movement.js';
import { type Reduction, reduction, std, type VarianceOptions, variance } from './reduce.js';

/** Sum over the axes, NaN as 0. */
export function nansum(x: Tensor, of?: Reduction): Tensor {
  return x.isnan().where(0, x).sum(of);
}

/** Mean over the axes of what is not NaN. */
export function nanmean(x: Tensor, of?: Reduction): Tensor {
  return nansum(x, of).div(x.isnan().logicalNot().sum(of));
}

/** How many values over the axes are not 0; int32. */
export function countNonzero(x: Tensor, of?: Reduction): Tensor {
  return x.ne(0).sum(of);
}

/**
 * Variance and mean over the axes; see `var`.
 *
 *     varMean(tensor([1, 2, 3]))[1] // → 2
 */
export function varMean(x: Tensor, of?: Reduction | VarianceOptions): [variance: Tensor, mean: Tensor] {
  const { dim, keepdim } = reduction(of as Reduction);
  return [variance(x, of), x.mean({ dim, keepdim })];
}

/**
 * Standard deviation and mean over the axes; see `std`.
 *
 *     stdMean(tensor([1, 2, 3]))[0] // → 1
 */
export function stdMean(x: Tensor, of?: Reduction | VarianceOptions): [std: Tensor, mean: Tensor] {
  const { dim, keepdim } = reduction(of as Reduction);
  return [std(x, of), x.mean({ dim, keepdim })];
}

/**
 * Differences of neighbours along `dim` (default the last), `n` times over.
 *
 *     diff(tensor([1, 4, 9])) // → [3, 5]
 */
export function diff(x: Tensor, options: { n?: number; dim?: number } = {}): Tensor {
  const { n = 1, dim = -1 } = options;
  const axis = axisOf('diff', dim, x.ndim);
  let y = x.dtype === 'bool' ? cast(x, 'int32') : x;
  for (let i = 0; i < n && y.shape[axis] > 0; i++) {
    const size = y.shape[axis] - 1;
    y = narrow(y, axis, 1, size).sub(narrow(y, axis, 0, size));
  }
  return y;
}

/**
 * Area under points at distance `dx` (default 1) along `dim` (default the last), by trapezia.
 *
 *     trapezoid(tensor([1, 2, 3])) // → 4
 */
export function trapezoid(y: Tensor, options: { dx?: number; dim?: number } = {}): Tensor {
  const { dx = 1, dim = -1 } = options;
  const axis = axisOf('trapezoid', dim, y.ndim);
  const size = y.shape[axis] - 1;
  return narrow(y, axis, 1, size)
    .add(narrow(y, axis, 0, size))
    .sum(axis)
    .mul(dx / 2);
}

/** Every part along `dim` shortened to a p-norm of `maxnorm` at most. */
export function renorm(x: Tensor, p: number, dim: number, maxnorm: number): Tensor {
  const axis = axisOf('renorm', dim, x.ndim);
  const others = axesOf('renorm', undefined, x.ndim).filter((i) => i !== axis);
  const length = x.norm({ p, dim: others, keepdim: true });
  return x.mul(length.gt(maxnorm).where(length.add(1e-7).reciprocal().mul(maxnorm), 1));
}
