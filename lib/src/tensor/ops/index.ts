import { record } from '../../autograd/graph.js';
import type { Buffer } from '../../backend/buffer.js';
import { kernels } from '../../backend/choose.js';
import { DTypeError, LecternError, ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../create.js';
import { axisOf, sameShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { reshape, transpose } from './movement.js';

/**
 * `[…]` int32 indices → `[…, depth]` float32 with a 1 at each index.
 *
 *     F.oneHot(tensor([0, 2], { dtype: 'int32' }), 3) // → [[1, 0, 0], [0, 0, 1]]
 */
export function oneHot(indices: Tensor, depth: number): Tensor {
  if (!Number.isInteger(depth) || depth < 1) {
    throw new ValueError(`oneHot: expected the number of classes, whole and at least 1, got ${depth}`);
  }
  return record('oneHot', kernels().oneHot(whole('oneHot', indices).buffer, depth), [], [], () => []);
}

/** Entries of `dim` at int32 `index [n]`, in that order. PyTorch's `index_select`; rows of an embedding. */
export function indexSelect(x: Tensor, dim: number, index: Tensor): Tensor {
  const axis = axisOf('indexSelect', dim, x.shape.length);
  if (index.shape.length !== 1) {
    throw new ShapeError(`indexSelect: expected a vector of indices, got shape ${shapeText(index.shape)}`);
  }
  const picks = whole('indexSelect', index);
  const count = x.shape[axis];
  return record('indexSelect', take('indexSelect', x, picks, axis), [x], [], (g) => [
    axis === 0 ? segmentSum(g, picks, count) : transpose(segmentSum(transpose(g, 0, axis), picks, count), 0, axis),
  ]);
}

/** Runs the kernel. Indices are read only when it refused them: reading them each time would make a GPU wait. */
function take(where: string, x: Tensor, picks: Tensor, axis: number): Buffer {
  try {
    return kernels().gather(x.buffer, picks.buffer, axis);
  } catch (error) {
    if (!(error instanceof LecternError) || error.constructor === LecternError)
      checkIndices(where, picks, axis, x.shape[axis]);
    throw error;
  }
}

/** Throws if an index lies outside of `0 … count − 1`. Reads the indices. */
export function checkIndices(where: string, picks: Tensor, axis: number, count: number): void {
  const at = picks.dataSync().findIndex((i) => i < 0 || i >= count);
  if (at === -1) return;
  const got = `${picks.dataSync()[at]} at place ${at}`;
  throw new ValueError(`${where}: expected indices from 0 to ${count - 1} for dimension ${axis}, got ${got}`);
}

/** Sums rows of `x` into `count` rows: row i goes to `index[i]`. */
export function segmentSum(x: Tensor, index: Tensor, count: number): Tensor {
  return record('segmentSum', kernels().segmentSum(x.buffer, index.buffer, count), [x], [], (g) => [
    indexSelect(g, 0, index),
  ]);
}

/**
 * Picks along `dim`: `out[i][j] = x[index[i][j]][j]` for dim 0. `index` is int32 of the rank of `x` and no larger in the
 * other dimensions. PyTorch's `gather`.
 */
export function gather(x: Tensor, dim: number, index: Tensor): Tensor {
  const axis = axisOf('gather', dim, x.shape.length);
  const fits = index.shape.length === x.shape.length && index.shape.every((n, i) => i === axis || n <= x.shape[i]);
  if (!fits) {
    throw new ShapeError(
      `gather: expected an index of rank ${x.shape.length} that is no larger than ${shapeText(x.shape)} ` +
        `outside dimension ${axis}, got ${shapeText(index.shape)}`,
    );
  }
  const picks = whole('gather', index);
  const flat = reshape(x, [-1]);
  const places = flatPlaces(x.shape, axis, picks);
  try {
    return reshape(indexSelect(flat, 0, places), picks.shape);
  } catch (error) {
    checkIndices('gather', picks, axis, x.shape[axis]);
    throw error;
  }
}

/** Places in a flattened tensor of `shape` of what {@link gather} picks. */
export function flatPlaces(shape: readonly number[], axis: number, index: Tensor): Tensor {
  const strides = shape.map((_, i) => sizeOf(shape.slice(i + 1)));
  const base = new Int32Array(sizeOf(index.shape));
  const at = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < base.length; i++) {
    let place = 0;
    for (let d = 0; d < at.length; d++) if (d !== axis) place += at[d] * strides[d];
    base[i] = place;
    for (let d = at.length - 1; d >= 0 && ++at[d] === index.shape[d]; d--) at[d] = 0;
  }
  const offsets = fromValues(base, index.shape, 'int32');
  const inside = index.ge(0).logicalAnd(index.lt(shape[axis]));
  // An index outside would else pick from another row; −1 is refused by the kernel.
  return reshape(inside.where(index.detach().mul(strides[axis]).add(offsets), -1), [-1]);
}

export interface TopkOptions {
  /** Axis; default −1. */
  dim?: number;
  /** Default `true`; `false` takes the smallest, in rising order. */
  largest?: boolean;
}

/** `k` largest values along an axis, in falling order, and their int32 indices. */
export function topk(x: Tensor, k: number, options: TopkOptions = {}): [values: Tensor, indices: Tensor] {
  const { dim = -1, largest = true } = options;
  const axis = axisOf('topk', dim, x.shape.length);
  const size = x.shape[axis];
  if (!Number.isInteger(k) || k < 0 || k > size) {
    throw new ShapeError(`topk: dimension ${axis} has ${size} entries, got k = ${k}`);
  }
  const last = x.shape.length - 1;
  if (axis !== last || !largest) {
    const numbers = x.dtype === 'bool' ? cast(x, 'int32') : x.detach();
    const rows = transpose(largest ? numbers : numbers.neg(), axis, last);
    const indices = transpose(topk(rows, k)[1], axis, last);
    return [gather(x, axis, indices), indices];
  }
  const numbers = x.dtype === 'bool' ? cast(x, 'int32') : x;
  const [values, places] = kernels().topk(numbers.buffer, k);
  const indices = record('topk', places, [], [], () => []);
  const plain = record('topk', values, [], [], () => []);
  return [x.requiresGrad ? gather(x, -1, indices) : plain, indices];
}

/**
 * Whether two tensors have one shape and all values within `atol + rtol·|b|`. PyTorch's `allclose`.
 *
 *     allclose(tensor([1]), tensor([1 + 1e-7])) // → true
 */
export function allclose(a: Tensor, b: Tensor, options: { rtol?: number; atol?: number } = {}): boolean {
  const { rtol = 1e-5, atol = 1e-8 } = options;
  if (!sameShape(a.shape, b.shape)) return false;
  const [x, y] = [a.dataSync(), b.dataSync()];
  return x.every((v, i) => v === y[i] || Math.abs(v - y[i]) <= atol + rtol * Math.abs(y[i]));
}

/** Throws unless the dtype is int32. */
export function whole(where: string, index: Tensor): Tensor {
  if (index.dtype !== 'int32') {
    throw new DTypeError(`${where}: expected int32 indices, got ${index.dtype}; convert with .to('int32')`);
  }
  return index;
}
