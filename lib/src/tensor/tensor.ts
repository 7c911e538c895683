import { TensorMatrices } from './matrices.js';
import type { BincountOptions, HistcOptions } from './ops/count.js';
import * as count from './ops/count.js';
import * as cumulative from './ops/cumulative.js';
import { type NormOptions, norm } from './ops/distance.js';
import * as index from './ops/index.js';
import * as red from './ops/reduce.js';
import * as selection from './ops/select.js';
import * as order from './ops/sort.js';
import * as statistics from './ops/statistics.js';

type Reduction = red.Reduction;

/**
 * An array of numbers on a backend, with PyTorch's operations in camelCase. Made by `tensor`, `zeros`, `randn`, …
 * Memory is given back by itself once nothing refers to the tensor.
 */
export class Tensor extends TensorMatrices {
  // ---- reductions: `x.sum()`, `x.sum(0)`, `x.sum([0, 1])`, `x.sum({ dim: 0, keepdim: true })`
  /**
   * Sum of all values, or along `dim`.
   *
   *     tensor([[1, 2], [3, 4]]).sum({ dim: 1 }) // → [3, 7]
   */
  sum(of?: Reduction): Tensor {
    return red.sum(this, of);
  }
  /**
   * Mean of all values, or along `dim`.
   *
   *     tensor([[1, 2], [3, 4]]).mean({ dim: 0 }) // → [2, 3]
   */
  mean(of?: Reduction): Tensor {
    return red.mean(this, of);
  }
  /**
   * Largest value of all, or along `dim`.
   *
   *     tensor([3, 7, 5]).max() // → 7
   */
  max(of?: Reduction): Tensor {
    return red.max(this, of);
  }
  /**
   * Smallest value of all, or along `dim`.
   *
   *     tensor([3, 7, 5]).min() // → 3
   */
  min(of?: Reduction): Tensor {
    return red.min(this, of);
  }
  /**
   * Whether every value is true (or not 0), in all or along `dim`.
   *
   *     tensor([true, false]).all() // → false
   */
  all(of?: Reduction): Tensor {
    return red.all(this, of);
  }
  /**
   * Whether any value is true (or not 0), in all or along `dim`.
   *
   *     tensor([true, false]).any() // → true
   */
  any(of?: Reduction): Tensor {
    return red.any(this, of);
  }
  /**
   * Sample variance (n − 1) unless `correction` says otherwise.
   *
   *     tensor([1, 2, 3]).var() // → 1
   */
  var(of?: Reduction | red.VarianceOptions): Tensor {
    return red.variance(this, of);
  }
  /**
   * Standard deviation: the square root of {@link var}.
   *
   *     tensor([1, 2, 3]).std() // → 1
   */
  std(of?: Reduction | red.VarianceOptions): Tensor {
    return red.std(this, of);
  }
  /**
   * Index of the largest value along `dim`, or in the flattened tensor; int32.
   *
   *     tensor([3, 7, 5]).argmax() // → 1
   */
  argmax(dim?: number): Tensor {
    return red.argmax(this, dim);
  }
  /**
   * Index of the smallest value, as {@link argmax}.
   *
   *     tensor([3, 7, 5]).argmin() // → 0
   */
  argmin(dim?: number): Tensor {
    return red.argmin(this, dim);
  }
  /**
   * Running sum along `dim`.
   *
   *     tensor([1, 2, 3]).cumsum(0) // → [1, 3, 6]
   */
  cumsum(dim: number): Tensor {
    return red.cumsum(this, dim);
  }
  /**
   * The `k` largest values along an axis (default the last), in falling order, and their indices.
   *
   *     tensor([3, 7, 5]).topk(2)[0] // → [7, 5]
   */
  topk(k: number, options?: index.TopkOptions): [values: Tensor, indices: Tensor] {
    return index.topk(this, k, options);
  }
  /**
   * Product of all values, or along `dim`.
   *
   *     tensor([2, 3, 4]).prod() // → 24
   */
  prod(of?: Reduction): Tensor {
    return cumulative.prod(this, of);
  }
  /**
   * PyTorch’s name for {@link max} over dims.
   *
   *     tensor([[1, 5], [2, 0]]).amax({ dim: 1 }) // → [5, 2]
   */
  amax(of?: Reduction): Tensor {
    return red.amax(this, of);
  }
  /**
   * Smallest values, as {@link amax}.
   *
   *     tensor([[1, 5], [2, 0]]).amin({ dim: 1 }) // → [1, 0]
   */
  amin(of?: Reduction): Tensor {
    return red.amin(this, of);
  }
  /**
   * Logarithm of the sum of eˣ, without overflow.
   *
   *     tensor([0, 0]).logsumexp({ dim: 0 }) // → 0.6931
   */
  logsumexp(of?: Reduction): Tensor {
    return cumulative.logsumexp(this, of);
  }
  /**
   * Norm of the values, Euclidean unless `p` says otherwise.
   *
   *     tensor([3, 4]).norm() // → 5
   */
  norm(options?: NormOptions): Tensor {
    return norm(this, options);
  }
  /**
   * Running product along `dim`.
   *
   *     tensor([1, 2, 3]).cumprod(0) // → [1, 2, 6]
   */
  cumprod(dim: number): Tensor {
    return cumulative.cumprod(this, dim);
  }
  /**
   * Logarithm of the running sum of exponentials along `dim`.
   *
   *     tensor([0, 0]).logcumsumexp(0) // → [0, 0.6931]
   */
  logcumsumexp(dim: number): Tensor {
    return cumulative.logcumsumexp(this, dim);
  }
  /**
   * Values in order along an axis (default the last), and where they were.
   *
   *     tensor([3, 1, 2]).sort()[0] // → [1, 2, 3]
   */
  sort(options?: order.SortOptions): [values: Tensor, indices: Tensor] {
    return order.sort(this, options);
  }
  /**
   * Indices that put an axis in order.
   *
   *     tensor([3, 1, 2]).argsort() // → [1, 2, 0]
   */
  argsort(options?: order.SortOptions): Tensor {
    return order.argsort(this, options);
  }
  /**
   * Middle value, the lower of two.
   *
   *     tensor([3, 1, 2]).median() // → 2
   */
  median(dim?: number): Tensor {
    return order.median(this, dim);
  }
  /**
   * Value below which the share `q` lies.
   *
   *     tensor([0, 1, 2, 3]).quantile(0.25) // → 0.75
   */
  quantile(q: number | readonly number[], options?: order.QuantileOptions): Tensor {
    return order.quantile(this, q, options);
  }
  /**
   * Counts in equal parts of a range.
   *
   *     tensor([0, 1, 1]).histc({ bins: 2 }) // → [1, 2]
   */
  histc(options?: HistcOptions): Tensor {
    return count.histc(this, options);
  }
  /**
   * How often each whole number occurs.
   *
   *     tensor([0, 2, 2], { dtype: 'int32' }).bincount() // → [1, 0, 2]
   */
  bincount(options?: BincountOptions): Tensor {
    return count.bincount(this, options);
  }

  /**
   * Sum, NaN as 0.
   *
   *     tensor([1, NaN, 2]).nansum() // → 3
   */
  nansum(of?: Reduction): Tensor {
    return statistics.nansum(this, of);
  }
  /**
   * Mean of what is not NaN.
   *
   *     tensor([1, NaN, 2]).nanmean() // → 1.5
   */
  nanmean(of?: Reduction): Tensor {
    return statistics.nanmean(this, of);
  }
  /**
   * How many values are not 0; int32.
   *
   *     tensor([0, 5, 6]).countNonzero() // → 2
   */
  countNonzero(of?: Reduction): Tensor {
    return statistics.countNonzero(this, of);
  }
  /**
   * Smallest and largest value.
   *
   *     tensor([3, 1, 2]).aminmax().max // → 3
   */
  aminmax(of?: Reduction): { min: Tensor; max: Tensor } {
    return selection.aminmax(this, of);
  }
  /**
   * Differences of neighbours along `dim` (default the last), `n` times over.
   *
   *     tensor([1, 4, 9]).diff() // → [3, 5]
   */
  diff(options?: { n?: number; dim?: number }): Tensor {
    return statistics.diff(this, options);
  }
  /**
   * Every part along `dim` shortened to a p-norm of `maxnorm` at most.
   *
   *     tensor([[3, 4], [0.3, 0.4]]).renorm(2, 0, 1) // → [[0.6, 0.8], [0.3, 0.4]]
   */
  renorm(p: number, dim: number, maxnorm: number): Tensor {
    return statistics.renorm(this, p, dim, maxnorm);
  }
  /**
   * Running maxima along `dim` and their indices.
   *
   *     tensor([1, 3, 2]).cummax(0)[0] // → [1, 3, 3]
   */
  cummax(dim: number): [values: Tensor, indices: Tensor] {
    return selection.cummax(this, dim);
  }
  /**
   * Running minima along `dim` and their indices.
   *
   *     tensor([3, 1, 2]).cummin(0)[0] // → [3, 1, 1]
   */
  cummin(dim: number): [values: Tensor, indices: Tensor] {
    return selection.cummin(this, dim);
  }
  /**
   * The `k`-th smallest value along an axis (default the last), and its index.
   *
   *     tensor([3, 1, 2]).kthvalue(2)[0] // → 2
   */
  kthvalue(k: number, options?: selection.KthOptions): [values: Tensor, indices: Tensor] {
    return selection.kthvalue(this, k, options);
  }
  /**
   * The most frequent value along an axis (default the last), and the index of its last occurrence.
   *
   *     tensor([1, 2, 2]).mode()[0] // → 2
   */
  mode(options?: selection.KthOptions): [values: Tensor, indices: Tensor] {
    return selection.mode(this, options);
  }
  /**
   * The different values in rising order, where each value went, and how often it occurs.
   *
   *     tensor([3, 1, 3]).unique().values // → [1, 3]
   */
  unique(): selection.Unique {
    return selection.unique(this);
  }
  /**
   * {@link unique} of neighbours only.
   *
   *     tensor([1, 1, 2, 1]).uniqueConsecutive().values // → [1, 2, 1]
   */
  uniqueConsecutive(): selection.Unique {
    return selection.uniqueConsecutive(this);
  }
  /**
   * Values at places of the flattened tensor.
   *
   *     tensor([[1, 2], [3, 4]]).take(tensor([3, 0], { dtype: 'int32' })) // → [4, 1]
   */
  take(index: Tensor): Tensor {
    return selection.take(this, index);
  }
}
