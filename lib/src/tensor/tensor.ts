import type { DType } from '../backend/buffer.js';
import { ValueError } from '../errors.js';
import * as algebra from './ops/algebra.js';
import { cast } from './ops/cast.js';
import * as contract from './ops/contract.js';
import type { BincountOptions, HistcOptions } from './ops/count.js';
import * as count from './ops/count.js';
import * as cumulative from './ops/cumulative.js';
import { type NormOptions, norm } from './ops/distance.js';
import * as index from './ops/index.js';
import * as linalg from './ops/matmul.js';
import * as move from './ops/movement.js';
import * as red from './ops/reduce.js';
import * as selection from './ops/select.js';
import * as order from './ops/sort.js';
import * as statistics from './ops/statistics.js';
import { TensorParts } from './parts.js';

type Reduction = red.Reduction;

/**
 * An array of numbers on a backend, with PyTorch's operations in camelCase. Made by `tensor`, `zeros`, `randn`, …
 * Memory is given back by itself once nothing refers to the tensor.
 */
export class Tensor extends TensorParts {
  // ---- reductions: `x.sum()`, `x.sum(0)`, `x.sum([0, 1])`, `x.sum({ dim: 0, keepdim: true })`
  sum(of?: Reduction): Tensor {
    return red.sum(this, of);
  }
  mean(of?: Reduction): Tensor {
    return red.mean(this, of);
  }
  max(of?: Reduction): Tensor {
    return red.max(this, of);
  }
  min(of?: Reduction): Tensor {
    return red.min(this, of);
  }
  all(of?: Reduction): Tensor {
    return red.all(this, of);
  }
  any(of?: Reduction): Tensor {
    return red.any(this, of);
  }
  /** Sample variance (n − 1) unless `correction` says otherwise. */
  var(of?: Reduction | red.VarianceOptions): Tensor {
    return red.variance(this, of);
  }
  std(of?: Reduction | red.VarianceOptions): Tensor {
    return red.std(this, of);
  }
  /** Index of the largest value along `dim`, or in the flattened tensor; int32. */
  argmax(dim?: number): Tensor {
    return red.argmax(this, dim);
  }
  argmin(dim?: number): Tensor {
    return red.argmin(this, dim);
  }
  cumsum(dim: number): Tensor {
    return red.cumsum(this, dim);
  }
  /** The `k` largest values along the last axis, in falling order, and their indices. */
  topk(k: number): [values: Tensor, indices: Tensor] {
    return index.topk(this, k);
  }
  prod(of?: Reduction): Tensor {
    return cumulative.prod(this, of);
  }
  /** PyTorch’s name for {@link max} over dims. */
  amax(of?: Reduction): Tensor {
    return red.amax(this, of);
  }
  amin(of?: Reduction): Tensor {
    return red.amin(this, of);
  }
  /** Logarithm of the sum of eˣ, without overflow. */
  logsumexp(of?: Reduction): Tensor {
    return cumulative.logsumexp(this, of);
  }
  /** Norm of the values, Euclidean unless `p` says otherwise. */
  norm(options?: NormOptions): Tensor {
    return norm(this, options);
  }
  cumprod(dim: number): Tensor {
    return cumulative.cumprod(this, dim);
  }
  logcumsumexp(dim: number): Tensor {
    return cumulative.logcumsumexp(this, dim);
  }
  /** Values in order along an axis (default the last), and where they were. */
  sort(options?: order.SortOptions): [values: Tensor, indices: Tensor] {
    return order.sort(this, options);
  }
  /** Indices that put an axis in order. */
  argsort(options?: order.SortOptions): Tensor {
    return order.argsort(this, options);
  }
  /** Middle value, the lower of two. */
  median(dim?: number): Tensor {
    return order.median(this, dim);
  }
  /** Value below which the share `q` lies. */
  quantile(q: number | readonly number[], options?: order.QuantileOptions): Tensor {
    return order.quantile(this, q, options);
  }
  /** Counts in equal parts of a range. */
  histc(options?: HistcOptions): Tensor {
    return count.histc(this, options);
  }
  /** How often each whole number occurs. */
  bincount(options?: BincountOptions): Tensor {
    return count.bincount(this, options);
  }

  /** Sum, NaN as 0. */
  nansum(of?: Reduction): Tensor {
    return statistics.nansum(this, of);
  }
  /** Mean of what is not NaN. */
  nanmean(of?: Reduction): Tensor {
    return statistics.nanmean(this, of);
  }
  /** How many values are not 0; int32. */
  countNonzero(of?: Reduction): Tensor {
    return statistics.countNonzero(this, of);
  }
  /** Smallest and largest value. */
  aminmax(of?: Reduction): { min: Tensor; max: Tensor } {
    return selection.aminmax(this, of);
  }
  /** Differences of neighbours along `dim` (default the last), `n` times over. */
  diff(options?: { n?: number; dim?: number }): Tensor {
    return statistics.diff(this, options);
  }
  /** Every part along `dim` shortened to a p-norm of `maxnorm` at most. */
  renorm(p: number, dim: number, maxnorm: number): Tensor {
    return statistics.renorm(this, p, dim, maxnorm);
  }
  /** Running maxima along `dim` and their indices. */
  cummax(dim: number): [values: Tensor, indices: Tensor] {
    return selection.cummax(this, dim);
  }
  /** Running minima along `dim` and their indices. */
  cummin(dim: number): [values: Tensor, indices: Tensor] {
    return selection.cummin(this, dim);
  }
  /** The `k`-th smallest value along an axis (default the last), and its index. */
  kthvalue(k: number, options?: selection.KthOptions): [values: Tensor, indices: Tensor] {
    return selection.kthvalue(this, k, options);
  }
  /** The most frequent value along an axis (default the last), and the index of its last occurrence. */
  mode(options?: selection.KthOptions): [values: Tensor, indices: Tensor] {
    return selection.mode(this, options);
  }
  /** The different values in rising order, where each value went, and how often it occurs. */
  unique(): selection.Unique {
    return selection.unique(this);
  }
  /** {@link unique} of neighbours only. */
  uniqueConsecutive(): selection.Unique {
    return selection.uniqueConsecutive(this);
  }
  /** Values at places of the flattened tensor. */
  take(index: Tensor): Tensor {
    return selection.take(this, index);
  }

  // ---- matrices
  /** Sum of the products of two vectors. */
  dot(other: Tensor): Tensor {
    return algebra.dot(this, other);
  }
  /** Sums of products along the last axis of both. */
  inner(other: Tensor): Tensor {
    return algebra.inner(this, other);
  }
  /** Matrix times vector. */
  mv(other: Tensor): Tensor {
    return algebra.mv(this, other);
  }
  /** `beta · this + alpha · a b`. */
  addmm(a: Tensor, b: Tensor, options?: algebra.AddmmOptions): Tensor {
    return algebra.addmm(this, a, b, options);
  }
  /** {@link addmm} of a matrix and a vector. */
  addmv(a: Tensor, b: Tensor, options?: algebra.AddmmOptions): Tensor {
    return algebra.addmv(this, a, b, options);
  }
  /** {@link addmm} of batches of matrices. */
  baddbmm(a: Tensor, b: Tensor, options?: algebra.AddmmOptions): Tensor {
    return algebra.baddbmm(this, a, b, options);
  }
  /** Vector product along an axis of size 3 (default the last). */
  cross(other: Tensor, options?: { dim?: number }): Tensor {
    return algebra.cross(this, other, options);
  }
  /** Matrix product; axes before the last two broadcast. */
  matmul(other: Tensor): Tensor {
    return linalg.matmul(this, other);
  }
  mm(other: Tensor): Tensor {
    return linalg.matmul(this, other);
  }
  /** Products of two batches of matrices. */
  bmm(other: Tensor): Tensor {
    return contract.bmm(this, other);
  }
  /** Products of all entries of two vectors. */
  outer(other: Tensor): Tensor {
    return contract.outer(this, other);
  }
  /** Matrix transpose. */
  t(): Tensor {
    return linalg.t(this);
  }

  /** Same values in another dtype; `int32` cuts towards zero. */
  to(dtype: DType): Tensor {
    return cast(this, dtype);
  }
  /** Rows along the first axis. */
  *[Symbol.iterator](): IterableIterator<Tensor> {
    if (this.ndim === 0) throw new ValueError('iteration: expected at least one dimension, got a scalar');
    for (let i = 0; i < this.shape[0]; i++) yield move.select(this, 0, i);
  }
}
