import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues, tensor } from '../create.js';
import { axisOf, sameShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { gather } from './index.js';
import { reshape, select, unsqueeze } from './movement.js';
import { type Reduction, reduction } from './reduce.js';
import { argsort } from './sort.js';

/** Running maxima along `dim`, and the int32 indices of them, of equal values the last. Reads the tensor. */
export function cummax(x: Tensor, dim: number): [values: Tensor, indices: Tensor] {
  return running('cummax', x, dim, (value, best) => value >= best);
}

/** Running minima along `dim`, and the int32 indices of them, of equal values the last. Reads the tensor. */
export function cummin(x: Tensor, dim: number): [values: Tensor, indices: Tensor] {
  return running('cummin', x, dim, (value, best) => value <= best);
}

function running(
  where: string,
  x: Tensor,
  dim: number,
  wins: (value: number, best: number) => boolean,
): [Tensor, Tensor] {
  if (x.ndim === 0) return [x, tensor(0, { dtype: 'int32' })];
  const axis = axisOf(where, dim, x.ndim);
  const places = new Int32Array(x.numel());
  const values = x.dataSync();
  for (const [start, step] of lines(x.shape, axis)) {
    let best = 0;
    for (let i = 0; i < x.shape[axis]; i++) {
      const [value, top] = [values[start + i * step], values[start + best * step]];
      if (Number.isNaN(value) || wins(value, top)) best = i;
      places[start + i * step] = best;
    }
  }
  const indices = fromValues(places, x.shape, 'int32');
  return [gather(x, axis, indices), indices];
}

/** For each line along an axis: where it starts in row-major order, and the distance of its entries. */
function lines(shape: readonly number[], axis: number): [start: number, step: number][] {
  const [step, size] = [sizeOf(shape.slice(axis + 1)), shape[axis]];
  const count = size === 0 ? 0 : sizeOf(shape) / size;
  return Array.from({ length: count }, (_, i) => [Math.floor(i / step) * step * size + (i % step), step]);
}

export interface KthOptions {
  /** Axis. Default −1. */
  dim?: number;
  /** Keep the axis with size 1. Default `false`. */
  keepdim?: boolean;
}

/** The `k`-th smallest value along an axis (from 1 on), and its int32 index. */
export function kthvalue(x: Tensor, k: number, options: KthOptions = {}): [values: Tensor, indices: Tensor] {
  const { dim = -1, keepdim = false } = options;
  const axis = axisOf('kthvalue', dim, x.ndim);
  if (!Number.isInteger(k) || k < 1 || k > x.shape[axis]) {
    throw new ValueError(`kthvalue: expected k from 1 to ${x.shape[axis]}, got ${k}`);
  }
  const indices = unsqueeze(select(argsort(x, { dim: axis }), axis, k - 1), axis);
  const values = gather(x, axis, indices);
  return keepdim ? [values, indices] : [select(values, axis, 0), select(indices, axis, 0)];
}

/** The most frequent value along an axis (of several the smallest), and the int32 index of its last occurrence. Reads the tensor. */
export function mode(x: Tensor, options: KthOptions = {}): [values: Tensor, indices: Tensor] {
  const { dim = -1, keepdim = false } = options;
  const axis = axisOf('mode', dim, x.ndim);
  if (x.shape[axis] === 0)
    throw new ShapeError(`mode: expected values along dimension ${dim}, got ${shapeText(x.shape)}`);
  const values = x.dataSync();
  const picks = lines(x.shape, axis).map(([start, step]) => {
    const counts = new Map<number, number>();
    const line = Array.from({ length: x.shape[axis] }, (_, i) => values[start + i * step]);
    for (const value of line) counts.set(value, (counts.get(value) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const smallest = Math.min(...[...counts].filter(([, n]) => n === most).map(([value]) => value));
    return line.lastIndexOf(smallest);
  });
  const shape = x.shape.map((n, i) => (i === axis ? 1 : n));
  const indices = fromValues(Int32Array.from(picks), shape, 'int32');
  const found = gather(x, axis, indices);
  return keepdim ? [found, indices] : [select(found, axis, 0), select(indices, axis, 0)];
}

/** Smallest and largest value, of all or over the axes. */
export function aminmax(x: Tensor, of?: Reduction): { min: Tensor; max: Tensor } {
  return { min: x.amin(reduction(of)), max: x.amax(reduction(of)) };
}

export interface SearchOptions {
  /** Behind equal values rather than before them. Default `false`. */
  right?: boolean;
}

/**
 * Where values would have to be put into rising numbers to keep them rising; int32 of the shape of `values`. `sorted` is a
 * vector, or has the axes of `values` but for the last. Reads both.
 *
 *     searchsorted(tensor([0, 1, 2]), tensor([0.5, 2])) // → [1, 2]
 */
export function searchsorted(sorted: Tensor, values: Tensor | number, options: SearchOptions = {}): Tensor {
  const wanted = typeof values === 'number' ? tensor(values) : values;
  const lead = sorted.shape.slice(0, -1);
  if (sorted.ndim === 0 || (sorted.ndim > 1 && !sameShape(lead, wanted.shape.slice(0, -1)))) {
    const got = `${shapeText(sorted.shape)} and ${shapeText(wanted.shape)}`;
    throw new ShapeError(`searchsorted: expected a vector, or rows for the rows of the values, got ${got}`);
  }
  const size = sorted.shape[sorted.ndim - 1];
  const [table, given] = [sorted.dataSync(), wanted.dataSync()];
  const perRow = sorted.ndim === 1 ? given.length : wanted.shape[wanted.ndim - 1];
  const places = Int32Array.from(given, (value, i) => {
    const start = sorted.ndim === 1 ? 0 : Math.floor(i / perRow) * size;
    let [low, high] = [0, size];
    while (low < high) {
      const middle = (low + high) >> 1;
      const here = table[start + middle];
      if (options.right === true ? here <= value : here < value) low = middle + 1;
      else high = middle;
    }
    return low;
  });
  return fromValues(places, wanted.shape, 'int32');
}

/**
 * Number of the interval between rising `boundaries` in which each value lies; int32. See {@link searchsorted}.
 *
 *     bucketize(tensor([0.5, 2]), tensor([0, 1, 2])) // → [1, 2]
 */
export function bucketize(x: Tensor | number, boundaries: Tensor, options: SearchOptions = {}): Tensor {
  return searchsorted(boundaries, x, options);
}

/** What {@link unique} gives back. */
export interface Unique {
  /** The different values: rising, or for {@link uniqueConsecutive} in their order. */
  values: Tensor;
  /** For each value of the tensor, where it is in `values`; int32. */
  inverse: Tensor;
  /** How often each one occurs; int32. */
  counts: Tensor;
}

/**
 * The different values of a tensor in rising order, where each value went, and how often it occurs. Reads the tensor.
 *
 *     unique(tensor([3, 1, 3])).values // → [1, 3]
 */
export function unique(x: Tensor): Unique {
  const values = x.dataSync();
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const place = new Map(sorted.map((value, i) => [value, i]));
  return counted(
    x,
    sorted,
    Array.from(values, (value) => place.get(value)!),
  );
}

/**
 * {@link unique} of neighbours only: a value that comes again later is listed again.
 *
 *     uniqueConsecutive(tensor([1, 1, 2, 1])).values // → [1, 2, 1]
 */
export function uniqueConsecutive(x: Tensor): Unique {
  const kept: number[] = [];
  const inverse = Array.from(x.dataSync(), (value) => {
    if (kept.length === 0 || kept[kept.length - 1] !== value) kept.push(value);
    return kept.length - 1;
  });
  return counted(x, kept, inverse);
}

function counted(x: Tensor, kept: readonly number[], inverse: readonly number[]): Unique {
  const counts = new Int32Array(kept.length);
  for (const place of inverse) counts[place]++;
  return {
    values: tensor([...kept], { dtype: x.dtype }),
    inverse: fromValues(Int32Array.from(inverse), x.shape, 'int32'),
    counts: fromValues(counts, [kept.length], 'int32'),
  };
}

/**
 * Where values of `x` are among those of `elements`; bool. Reads both.
 *
 *     isin(tensor([1, 2, 3]), tensor([2])) // → [false, true, false]
 */
export function isin(x: Tensor, elements: Tensor): Tensor {
  const known = new Set(elements.dataSync());
  return fromValues(
    Uint8Array.from(x.dataSync(), (value) => (known.has(value) ? 1 : 0)),
    x.shape,
    'bool',
  );
}

/** Values at places of the flattened tensor; int32 `index` of any shape. */
export function take(x: Tensor, index: Tensor): Tensor {
  return reshape(gather(reshape(x, [-1]), 0, reshape(index, [-1])), index.shape);
}
