import { DTypeError, ShapeError, shapeText } from '../../errors.js';
import { fromValues, onesLike, zerosLike } from '../create.js';
import { axisOf, sameShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import type { Operand } from './elementwise.js';
import { checkIndices, flatPlaces, indexSelect, segmentSum, whole } from './index.js';
import { cat, expand, narrow, reshape, transpose } from './movement.js';
import { maskedFill, scatterAdd } from './scatter.js';

/**
 * `x` with values of `source` (a number stands for all) at the places that {@link import('./index.js').gather} would read:
 * `out[index[i][j]][j] = source[i][j]` for dim 0. Of several for one place the last stays. Reads the index.
 */
export function scatter(x: Tensor, dim: number, index: Tensor, source: Operand): Tensor {
  const axis = axisOf('scatter', dim, x.ndim);
  const from =
    typeof source === 'number' ? expand(cast(fromValues(Float32Array.of(source), []), x.dtype), index.shape) : source;
  const fits =
    index.ndim === x.ndim &&
    from.ndim === x.ndim &&
    index.shape.every((n, i) => n <= from.shape[i] && (i === axis || n <= x.shape[i]));
  if (!fits) {
    const got = `${shapeText(x.shape)}, ${shapeText(index.shape)} and ${shapeText(from.shape)}`;
    throw new ShapeError(`scatter: expected an index that fits into source and tensor, got ${got}`);
  }
  if (from.dtype !== x.dtype) throw new DTypeError(`scatter: expected ${x.dtype} values, got ${from.dtype}`);
  checkIndices('scatter', whole('scatter', index), axis, x.shape[axis]);
  const used = index.shape.reduce((part, n, i) => narrow(part, i, 0, n), from);
  return written(x, reshape(used, [-1]), flatPlaces(x.shape, axis, index).dataSync());
}

export interface ScatterReduceOptions {
  /** Whether the value that stands there counts too. Default true. */
  includeSelf?: boolean;
}

/** {@link scatter} that adds up (`'sum'`) or averages (`'mean'`) all values for one place. */
export function scatterReduce(
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  reduce: 'sum' | 'mean',
  options: ScatterReduceOptions = {},
): Tensor {
  const { includeSelf = true } = options;
  const ones = onesLike(source);
  const hits = scatterAdd(zerosLike(x), dim, index, ones);
  const start = includeSelf ? x : hits.gt(0).where(0, x);
  const total = scatterAdd(start, dim, index, source);
  if (reduce === 'sum') return total;
  return total.div(includeSelf ? hits.add(1) : hits.clamp({ min: 1 }));
}

/** `x` with `alpha` times the parts of `source` along `dim` added to those that `index [n]` names. */
export function indexAdd(
  x: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  options: { alpha?: number } = {},
): Tensor {
  const axis = checkParts('indexAdd', x, dim, index, source);
  const rows = transpose(options.alpha === undefined ? source : source.mul(options.alpha), 0, axis);
  return x.add(transpose(segmentSum(rows, index, x.shape[axis]), 0, axis));
}

/** `x` with the parts of `source` along `dim` in place of those that `index [n]` names. Reads the index. */
export function indexCopy(x: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  const axis = checkParts('indexCopy', x, dim, index, source);
  const picks = Int32Array.from({ length: x.shape[axis] }, (_, i) => i);
  for (const [i, place] of index.dataSync().entries()) picks[place] = x.shape[axis] + i;
  return indexSelect(cat([x, source], axis), axis, fromValues(picks, [picks.length], 'int32'));
}

/** `x` with `value` in all parts along `dim` that `index [n]` names. Reads the index. */
export function indexFill(x: Tensor, dim: number, index: Tensor, value: number): Tensor {
  const axis = axisOf('indexFill', dim, x.ndim);
  checkIndices('indexFill', whole('indexFill', index), axis, x.shape[axis]);
  const mask = new Uint8Array(x.shape[axis]);
  for (const place of index.dataSync()) mask[place] = 1;
  const shape = x.shape.map((n, i) => (i === axis ? n : 1));
  return maskedFill(x, fromValues(mask, shape, 'bool'), value);
}

/** `x` with the first values of `source`, row-major, where `mask` is true; the mask broadcasts. Reads the mask. */
export function maskedScatter(x: Tensor, mask: Tensor, source: Tensor): Tensor {
  if (mask.dtype !== 'bool') throw new DTypeError(`maskedScatter: expected a bool mask, got ${mask.dtype}`);
  const places: number[] = [];
  for (const [place, on] of expand(mask, x.shape).dataSync().entries()) if (on !== 0) places.push(place);
  if (places.length > source.numel()) {
    throw new ShapeError(`maskedScatter: expected at least ${places.length} values, got ${source.numel()}`);
  }
  return written(x, narrow(reshape(source, [-1]), 0, 0, places.length), places);
}

/** `x` with `values [n]` at row-major places. */
function written(x: Tensor, values: Tensor, places: ArrayLike<number>): Tensor {
  const size = x.numel();
  const picks = Int32Array.from({ length: size }, (_, i) => i);
  for (let i = 0; i < places.length; i++) picks[places[i]] = size + i;
  const all = cat([reshape(x, [-1]), values]);
  return reshape(indexSelect(all, 0, fromValues(picks, [size], 'int32')), x.shape);
}

function checkParts(where: string, x: Tensor, dim: number, index: Tensor, source: Tensor): number {
  const axis = axisOf(where, dim, x.ndim);
  const expected = x.shape.map((n, i) => (i === axis ? index.numel() : n));
  if (index.ndim !== 1 || !sameShape(source.shape, expected)) {
    const got = `${shapeText(index.shape)} and ${shapeText(source.shape)}`;
    throw new ShapeError(
      `${where}: expected a vector of indices and parts of shape ${shapeText(expected)}, got ${got}`,
    );
  }
  checkIndices(where, whole(where, index), axis, x.shape[axis]);
  return axis;
}
