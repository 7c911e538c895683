import { record } from '../../autograd/graph.js';
import { kernels } from '../../backend/choose.js';
import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { tensor } from '../create.js';
import { axisOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { nanAs, where } from './compare.js';
import { gather } from './index.js';
import { reshape, select, stack, transpose, unsqueeze } from './movement.js';

export interface SortOptions {
  /** Axis to sort along. Default −1. */
  dim?: number;
  /** Largest first. Default `false`. */
  descending?: boolean;
}

/**
 * Values in order along an axis, and the int32 indices where they were; equal values keep their order. NaN counts as
 * infinite, as in PyTorch.
 *
 *     sort(tensor([3, 1, 2]))[0] // → [1, 2, 3]
 */
export function sort(x: Tensor, options: SortOptions = {}): [values: Tensor, indices: Tensor] {
  const indices = argsort(x, options);
  return [x.shape.length === 0 ? x : gather(x, options.dim ?? -1, indices), indices];
}

/**
 * Indices that put an axis in order; int32. Equal values keep their order.
 *
 *     argsort(tensor([3, 1, 2])) // → [1, 2, 0]
 */
export function argsort(x: Tensor, options: SortOptions = {}): Tensor {
  const { dim = -1, descending = false } = options;
  if (x.shape.length === 0) return tensor(0, { dtype: 'int32' });
  const axis = axisOf('sort', dim, x.shape.length);
  const last = x.shape.length - 1;
  const numbers = x.dtype === 'bool' ? cast(x, 'int32') : nanAs(Infinity, x.detach());
  const rows = transpose(descending ? numbers : numbers.neg(), axis, last);
  const [, places] = kernels().topk(rows.buffer, rows.shape[last]);
  return transpose(
    record('argsort', places, [], [], () => []),
    axis,
    last,
  );
}

/**
 * Value in the middle of the sorted values (of an even number the lower one): of all, or along `dim`. NaN if one is.
 *
 *     median(tensor([3, 1, 2])) // → 2
 */
export function median(x: Tensor, dim?: number): Tensor {
  const input = dim === undefined ? reshape(x, [-1]) : x;
  const size = sizeAlong('median', input, dim ?? 0);
  const middle = select(sort(input, { dim: dim ?? 0 })[0], dim ?? 0, Math.floor((size - 1) / 2));
  return x.dtype === 'float32' ? middle.add(spoiled(input, dim ?? 0)) : middle;
}

/** NaN where there is one among the values along an axis, 0 elsewhere. */
function spoiled(x: Tensor, dim: number): Tensor {
  return where(x.detach().isnan().any({ dim }), Number.NaN, 0);
}

export interface QuantileOptions {
  /** Axis; default: all values. */
  dim?: number;
  /** Keep the axis with size 1. Default `false`. */
  keepdim?: boolean;
  /** What to take between two values. Default `'linear'`. */
  interpolation?: 'linear' | 'lower' | 'higher' | 'nearest' | 'midpoint';
}

/**
 * Value below which the share `q` of the values lies, interpolated between neighbours. For a list of shares the results
 * are stacked along a new first axis.
 *
 *     quantile(tensor([0, 1, 2, 3]), 0.5) // → 1.5
 */
export function quantile(x: Tensor, q: number | readonly number[], options: QuantileOptions = {}): Tensor {
  const { dim, keepdim = false, interpolation = 'linear' } = options;
  const input = dim === undefined ? reshape(x, [-1]) : x;
  const size = sizeAlong('quantile', input, dim ?? 0);
  const axis = axisOf('quantile', dim ?? 0, input.shape.length);
  const numbers = cast(input, 'float32');
  const [sorted] = sort(numbers, { dim: axis });
  const nan = spoiled(numbers, axis);
  const one = (share: number) => {
    if (!(share >= 0 && share <= 1)) throw new ValueError(`quantile: expected q from 0 to 1, got ${share}`);
    const [low, weight] = place(share * (size - 1), interpolation);
    const below = select(sorted, axis, low);
    const value =
      weight === 0
        ? below
        : below.add(
            select(sorted, axis, low + 1)
              .sub(below)
              .mul(weight),
          );
    const whole = value.add(nan);
    if (!keepdim) return whole;
    return dim === undefined
      ? reshape(
          whole,
          x.shape.map(() => 1),
        )
      : unsqueeze(whole, axis);
  };
  return typeof q === 'number' ? one(q) : stack(q.map(one));
}

/** Index of the lower neighbour and the weight of the upper one. */
function place(position: number, interpolation: string): [number, number] {
  const low = Math.floor(position);
  const rest = position - low;
  // Halves go to the even index.
  const nearest = rest === 0.5 ? low + (low % 2) : Math.round(position);
  switch (interpolation) {
    case 'linear':
      return [low, rest];
    case 'lower':
      return [low, 0];
    case 'higher':
      return [Math.ceil(position), 0];
    case 'nearest':
      return [nearest, 0];
    case 'midpoint':
      return [low, rest === 0 ? 0 : 0.5];
    default:
      throw new ValueError(
        `quantile: expected interpolation linear, lower, higher, nearest or midpoint, got '${interpolation}'`,
      );
  }
}

function sizeAlong(where: string, x: Tensor, dim: number): number {
  const size = x.shape[axisOf(where, dim, x.shape.length)];
  if (size === 0) throw new ShapeError(`${where}: expected values, got shape ${shapeText(x.shape)}`);
  return size;
}
