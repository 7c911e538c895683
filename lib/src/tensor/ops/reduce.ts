import { record } from '../../autograd/graph.js';
import type { ReduceKernel } from '../../backend/backend.js';
import { kernels } from '../../backend/choose.js';
import { DTypeError, ShapeError, shapeText } from '../../errors.js';
import { axesOf, axisOf, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { nanAs } from './compare.js';
import { expand, reshape } from './movement.js';

export interface ReduceOptions {
  /** Axes to reduce over; default all. */
  dim?: number | readonly number[];
  /** Keep the reduced axes with size 1. Default `false`. */
  keepdim?: boolean;
}

/** A dim, several, or options. */
export type Reduction = number | readonly number[] | ReduceOptions;

export function reduction(of: Reduction | undefined): ReduceOptions {
  return typeof of === 'number' || Array.isArray(of) ? { dim: of } : ((of ?? {}) as ReduceOptions);
}

/** `reads` is the input if `slope` reads it, and then also the result. */
function reduce(
  where: string,
  kernel: ReduceKernel,
  x: Tensor,
  of: Reduction | undefined,
  slope: Slope,
  reads: readonly Tensor[] = [],
): Tensor {
  const { dim, keepdim = false } = reduction(of);
  const axes = axesOf(where, dim, x.shape.length);
  if (axes.length === 0 && x.shape.length > 0) return x;
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  const out = kernels().reduce(kernel, x.buffer, axes, keepdim);
  // A single value broadcasts as it is.
  const restore = (r: Tensor) => (r.shape.length === 0 ? r : reshape(r, kept));
  const backward = (g: Tensor) => [slope(restore(g), () => restore(y), axes)];
  const y: Tensor = record(where, out, [x], reads, backward, reads.length > 0);
  return y;
}

/** Gradient of the input from that of the result, whose reduced axes were put back with size 1. */
type Slope = (g: Tensor, y: () => Tensor, axes: readonly number[]) => Tensor;

/** Sum over the axes; of a bool tensor, how many are true. */
export function sum(x: Tensor, of?: Reduction): Tensor {
  const input = x.dtype === 'bool' ? cast(x, 'int32') : x;
  const shape = input.shape;
  return reduce('sum', 'Sum', input, of, (g) => expand(g, shape));
}

/** Mean over the axes; float32 only, as in PyTorch. */
export function mean(x: Tensor, of?: Reduction): Tensor {
  const input = float('mean', x);
  const shape = input.shape;
  return reduce('mean', 'Mean', input, of, (g, _, axes) => expand(g, shape).div(sizeOf(axes.map((a) => shape[a]))));
}

export interface VarianceOptions extends ReduceOptions {
  /** Divide by n − correction. Default 1 (sample variance). */
  correction?: number;
}

/** Variance over the axes, by default the sample variance (n − 1), as in PyTorch. */
export function variance(x: Tensor, of?: Reduction | VarianceOptions): Tensor {
  const input = float('var', x);
  const options = reduction(of as Reduction) as VarianceOptions;
  const axes = axesOf('var', options.dim, input.shape.length);
  const count = sizeOf(axes.map((a) => input.shape[a]));
  const centred = input.sub(mean(input, { dim: axes, keepdim: true }));
  const total = sum(centred.mul(centred), { dim: axes, keepdim: options.keepdim });
  return total.div(Math.max(count - (options.correction ?? 1), 0));
}

/** Square root of {@link variance}; slope 0 where all values are equal, as in PyTorch. */
export function std(x: Tensor, of?: Reduction | VarianceOptions): Tensor {
  return rootOrZero('std', variance(x, of));
}

/** Square root with slope 0 at 0. */
export function rootOrZero(where: string, v: Tensor): Tensor {
  const backward = (g: Tensor) => [y.eq(0).where(0, g.div(y.mul(2)))];
  const y: Tensor = record(where, kernels().unary('Sqrt', v.buffer), [v], [], backward, true);
  return y;
}

/** Largest value over the axes. Equal maxima share the gradient, as in PyTorch's `amax`. */
export function max(x: Tensor, of?: Reduction): Tensor {
  return extreme('max', 'Max', x, of);
}

/** Smallest value over the axes. Equal minima share the gradient. */
export function min(x: Tensor, of?: Reduction): Tensor {
  return extreme('min', 'Min', x, of);
}

/** PyTorch's name for {@link max} over dims. */
export function amax(x: Tensor, of?: Reduction): Tensor {
  return extreme('max', 'Max', x, of);
}

/** PyTorch's name for {@link min} over dims. */
export function amin(x: Tensor, of?: Reduction): Tensor {
  return extreme('min', 'Min', x, of);
}

function extreme(where: 'max' | 'min', kernel: 'Max' | 'Min', x: Tensor, of?: Reduction): Tensor {
  const input = x.dtype === 'bool' ? cast(x, 'int32') : x;
  if (sizeOf(input.shape) === 0) throw new ShapeError(`${where}: expected values, got shape ${shapeText(x.shape)}`);
  const slope: Slope = (g, y, axes) => {
    const hit = cast(input.eq(y()), 'float32');
    return g.mul(hit.div(sum(hit, { dim: axes, keepdim: true })));
  };
  return reduce(where, kernel, input, of, slope, [input]);
}

/** Whether all values are true (not 0). */
export function all(x: Tensor, of?: Reduction): Tensor {
  return reduce('all', 'All', cast(x, 'bool').detach(), of, (g) => g);
}

/** Whether any value is true (not 0). */
export function any(x: Tensor, of?: Reduction): Tensor {
  return reduce('any', 'Any', cast(x, 'bool').detach(), of, (g) => g);
}

/** Index of the largest value along `dim` (default: in the flattened tensor); int32. */
export function argmax(x: Tensor, dim?: number): Tensor {
  return argExtreme('argmax', 'ArgMax', x, dim);
}

/** Index of the smallest value along `dim` (default: in the flattened tensor); int32. */
export function argmin(x: Tensor, dim?: number): Tensor {
  return argExtreme('argmin', 'ArgMin', x, dim);
}

function argExtreme(where: string, kernel: 'ArgMax' | 'ArgMin', x: Tensor, dim?: number): Tensor {
  // As in PyTorch, NaN is found first.
  const input = x.dtype === 'bool' ? cast(x, 'int32') : nanAs(kernel === 'ArgMax' ? Infinity : -Infinity, x.detach());
  const flat = dim === undefined ? reshape(input, [-1]) : input;
  const axis = axisOf(where, dim ?? 0, flat.shape.length);
  if (flat.shape[axis] === 0) throw new ShapeError(`${where}: expected values, got shape ${shapeText(x.shape)}`);
  return record(where, kernels().argReduce(kernel, flat.buffer, axis), [], [], () => []);
}

/** Running sum along `dim`. */
export function cumsum(x: Tensor, dim: number): Tensor {
  const axis = axisOf('cumsum', dim, x.shape.length);
  return runningSum(x.dtype === 'bool' ? cast(x, 'int32') : x, axis, false);
}

function runningSum(x: Tensor, axis: number, reverse: boolean): Tensor {
  const out = kernels().cumsum(x.buffer, axis, reverse);
  return record('cumsum', out, [x], [], (g) => [runningSum(g, axis, !reverse)]);
}

function float(where: string, x: Tensor): Tensor {
  if (x.dtype !== 'float32') {
    throw new DTypeError(`${where}: expected float32, got ${x.dtype}; convert with .to('float32')`);
  }
  return x;
}
