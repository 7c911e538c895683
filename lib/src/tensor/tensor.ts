import type { DType } from '../backend/buffer.js';
import { ValueError } from '../errors.js';
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
import * as order from './ops/sort.js';
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

  // ---- matrices
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
