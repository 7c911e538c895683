import { DTypeError, ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../create.js';
import { axisOf, broadcastShapes, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import type { Operand } from './elementwise.js';
import { checkIndices, flatPlaces, gather, indexSelect, segmentSum, whole } from './index.js';
import { cat, expand, narrow, reshape } from './movement.js';

/**
 * Picks along `dim` by int32 `index`, which broadcasts against `x` in the other dimensions. Undoes `argsort`.
 *
 *     takeAlongDim(tensor([[3, 1]]), tensor([[1]], { dtype: 'int32' }), 1) // → [[1]]
 */
export function takeAlongDim(x: Tensor, index: Tensor, dim?: number): Tensor {
  if (dim === undefined) return gather(reshape(x, [-1]), 0, reshape(index, [-1]));
  const axis = axisOf('takeAlongDim', dim, x.shape.length);
  if (index.shape.length !== x.shape.length) {
    const got = `${shapeText(x.shape)} and ${shapeText(index.shape)}`;
    throw new ShapeError(`takeAlongDim: expected as many dimensions in the index as in the tensor, got ${got}`);
  }
  const other = (shape: readonly number[]) => shape.map((n, i) => (i === axis ? 1 : n));
  const common = broadcastShapes('takeAlongDim', other(x.shape), other(index.shape));
  const to = (of: Tensor) =>
    expand(
      of,
      common.map((n, i) => (i === axis ? of.shape[axis] : n)),
    );
  return gather(to(x), axis, to(index));
}

/**
 * Adds `source` to `x` at the places that {@link gather} would read: `out[index[i][j]][j] += source[i][j]` for dim 0.
 * `index` is int32, no larger than `source`.
 */
export function scatterAdd(x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  const axis = axisOf('scatterAdd', dim, x.shape.length);
  const fits =
    index.shape.length === x.shape.length &&
    source.shape.length === x.shape.length &&
    index.shape.every((n, i) => n <= source.shape[i] && (i === axis || n <= x.shape[i]));
  if (!fits) {
    const got = `${shapeText(x.shape)}, ${shapeText(index.shape)} and ${shapeText(source.shape)}`;
    throw new ShapeError(`scatterAdd: expected an index that fits into source and tensor, got ${got}`);
  }
  if (source.dtype !== x.dtype) throw new DTypeError(`scatterAdd: expected ${x.dtype} values, got ${source.dtype}`);
  checkIndices('scatterAdd', whole('scatterAdd', index), axis, x.shape[axis]);
  const used = index.shape.reduce((part, n, i) => narrow(part, i, 0, n), source);
  const sums = segmentSum(reshape(used, [-1]), flatPlaces(x.shape, axis, index), sizeOf(x.shape));
  return x.add(reshape(sums, x.shape));
}

/**
 * `x` with `values` in the places that int32 `indices` name, one for each of the first axes, which broadcast with each
 * other. With `accumulate` the values are added; without it the last one of several for one place stays.
 */
export function indexPut(
  x: Tensor,
  indices: readonly Tensor[],
  values: Operand,
  options: { accumulate?: boolean } = {},
): Tensor {
  if (indices.length === 0 || indices.length > x.shape.length) {
    throw new ShapeError(`indexPut: expected 1 to ${x.shape.length} index tensors, got ${indices.length}`);
  }
  const [places, shape] = placesOf('indexPut', x.shape.slice(0, indices.length), indices);
  const lead = sizeOf(x.shape.slice(0, indices.length));
  const rest = x.shape.slice(indices.length);
  const given = typeof values === 'number' ? fromValues(Float32Array.of(values), []) : values;
  const width = sizeOf(rest);
  const rows = reshape(expand(cast(given, x.dtype), [...shape, ...rest]), [places.length, width]);
  const flat = reshape(x, [lead, width]);
  if (options.accumulate === true) {
    const sums = segmentSum(rows, fromValues(places, [places.length], 'int32'), lead);
    return reshape(flat.add(sums), x.shape);
  }
  const source = Int32Array.from({ length: lead }, (_, i) => i);
  places.forEach((place, i) => {
    source[place] = lead + i;
  });
  return reshape(indexSelect(cat([flat, rows]), 0, fromValues(source, [lead], 'int32')), x.shape);
}

/** Row-major places in a tensor of `shape` that the indices name, and the shape that the indices broadcast to. */
export function placesOf(
  where: string,
  shape: readonly number[],
  indices: readonly Tensor[],
): [places: Int32Array, shape: readonly number[]] {
  const common = indices.map((i) => i.shape).reduce((a, b) => broadcastShapes(where, a, b));
  const places = new Int32Array(sizeOf(common));
  indices.forEach((index, axis) => {
    const size = shape[axis];
    const at = expand(whole(where, index), common).dataSync();
    for (let i = 0; i < at.length; i++) {
      if (at[i] < -size || at[i] >= size) {
        throw new ValueError(
          `${where}: expected indices from ${-size} to ${size - 1} for dimension ${axis}, got ${at[i]}`,
        );
      }
      places[i] = places[i] * size + (at[i] < 0 ? at[i] + size : at[i]);
    }
  });
  return [places, common];
}

/** `value` where `mask` is true, `x` elsewhere; the mask broadcasts to the shape of `x`. */
export function maskedFill(x: Tensor, mask: Tensor, value: Operand): Tensor {
  return expand(bool('maskedFill', mask), x.shape).where(value, x);
}

/**
 * Values where `mask` is true, in a vector; mask and tensor broadcast. Reads the mask.
 *
 *     maskedSelect(tensor([1, 2, 3]), tensor([true, false, true])) // → [1, 3]
 */
export function maskedSelect(x: Tensor, mask: Tensor): Tensor {
  const shape = broadcastShapes('maskedSelect', x.shape, mask.shape);
  const picks = trueAt(expand(bool('maskedSelect', mask), shape));
  return indexSelect(reshape(expand(x, shape), [-1]), 0, fromValues(picks, [picks.length], 'int32'));
}

/**
 * Indices of the values that are not 0: int32 `[count, rank]`, in row-major order. Reads the tensor.
 *
 *     nonzero(tensor([0, 5, 6])) // → [[1], [2]]
 */
export function nonzero(x: Tensor): Tensor {
  const places = trueAt(x);
  const rank = x.shape.length;
  const out = new Int32Array(places.length * rank);
  places.forEach((place, row) => {
    let rest = place;
    for (let d = rank - 1; d >= 0; d--) {
      out[row * rank + d] = rest % x.shape[d];
      rest = Math.floor(rest / x.shape[d]);
    }
  });
  return fromValues(out, [places.length, rank], 'int32');
}

function trueAt(x: Tensor): Int32Array {
  const values = x.dataSync();
  const places: number[] = [];
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) places.push(i);
  return Int32Array.from(places);
}

function bool(where: string, mask: Tensor): Tensor {
  if (mask.dtype !== 'bool') {
    throw new DTypeError(`${where}: expected a bool mask, got ${mask.dtype}; compare first, e.g. x.gt(0)`);
  }
  return mask;
}
