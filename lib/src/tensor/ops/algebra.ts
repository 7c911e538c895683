import { ShapeError, shapeText } from '../../errors.js';
import { axisOf, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { bmm } from './contract.js';
import { matmul } from './matmul.js';
import { permute, reshape, unsqueeze } from './movement.js';
import { roll } from './rearrange.js';

/**
 * Sum of the products of two vectors.
 *
 *     dot(tensor([1, 2]), tensor([3, 4])) // → 11
 */
export function dot(a: Tensor, b: Tensor): Tensor {
  if (a.ndim !== 1 || b.ndim !== 1 || a.shape[0] !== b.shape[0]) {
    throw new ShapeError(
      `dot: expected two vectors of one length, got ${shapeText(a.shape)} and ${shapeText(b.shape)}`,
    );
  }
  return a.mul(b).sum();
}

/** Matrix times vector: `[m, n]` and `[n]` → `[m]`. */
export function mv(a: Tensor, b: Tensor): Tensor {
  if (a.ndim !== 2 || b.ndim !== 1 || a.shape[1] !== b.shape[0]) {
    throw new ShapeError(`mv: expected [m, n] and [n], got ${shapeText(a.shape)} and ${shapeText(b.shape)}`);
  }
  return reshape(matmul(a, unsqueeze(b, 1)), [a.shape[0]]);
}

/** Sums of products along the last axis of both: `[…, n]` and `[…', n]` → `[…, …']`. */
export function inner(a: Tensor, b: Tensor): Tensor {
  if (a.ndim === 0 || b.ndim === 0) return a.mul(b);
  return tensordot(a, b, [[a.ndim - 1], [b.ndim - 1]]);
}

export interface AddmmOptions {
  /** Factor of what is added to. Default 1. */
  beta?: number;
  /** Factor of the product. Default 1. */
  alpha?: number;
}

/** `beta · x + alpha · a b` with matrices `a` and `b`. */
export function addmm(x: Tensor, a: Tensor, b: Tensor, options: AddmmOptions = {}): Tensor {
  return scaled(x, matmul(a, b), options);
}

/** `beta · x + alpha · a b` with a matrix `a` and a vector `b`. */
export function addmv(x: Tensor, a: Tensor, b: Tensor, options: AddmmOptions = {}): Tensor {
  return scaled(x, mv(a, b), options);
}

/** `beta · x + alpha · a b` with batches of matrices `a` and `b`. */
export function baddbmm(x: Tensor, a: Tensor, b: Tensor, options: AddmmOptions = {}): Tensor {
  return scaled(x, bmm(a, b), options);
}

function scaled(x: Tensor, product: Tensor, { beta = 1, alpha = 1 }: AddmmOptions): Tensor {
  const added = alpha === 1 ? product : product.mul(alpha);
  // As in PyTorch, a factor 0 also takes out NaN and infinities.
  return beta === 0 ? added : x.mul(beta).add(added);
}

/**
 * Sums of products over several axes: over the last `dims` axes of `a` and the first of `b` (default 2), or over those
 * that the two lists name in pairs.
 *
 *     tensordot(ones(2, 3), ones(3, 4), 1).shape // → [2, 4]
 */
export function tensordot(
  a: Tensor,
  b: Tensor,
  dims: number | readonly [readonly number[], readonly number[]] = 2,
): Tensor {
  const [first, second] =
    typeof dims === 'number'
      ? [Array.from({ length: dims }, (_, i) => a.ndim - dims + i), Array.from({ length: dims }, (_, i) => i)]
      : dims;
  const [left, right] = [
    first.map((d) => axisOf('tensordot', d, a.ndim)),
    second.map((d) => axisOf('tensordot', d, b.ndim)),
  ];
  if (left.length !== right.length || left.some((d, i) => a.shape[d] !== b.shape[right[i]])) {
    const got = `${shapeText(a.shape)} over [${left}] and ${shapeText(b.shape)} over [${right}]`;
    throw new ShapeError(`tensordot: expected axes of equal sizes in pairs, got ${got}`);
  }
  const rest = (x: Tensor, used: readonly number[]) => x.shape.map((_, i) => i).filter((i) => !used.includes(i));
  const [restA, restB] = [rest(a, left), rest(b, right)];
  const shape = [...restA.map((i) => a.shape[i]), ...restB.map((i) => b.shape[i])];
  const count = sizeOf(left.map((d) => a.shape[d]));
  const [rows, columns] = [a, b].map((x) => x.numel() / Math.max(count, 1));
  const x = reshape(permute(cast(a, 'float32'), [...restA, ...left]), [rows, count]);
  const y = reshape(permute(cast(b, 'float32'), [...right, ...restB]), [count, columns]);
  return reshape(matmul(x, y), shape);
}

/**
 * Vector product along an axis of size 3 (default the last); the others broadcast.
 *
 *     cross(tensor([1, 0, 0]), tensor([0, 1, 0])) // → [0, 0, 1]
 */
export function cross(a: Tensor, b: Tensor, options: { dim?: number } = {}): Tensor {
  const { dim = -1 } = options;
  if (a.shape.at(dim) !== 3 || b.shape.at(dim) !== 3) {
    const got = `${shapeText(a.shape)} and ${shapeText(b.shape)}`;
    throw new ShapeError(`cross: expected 3 entries along dimension ${dim}, got ${got}`);
  }
  const turned = (x: Tensor, by: number) => roll(x, by, dim);
  return turned(a, -1)
    .mul(turned(b, -2))
    .sub(turned(a, -2).mul(turned(b, -1)));
}

/**
 * Covariances of variables, which are rows of `[variables, observations]`. Divides by n − `correction`, default 1. Of one
 * variable, also as a vector, a single number.
 *
 *     cov(tensor([[1, 2, 3], [2, 4, 6]])) // → [[1, 2], [2, 4]]
 */
export function cov(x: Tensor, options: { correction?: number } = {}): Tensor {
  if (x.ndim > 2) throw new ShapeError(`cov: expected [variables, observations], got ${shapeText(x.shape)}`);
  const rows = x.ndim === 2 ? cast(x, 'float32') : reshape(cast(x, 'float32'), [1, x.numel()]);
  const centred = rows.sub(rows.mean({ dim: 1, keepdim: true }));
  const n = Math.max(rows.shape[1] - (options.correction ?? 1), 0);
  const product = matmul(centred, centred.t()).div(n);
  return rows.shape[0] === 1 ? reshape(product, []) : product;
}

/**
 * Correlation coefficients of variables, which are rows of `[variables, observations]`: from −1 to 1.
 *
 *     corrcoef(tensor([[1, 2, 3], [2, 4, 6]])) // → [[1, 1], [1, 1]]
 */
export function corrcoef(x: Tensor): Tensor {
  const covariance = cov(x);
  if (covariance.ndim === 0) return covariance.div(covariance);
  const deviation = covariance.diagonal().sqrt();
  return covariance.div(unsqueeze(deviation, 1)).div(unsqueeze(deviation, 0)).clamp({ min: -1, max: 1 });
}
