import { DTypeError, ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../create.js';
import type { Tensor } from '../tensor.js';
import { whole } from './index.js';

export interface HistcOptions {
  /** Number of bins. Default 100. */
  bins?: number;
  /** Ends of the range; values outside are left out. Default: smallest and largest value. */
  min?: number;
  max?: number;
}

/**
 * How many values lie in each of `bins` equal parts of a range; float32 `[bins]`, no gradient. Reads the tensor.
 *
 *     histc(tensor([0, 1, 1, 3]), { bins: 4, min: 0, max: 4 }) // → [1, 2, 0, 1]
 */
export function histc(x: Tensor, options: HistcOptions = {}): Tensor {
  const { bins = 100, min = 0, max = 0 } = options;
  return histogram(x, bins, min === 0 && max === 0 ? {} : { range: [min, max] })[0];
}

export interface HistogramOptions {
  /** Ends of the range; default: smallest and largest value. Not with given edges. */
  range?: readonly [number, number];
  /** What each value counts, of the shape of the tensor. Default 1. */
  weight?: Tensor;
  /** Divide so that the area is 1. Default `false`. */
  density?: boolean;
}

/**
 * Histogram over equal bins, or between given rising edges; the last edge belongs to the last bin.
 * Returns counts `[bins]` and edges `[bins + 1]`, float32, no gradient. Reads the tensor.
 *
 *     histogram(tensor([0, 1, 1, 3]), 2)[0] // → [3, 1]
 */
export function histogram(
  x: Tensor,
  bins: number | readonly number[] | Tensor = 10,
  options: HistogramOptions = {},
): [counts: Tensor, edges: Tensor] {
  const { weight, density = false } = options;
  if (weight !== undefined && weight.numel() !== x.numel()) {
    throw new ShapeError(`histogram: expected weights ${shapeText(x.shape)}, got ${shapeText(weight.shape)}`);
  }
  const values = x.dataSync();
  const edges = typeof bins === 'number' ? equalEdges(values, bins, options.range) : edgesOf(bins);
  const counts = new Float64Array(edges.length - 1);
  const weights = weight?.dataSync();
  const last = edges.length - 1;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (!(v >= edges[0] && v <= edges[last])) continue;
    const at =
      typeof bins === 'number'
        ? Math.floor(((v - edges[0]) / (edges[last] - edges[0])) * last)
        : firstAbove(edges, v) - 1;
    counts[Math.min(at, last - 1)] += weights?.[i] ?? 1;
  }
  const total = counts.reduce((a, b) => a + b, 0);
  const shown = density ? counts.map((n, i) => n / total / (edges[i + 1] - edges[i])) : counts;
  return [fromValues(Float32Array.from(shown), [last]), fromValues(Float32Array.from(edges), [last + 1])];
}

function equalEdges(values: ArrayLike<number>, bins: number, range?: readonly [number, number]): number[] {
  if (!(Number.isInteger(bins) && bins > 0)) {
    throw new ValueError(`histogram: expected a whole number of bins above 0, got ${bins}`);
  }
  let [low, high] = range ?? extent(values);
  if (!(low <= high && Number.isFinite(high - low))) {
    throw new ValueError(`histogram: expected a finite range, got ${low} to ${high}`);
  }
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + ((high - low) * i) / bins));
}

function extent(values: ArrayLike<number>): [number, number] {
  if (values.length === 0) return [0, 1];
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    // NaN stays, and is refused as an end.
    if (!(values[i] >= low)) low = values[i];
    if (!(values[i] <= high)) high = values[i];
  }
  return [low, high];
}

function edgesOf(bins: readonly number[] | Tensor): number[] {
  const edges = Array.from('dataSync' in bins ? bins.dataSync() : bins);
  if (edges.length < 2 || !edges.every((e, i) => i === 0 || e >= edges[i - 1])) {
    throw new ValueError(`histogram: expected at least 2 rising edges, got [${edges}]`);
  }
  return edges;
}

/** Index of the first edge above a value. */
function firstAbove(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface BincountOptions {
  /** What each entry counts; then the result is float32. */
  weights?: Tensor;
  /** Smallest length of the result. Default 0. */
  minlength?: number;
}

/**
 * How often each whole number from 0 on occurs in a vector of int32. Reads the tensor.
 *
 *     bincount(tensor([0, 2, 2], { dtype: 'int32' })) // → [1, 0, 2]
 */
export function bincount(x: Tensor, options: BincountOptions = {}): Tensor {
  const { weights, minlength = 0 } = options;
  if (x.shape.length !== 1) throw new ShapeError(`bincount: expected a vector, got shape ${shapeText(x.shape)}`);
  if (weights !== undefined && weights.shape.join() !== x.shape.join()) {
    throw new ShapeError(`bincount: expected weights ${shapeText(x.shape)}, got ${shapeText(weights.shape)}`);
  }
  if (weights !== undefined && weights.dtype !== 'float32') {
    throw new DTypeError(`bincount: expected float32 weights, got ${weights.dtype}; convert with .to('float32')`);
  }
  const values = whole('bincount', x).dataSync();
  let length = minlength;
  for (const v of values) {
    if (v < 0) throw new ValueError(`bincount: expected no negative numbers, got ${v}`);
    length = Math.max(length, v + 1);
  }
  const sums = new Float64Array(length);
  const each = weights?.dataSync();
  values.forEach((v, i) => {
    sums[v] += each?.[i] ?? 1;
  });
  return weights === undefined
    ? fromValues(Int32Array.from(sums), [length], 'int32')
    : fromValues(Float32Array.from(sums), [length]);
}
