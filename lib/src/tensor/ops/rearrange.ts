import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../create.js';
import { axisOf, checkSizes, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { indexSelect, segmentSum } from './index.js';
import { cat, expand, narrow, permute, reshape, select } from './movement.js';

/**
 * Moves axes to new places; the others keep their order.
 *
 *     movedim(zeros(2, 3, 4), 0, -1).shape // → [3, 4, 2]
 */
export function movedim(x: Tensor, from: number | readonly number[], to: number | readonly number[]): Tensor {
  const rank = x.shape.length;
  const list = (dims: number | readonly number[]) =>
    (typeof dims === 'number' ? [dims] : dims).map((d) => axisOf('movedim', d, rank));
  const [sources, targets] = [list(from), list(to)];
  if (sources.length !== targets.length || new Set(sources).size + new Set(targets).size !== 2 * sources.length) {
    throw new ShapeError(`movedim: expected as many places as different dims, got [${from}] and [${to}]`);
  }
  const rest = x.shape.map((_, i) => i).filter((i) => !sources.includes(i));
  const order = x.shape.map((_, i) => {
    const at = targets.indexOf(i);
    return at === -1 ? (rest.shift() as number) : sources[at];
  });
  return permute(x, order);
}

/**
 * Shifts entries along axes; what leaves at one end comes in at the other. Without `dims`: in the flattened tensor.
 *
 *     roll(tensor([1, 2, 3]), 1) // → [3, 1, 2]
 */
export function roll(x: Tensor, shifts: number | readonly number[], dims?: number | readonly number[]): Tensor {
  const by = typeof shifts === 'number' ? [shifts] : shifts;
  if (dims === undefined) {
    if (by.length !== 1) throw new ShapeError(`roll: expected one shift without dims, got [${by}]`);
    return reshape(rollAxis(reshape(x, [-1]), by[0], 0), x.shape);
  }
  const axes = (typeof dims === 'number' ? [dims] : dims).map((d) => axisOf('roll', d, x.shape.length));
  if (axes.length !== by.length) throw new ShapeError(`roll: expected a shift for each dim, got [${by}] for [${axes}]`);
  return axes.reduce((y, axis, i) => rollAxis(y, by[i], axis), x);
}

function rollAxis(x: Tensor, shift: number, axis: number): Tensor {
  if (!Number.isInteger(shift)) throw new ValueError(`roll: expected a whole shift, got ${shift}`);
  const size = x.shape[axis];
  const cut = size === 0 ? 0 : ((-shift % size) + size) % size;
  if (cut === 0) return x;
  return cat([narrow(x, axis, cut, size - cut), narrow(x, axis, 0, cut)], axis);
}

/**
 * Lower triangle of the last two axes: entries above diagonal `diagonal` (default 0, the main one) become 0.
 *
 *     tril(ones(2, 2)) // → [[1, 0], [1, 1]]
 */
export function tril(x: Tensor, diagonal = 0): Tensor {
  return triangle('tril', x, (row, column) => column - row <= diagonal);
}

/**
 * Upper triangle of the last two axes: entries below diagonal `diagonal` (default 0, the main one) become 0.
 *
 *     triu(ones(2, 2)) // → [[1, 1], [0, 1]]
 */
export function triu(x: Tensor, diagonal = 0): Tensor {
  return triangle('triu', x, (row, column) => column - row >= diagonal);
}

function triangle(where: string, x: Tensor, keeps: (row: number, column: number) => boolean): Tensor {
  if (x.shape.length < 2) throw new ShapeError(`${where}: expected at least 2 dimensions, got ${shapeText(x.shape)}`);
  const [rows, columns] = x.shape.slice(-2);
  const mask = Uint8Array.from({ length: rows * columns }, (_, i) =>
    keeps(Math.floor(i / columns), i % columns) ? 1 : 0,
  );
  return fromValues(mask, [rows, columns], 'bool').where(x, 0);
}

/**
 * A matrix with the vector `x` on a diagonal, or the diagonal of the matrix `x`; above the main one if positive.
 *
 *     diag(tensor([1, 2])) // → [[1, 0], [0, 2]]
 */
export function diag(x: Tensor, diagonal = 0): Tensor {
  const [down, right] = [Math.max(-diagonal, 0), Math.max(diagonal, 0)];
  if (x.shape.length === 1) {
    const size = x.shape[0] + down + right;
    const places = Int32Array.from({ length: x.shape[0] }, (_, i) => (i + down) * size + i + right);
    return reshape(segmentSum(x, fromValues(places, [x.shape[0]], 'int32'), size * size), [size, size]);
  }
  if (x.shape.length !== 2) throw new ShapeError(`diag: expected a vector or a matrix, got ${shapeText(x.shape)}`);
  const [rows, columns] = x.shape;
  const length = Math.max(Math.min(rows - down, columns - right), 0);
  const places = Int32Array.from({ length }, (_, i) => (i + down) * columns + i + right);
  return indexSelect(reshape(x, [-1]), 0, fromValues(places, [length], 'int32'));
}

/** Repeats the whole tensor along its axes; more counts than axes add axes in front. PyTorch's `repeat`. */
export function repeat(x: Tensor, counts: readonly number[]): Tensor {
  checkSizes('repeat', counts);
  const lead = counts.length - x.shape.length;
  if (lead < 0) throw new ShapeError(`repeat: expected at least ${x.shape.length} counts, got [${counts}]`);
  const from = [...new Array<number>(lead).fill(1), ...x.shape];
  // One axis after the other, each in three: WebAssembly and WebGPU have at most six axes.
  return counts.reduce(
    (y, count, axis) => {
      if (count === 1) return y;
      const [before, rest] = [sizeOf(y.shape.slice(0, axis)), sizeOf(y.shape.slice(axis))];
      const repeated = expand(reshape(y, [before, 1, rest]), [before, count, rest]);
      return reshape(repeated, y.shape.with(axis, y.shape[axis] * count));
    },
    reshape(x, from),
  );
}

/**
 * Like {@link repeat}, with missing counts in front taken as 1.
 *
 *     tile(tensor([1, 2]), [2]) // → [1, 2, 1, 2]
 */
export function tile(x: Tensor, counts: readonly number[]): Tensor {
  return repeat(x, [...new Array<number>(Math.max(x.shape.length - counts.length, 0)).fill(1), ...counts]);
}

/**
 * Repeats each entry along `dim` (default: of the flattened tensor), all equally often or by a list of counts.
 *
 *     repeatInterleave(tensor([1, 2]), 2) // → [1, 1, 2, 2]
 */
export function repeatInterleave(x: Tensor, counts: number | readonly number[] | Tensor, dim?: number): Tensor {
  const input = dim === undefined ? reshape(x, [-1]) : x;
  const axis = axisOf('repeatInterleave', dim ?? 0, input.shape.length);
  const size = input.shape[axis];
  const each = typeof counts === 'number' ? new Array<number>(size).fill(counts) : listOf(counts);
  if (each.length !== size || each.some((n) => !Number.isInteger(n) || n < 0)) {
    throw new ShapeError(`repeatInterleave: expected ${size} counts, none negative, got [${each}]`);
  }
  const picks = Int32Array.from(each.flatMap((n, i) => new Array<number>(n).fill(i)));
  return indexSelect(input, axis, fromValues(picks, [picks.length], 'int32'));
}

function listOf(counts: readonly number[] | Tensor): number[] {
  return Array.from('dataSync' in counts ? counts.dataSync() : counts);
}

/**
 * Entries along `dim` as separate tensors without that axis.
 *
 *     unbind(tensor([[1, 2], [3, 4]]))[0] // → [1, 2]
 */
export function unbind(x: Tensor, dim = 0): Tensor[] {
  const axis = axisOf('unbind', dim, x.shape.length);
  return Array.from({ length: x.shape[axis] }, (_, i) => select(x, axis, i));
}

/**
 * Parts along `dim`: of one size (the last may be smaller), or of a list of sizes that add up to the axis.
 *
 *     split(arange(5), [2, 3])[1] // → [2, 3, 4]
 */
export function split(x: Tensor, sizes: number | readonly number[], dim = 0): Tensor[] {
  const axis = axisOf('split', dim, x.shape.length);
  const size = x.shape[axis];
  if (typeof sizes === 'number' && !(Number.isInteger(sizes) && sizes > 0)) {
    throw new ShapeError(`split: expected a whole size above 0, got ${sizes}`);
  }
  const each =
    typeof sizes === 'number'
      ? Array.from({ length: Math.max(Math.ceil(size / sizes), 1) }, (_, i) => Math.min(sizes, size - i * sizes))
      : sizes;
  if (each.reduce((a, b) => a + b, 0) !== size) {
    throw new ShapeError(`split: expected sizes that add up to ${size}, those of dimension ${axis}, got [${each}]`);
  }
  let start = 0;
  return each.map((length) => {
    start += length;
    return narrow(x, axis, start - length, length);
  });
}

/**
 * At most `count` parts of equal size along `dim`; the last may be smaller.
 *
 *     chunk(arange(5), 2)[1] // → [3, 4]
 */
export function chunk(x: Tensor, count: number, dim = 0): Tensor[] {
  const axis = axisOf('chunk', dim, x.shape.length);
  if (!(Number.isInteger(count) && count > 0)) {
    throw new ValueError(`chunk: expected a whole number of chunks above 0, got ${count}`);
  }
  return split(x, Math.max(Math.ceil(x.shape[axis] / count), 1), axis);
}

/** Sliding windows of `size` entries along `dim`, `step` apart, as a new last axis. PyTorch's `Tensor.unfold`. */
export function windows(x: Tensor, dim: number, size: number, step = 1): Tensor {
  const axis = axisOf('windows', dim, x.shape.length);
  const count = Math.floor((x.shape[axis] - size) / step) + 1;
  if (!(Number.isInteger(size) && size > 0 && Number.isInteger(step) && step > 0) || count < 1) {
    throw new ShapeError(`windows: dimension ${axis} has ${x.shape[axis]} entries, got size ${size} and step ${step}`);
  }
  const picks = Int32Array.from({ length: count * size }, (_, i) => Math.floor(i / size) * step + (i % size));
  const taken = indexSelect(x, axis, fromValues(picks, [sizeOf([count, size])], 'int32'));
  const apart = reshape(taken, [...x.shape.slice(0, axis), count, size, ...x.shape.slice(axis + 1)]);
  return movedim(apart, axis + 1, -1);
}
