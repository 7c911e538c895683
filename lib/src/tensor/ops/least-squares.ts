import { record } from '../../autograd/graph.js';
import { noGrad } from '../../autograd/no-grad.js';
import { ShapeError, shapeText } from '../../errors.js';
import { eye } from '../create.js';
import { broadcastShapes } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { matrices, mT, solve, square, svd } from './linalg.js';
import { matmul } from './matmul.js';
import { expand, squeeze, unsqueeze } from './movement.js';
import { tril, triu } from './rearrange.js';

/** Distance from 1 to the next float32. */
const EPSILON = 2 ** -23;

export interface RankOptions {
  /** Singular values up to this share of the largest count as 0. Default max(m, n) · 2⁻²³. */
  rtol?: number;
  /** Singular values up to this count as 0. Default 0. */
  atol?: number;
}

/**
 * Number of singular values of `[…, m, n]` above the tolerances; int32 `[…]`.
 *
 *     linalg.matrixRank(tensor([[1, 2], [2, 4]])) // → 1
 */
export function matrixRank(a: Tensor, options: RankOptions = {}): Tensor {
  return above(matrices('matrixRank', a).detach(), options)[1].sum(-1);
}

/**
 * Pseudo-inverse of matrices, `[…, m, n]` → `[…, n, m]` (Penrose 1955): with it, {@link lstsq} is a product. The gradient
 * needs matrices whose rank does not change nearby (Golub and Pereyra 1973).
 *
 *     linalg.pinv(tensor([[2, 0], [0, 4]])) // → [[0.5, 0], [0, 0.25]]
 */
export function pinv(a: Tensor, options: RankOptions = {}): Tensor {
  const matrix = matrices('pinv', a);
  const value = noGrad(() => {
    const [[u, s, v], kept] = above(matrix.detach(), options);
    const factors = kept.where(kept.where(s, 1).reciprocal(), 0);
    return matmul(v.mul(unsqueeze(factors, -2)), mT(u));
  });
  const [rows, columns] = matrix.shape.slice(-2);
  const backward = (g: Tensor) => {
    const outer = (n: number, inside: Tensor) => eye(n).sub(inside);
    const first = matmul(matmul(mT(y), g), mT(y)).neg();
    const left = matmul(matmul(outer(rows, matmul(matrix, y)), mT(g)), matmul(y, mT(y)));
    const right = matmul(matmul(matmul(mT(y), y), mT(g)), outer(columns, matmul(y, matrix)));
    return [first.add(left).add(right)];
  };
  const y: Tensor = record('linalg.pinv', value.buffer, [matrix], [matrix], backward, true);
  return y;
}

/** What {@link lstsq} gives back. */
export interface LeastSquares {
  /** `[…, n, k]`, or `[…, n]` for a vector on the right. */
  solution: Tensor;
  /** Sums of squared differences of each column, `[…, k]` or `[…]`. */
  residuals: Tensor;
  /** int32 `[…]`. */
  rank: Tensor;
}

/**
 * `X` for which the squared differences of `A X` and `B` are least, of several the one with the smallest norm:
 * `A […, m, n]`, `B […, m, k]` or a vector `[m]`.
 *
 *     linalg.lstsq(tensor([[1, 0], [1, 1], [1, 2]]), tensor([1, 3, 5])).solution // → [1, 2]
 */
export function lstsq(a: Tensor, b: Tensor, options: RankOptions = {}): LeastSquares {
  const matrix = matrices('lstsq', a);
  const vector = b.ndim === 1;
  const right = cast(vector ? unsqueeze(b, -1) : b, 'float32');
  if (right.shape.at(-2) !== matrix.shape.at(-2)) {
    const rule = `expected ${matrix.shape.at(-2)} rows on the right`;
    throw new ShapeError(`linalg.lstsq: ${rule}, got ${shapeText(b.shape)}`);
  }
  const solution = matmul(pinv(matrix, options), right);
  const difference = matmul(matrix, solution).sub(right);
  const residuals = difference.mul(difference).sum(-2);
  const rank = matrixRank(matrix, options);
  return vector
    ? { solution: squeeze(solution, -1), residuals: squeeze(residuals, -1), rank }
    : { solution, residuals, rank };
}

export interface SolveTriangularOptions {
  /** Whether the upper triangle is read; else the lower one. */
  upper: boolean;
  /** Solve `A X = B`; `false`: `X A = B`. Default true. */
  left?: boolean;
  /** Take the diagonal as ones. Default false. */
  unitriangular?: boolean;
}

/**
 * Solution of equations whose matrix is triangular: `A […, n, n]`, `B […, n, k]` (with `left: false` `[…, k, n]`); batches
 * broadcast. What stands in the other triangle is not read.
 *
 *     linalg.solveTriangular(tensor([[2, 0], [1, 1]]), tensor([[2], [3]]), { upper: false }) // → [[1], [2]]
 *
 * @throws ValueError if there is a 0 on the diagonal.
 */
export function solveTriangular(a: Tensor, b: Tensor, options: SolveTriangularOptions): Tensor {
  const { upper, left = true, unitriangular = false } = options;
  const matrix = square('solveTriangular', a);
  const part = (diagonal: number) => (upper ? triu(matrix, diagonal) : tril(matrix, -diagonal));
  const triangle = unitriangular ? part(1).add(eye(matrix.shape[matrix.ndim - 1])) : part(0);
  if (b.ndim < 2)
    throw new ShapeError(`linalg.solveTriangular: expected matrices on the right, got ${shapeText(b.shape)}`);
  const lead = broadcastShapes('linalg.solveTriangular', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const whole = (x: Tensor) => expand(x, [...lead, ...x.shape.slice(-2)]);
  return left ? solve(whole(triangle), whole(b)) : mT(solve(mT(whole(triangle)), mT(whole(b))));
}

/** The decomposition, and which singular values are no zeros. */
function above(a: Tensor, options: RankOptions): [[u: Tensor, s: Tensor, v: Tensor], kept: Tensor] {
  const { rtol = Math.max(...a.shape.slice(-2)) * EPSILON, atol = 0 } = options;
  const parts = svd(a);
  const limit = parts[1].max({ dim: -1, keepdim: true }).mul(rtol).maximum(atol);
  return [parts, parts[1].gt(limit)];
}
