import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { eye, fromValues } from '../create.js';
import { axisOf, resolveReshape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { indexSelect } from './index.js';
import { cat, expand, flip, narrow, pad, permute, reshape, stack, transpose, unsqueeze } from './movement.js';

/** One axis as several; one size may be −1. Undoes `flatten`. */
export function unflatten(x: Tensor, dim: number, sizes: readonly number[]): Tensor {
  const axis = axisOf('unflatten', dim, x.shape.length);
  const split = resolveReshape('unflatten', [x.shape[axis]], sizes);
  return reshape(x, [...x.shape.slice(0, axis), ...split, ...x.shape.slice(axis + 1)]);
}

/** `k` quarter turns from the first axis of `dims` towards the second. */
export function rot90(x: Tensor, k = 1, dims: readonly [number, number] = [0, 1]): Tensor {
  const [a, b] = dims.map((d) => axisOf('rot90', d, x.shape.length));
  if (a === b) throw new ShapeError(`rot90: expected two different dims, got [${dims}]`);
  switch (((k % 4) + 4) % 4) {
    case 1:
      return transpose(flip(x, b), a, b);
    case 2:
      return flip(x, [a, b]);
    case 3:
      return flip(transpose(x, a, b), b);
    default:
      return x;
  }
}

export interface DiagonalOptions {
  /** 0 is the main diagonal, above it are positive numbers. Default 0. */
  offset?: number;
  /** Axis of the rows. */
  dim1?: number;
  /** Axis of the columns. */
  dim2?: number;
}

/** Diagonal of two axes (default the first two), as a new last axis. */
export function diagonal(x: Tensor, options: DiagonalOptions = {}): Tensor {
  const { offset = 0, dim1 = 0, dim2 = 1 } = options;
  const [rows, columns] = [axisOf('diagonal', dim1, x.ndim), axisOf('diagonal', dim2, x.ndim)];
  if (rows === columns) throw new ShapeError(`diagonal: expected two different dims, got ${dim1} and ${dim2}`);
  const rest = x.shape.map((_, i) => i).filter((i) => i !== rows && i !== columns);
  const [m, n] = [x.shape[rows], x.shape[columns]];
  const length = Math.max(0, offset >= 0 ? Math.min(m, n - offset) : Math.min(m + offset, n));
  const from = offset >= 0 ? offset : -offset * n;
  const picks = Int32Array.from({ length }, (_, i) => from + i * (n + 1));
  const lead = rest.map((i) => x.shape[i]);
  const flat = reshape(permute(x, [...rest, rows, columns]), [...lead, m * n]);
  return indexSelect(flat, lead.length, fromValues(picks, [length], 'int32'));
}

/** Matrices with the last axis on a diagonal and zeros elsewhere; rows and columns become the last two axes, or `dim1`, `dim2`. */
export function diagEmbed(x: Tensor, options: DiagonalOptions = {}): Tensor {
  const { offset = 0, dim1 = -2, dim2 = -1 } = options;
  const rank = x.ndim + 1;
  const [rows, columns] = [axisOf('diagEmbed', dim1, rank), axisOf('diagEmbed', dim2, rank)];
  if (rows === columns) throw new ShapeError(`diagEmbed: expected two different dims, got ${dim1} and ${dim2}`);
  const size = x.shape[x.ndim - 1] + Math.abs(offset);
  const none = x.shape.slice(0, -1).map((): [number, number] => [0, 0]);
  const long = pad(x, [...none, [Math.max(-offset, 0), Math.max(offset, 0)]]);
  // Row i holds entry i, at column i + offset.
  const square = unsqueeze(long, -1).mul(eye(size));
  const by = ((offset % size) + size) % size;
  const turned = by === 0 ? square : cat([narrow(square, -1, size - by, by), narrow(square, -1, 0, size - by)], -1);
  const order: number[] = [];
  let next = 0;
  for (let i = 0; i < rank; i++) order.push(i === rows ? rank - 2 : i === columns ? rank - 1 : next++);
  return cast(permute(turned, order), x.dtype);
}

/** Sum of the main diagonal of a matrix. */
export function trace(x: Tensor): Tensor {
  if (x.ndim !== 2) throw new ShapeError(`trace: expected a matrix, got ${shapeText(x.shape)}`);
  return diagonal(x).sum();
}

/**
 * Products of all entries of two tensors, block by block: the size along each axis is the product of the two.
 *
 *     kron(eye(2), tensor([[1, 2]])) // → [[1, 2, 0, 0], [0, 0, 1, 2]]
 */
export function kron(a: Tensor, b: Tensor): Tensor {
  const rank = Math.max(a.ndim, b.ndim);
  const full = (x: Tensor) => [...new Array<number>(rank - x.ndim).fill(1), ...x.shape];
  const [m, n] = [full(a), full(b)];
  const left = reshape(
    a,
    m.flatMap((size) => [size, 1]),
  );
  const right = reshape(
    b,
    n.flatMap((size) => [1, size]),
  );
  return reshape(
    left.mul(right),
    m.map((size, i) => size * n[i]),
  );
}

/**
 * Coordinates of a grid: for vectors of m, n, … values, tensors of shape `[m, n, …]`. With `indexing: 'xy'` the first two
 * axes are exchanged, as for images. Default `'ij'`.
 *
 *     meshgrid([arange(2), arange(3)])[0].shape // → [2, 3]
 */
export function meshgrid(vectors: readonly Tensor[], options: { indexing?: 'ij' | 'xy' } = {}): Tensor[] {
  for (const x of vectors)
    if (x.ndim > 1) throw new ShapeError(`meshgrid: expected vectors, got ${shapeText(x.shape)}`);
  const shape = vectors.map((x) => x.numel());
  const grids = vectors.map((x, axis) =>
    expand(
      reshape(
        x,
        shape.map((n, i) => (i === axis ? n : 1)),
      ),
      shape,
    ),
  );
  return options.indexing === 'xy' && shape.length > 1 ? grids.map((grid) => transpose(grid, 0, 1)) : grids;
}

/**
 * All tuples of one value from each vector, as rows; of a single vector the vector.
 *
 *     cartesianProd(tensor([1, 2]), tensor([3, 4])) // → [[1, 3], [1, 4], [2, 3], [2, 4]]
 */
export function cartesianProd(...vectors: Tensor[]): Tensor {
  if (vectors.length === 1) return vectors[0];
  return stack(
    meshgrid(vectors).map((grid) => reshape(grid, [-1])),
    1,
  );
}

/**
 * All choices of `r` (default 2) values of a vector in their order, as rows; with `withReplacement` also repeated ones.
 *
 *     combinations(tensor([1, 2, 3])) // → [[1, 2], [1, 3], [2, 3]]
 */
export function combinations(x: Tensor, r = 2, options: { withReplacement?: boolean } = {}): Tensor {
  if (x.ndim !== 1 || !Number.isInteger(r) || r < 0) {
    throw new ValueError(`combinations: expected a vector and r of at least 0, got ${shapeText(x.shape)} and ${r}`);
  }
  const rows: number[][] = [];
  const extend = (row: number[], from: number) => {
    if (row.length === r) rows.push(row);
    else for (let i = from; i < x.shape[0]; i++) extend([...row, i], options.withReplacement === true ? i : i + 1);
  };
  if (r > 0) extend([], 0);
  const picks = Int32Array.from(rows.flat());
  return reshape(indexSelect(x, 0, fromValues(picks, [picks.length], 'int32')), [rows.length, r]);
}

/**
 * Powers of a vector as columns: `[n, columns]`, falling (last column 1) unless `increasing`. Default `columns` n.
 *
 *     vander(tensor([2, 3])) // → [[2, 1], [3, 1]]
 */
export function vander(x: Tensor, options: { columns?: number; increasing?: boolean } = {}): Tensor {
  if (x.ndim !== 1) throw new ShapeError(`vander: expected a vector, got ${shapeText(x.shape)}`);
  const { columns = x.shape[0], increasing = false } = options;
  const value = cast(x, 'float32');
  const powers: Tensor[] = [];
  for (let k = 0; k < columns; k++) powers.push(k === 0 ? value.mul(0).add(1) : powers[k - 1].mul(value));
  return stack(increasing ? powers : powers.reverse(), 1);
}

/**
 * int32 `[2, count]`: rows and columns of the values of an m × n matrix on and below a diagonal.
 *
 *     trilIndices(2, 2) // → [[0, 1, 1], [0, 0, 1]]
 */
export function trilIndices(m: number, n: number, options: { offset?: number } = {}): Tensor {
  return placesWhere(m, n, (i, j) => j - i <= (options.offset ?? 0));
}

/**
 * int32 `[2, count]`: rows and columns of the values of an m × n matrix on and above a diagonal.
 *
 *     triuIndices(2, 2) // → [[0, 0, 1], [0, 1, 1]]
 */
export function triuIndices(m: number, n: number, options: { offset?: number } = {}): Tensor {
  return placesWhere(m, n, (i, j) => j - i >= (options.offset ?? 0));
}

function placesWhere(m: number, n: number, inside: (i: number, j: number) => boolean): Tensor {
  const all = Array.from({ length: m * n }, (_, at) => [Math.floor(at / n), at % n]);
  const places = all.filter(([i, j]) => inside(i, j));
  const values = Int32Array.from([...places.map(([i]) => i), ...places.map(([, j]) => j)]);
  return fromValues(values, [2, places.length], 'int32');
}
