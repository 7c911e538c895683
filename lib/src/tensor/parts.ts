import { TensorFormulas } from './formulas.js';
import { at, type Index } from './ops/at.js';
import type { Operand } from './ops/elementwise.js';
import * as index from './ops/index.js';
import * as layout from './ops/layout.js';
import * as move from './ops/movement.js';
import * as rearrange from './ops/rearrange.js';
import * as scatter from './ops/scatter.js';
import * as write from './ops/write.js';
import { parseShape } from './shape.js';
import type { Tensor } from './tensor.js';

/** Operations of a tensor on its shape and its parts. Only {@link Tensor} extends it. */
export abstract class TensorParts extends TensorFormulas {
  // ---- shape
  /**
   * Same values in another shape; one `-1` is worked out.
   *
   *     arange(6).reshape(2, -1) // → [[0, 1, 2], [3, 4, 5]]
   */
  reshape(...shape: number[] | [shape: readonly number[]]): Tensor {
    return move.reshape(this.self, parseShape('reshape', shape)[0]);
  }
  /**
   * PyTorch’s name for {@link reshape}.
   *
   *     arange(4).view(2, 2) // → [[0, 1], [2, 3]]
   */
  view(...shape: number[] | [shape: readonly number[]]): Tensor {
    return move.reshape(this.self, parseShape('view', shape)[0]);
  }
  /**
   * Makes one axis of the axes from `start` (default 0) to `end` (default the last).
   *
   *     zeros(2, 3, 4).flatten(1).shape // → [2, 12]
   */
  flatten(start?: number, end?: number): Tensor {
    return move.flatten(this.self, start, end);
  }
  /**
   * One axis as several; one size may be −1.
   *
   *     arange(6).unflatten(0, [2, 3]) // → [[0, 1, 2], [3, 4, 5]]
   */
  unflatten(dim: number, sizes: readonly number[]): Tensor {
    return layout.unflatten(this.self, dim, sizes);
  }
  /**
   * The axes in a new order.
   *
   *     zeros(2, 3, 4).permute(2, 0, 1).shape // → [4, 2, 3]
   */
  permute(...dims: number[] | [dims: readonly number[]]): Tensor {
    return move.permute(this.self, parseShape('permute', dims)[0]);
  }
  /**
   * Swaps two axes.
   *
   *     zeros(2, 3, 4).transpose(0, 2).shape // → [4, 3, 2]
   */
  transpose(dim0: number, dim1: number): Tensor {
    return move.transpose(this.self, dim0, dim1);
  }
  /**
   * Adds an axis of size 1 at `dim`.
   *
   *     zeros(3).unsqueeze(0).shape // → [1, 3]
   */
  unsqueeze(dim: number): Tensor {
    return move.unsqueeze(this.self, dim);
  }
  /**
   * Drops the axis `dim` if its size is 1; without `dim` all such axes.
   *
   *     zeros(1, 3, 1).squeeze().shape // → [3]
   */
  squeeze(dim?: number): Tensor {
    return move.squeeze(this.self, dim);
  }
  /**
   * Repeats axes of size 1; `-1` keeps a size.
   *
   *     tensor([[1], [2]]).expand(2, 3) // → [[1, 1, 1], [2, 2, 2]]
   */
  expand(...shape: number[] | [shape: readonly number[]]): Tensor {
    return move.expand(this.self, parseShape('expand', shape)[0]);
  }
  /**
   * Reverses the order along axes.
   *
   *     tensor([1, 2, 3]).flip(0) // → [3, 2, 1]
   */
  flip(dims: number | readonly number[]): Tensor {
    return move.flip(this.self, dims);
  }
  /**
   * `k` quarter turns from the first axis of `dims` (default the first two) towards the second.
   *
   *     tensor([[1, 2], [3, 4]]).rot90() // → [[2, 4], [1, 3]]
   */
  rot90(k?: number, dims?: readonly [number, number]): Tensor {
    return layout.rot90(this.self, k, dims);
  }
  /**
   * PyTorch’s other name for {@link transpose}.
   *
   *     zeros(2, 3).swapaxes(0, 1).shape // → [3, 2]
   */
  swapaxes(dim0: number, dim1: number): Tensor {
    return move.transpose(this.self, dim0, dim1);
  }
  /**
   * PyTorch’s name for {@link expand} without −1.
   *
   *     tensor([1, 2]).broadcastTo([2, 2]) // → [[1, 2], [1, 2]]
   */
  broadcastTo(shape: readonly number[]): Tensor {
    return move.expand(this.self, shape);
  }
  /**
   * Diagonal of two axes (default the first two), as a new last axis.
   *
   *     tensor([[1, 2], [3, 4]]).diagonal() // → [1, 4]
   */
  diagonal(options?: layout.DiagonalOptions): Tensor {
    return layout.diagonal(this.self, options);
  }
  /**
   * Matrices with the last axis on a diagonal and zeros elsewhere.
   *
   *     tensor([1, 2]).diagEmbed() // → [[1, 0], [0, 2]]
   */
  diagEmbed(options?: layout.DiagonalOptions): Tensor {
    return layout.diagEmbed(this.self, options);
  }
  /**
   * Sum of the main diagonal of a matrix.
   *
   *     tensor([[1, 2], [3, 4]]).trace() // → 5
   */
  trace(): Tensor {
    return layout.trace(this.self);
  }
  /**
   * Moves axes to new places; the others keep their order.
   *
   *     zeros(2, 3, 4).movedim(0, -1).shape // → [3, 4, 2]
   */
  movedim(from: number | readonly number[], to: number | readonly number[]): Tensor {
    return rearrange.movedim(this.self, from, to);
  }
  /**
   * Shifts entries along axes; what leaves at one end comes in at the other.
   *
   *     tensor([1, 2, 3]).roll(1) // → [3, 1, 2]
   */
  roll(shifts: number | readonly number[], dims?: number | readonly number[]): Tensor {
    return rearrange.roll(this.self, shifts, dims);
  }
  /**
   * Repeats the whole tensor along its axes.
   *
   *     tensor([1, 2]).repeat(2, 1) // → [[1, 2], [1, 2]]
   */
  repeat(...counts: number[] | [counts: readonly number[]]): Tensor {
    return rearrange.repeat(this.self, parseShape('repeat', counts)[0]);
  }
  /**
   * Like {@link repeat}, with missing counts in front taken as 1.
   *
   *     tensor([1, 2]).tile(2) // → [1, 2, 1, 2]
   */
  tile(...counts: number[] | [counts: readonly number[]]): Tensor {
    return rearrange.tile(this.self, parseShape('tile', counts)[0]);
  }
  /**
   * Repeats each entry along `dim`, or of the flattened tensor.
   *
   *     tensor([1, 2]).repeatInterleave(2) // → [1, 1, 2, 2]
   */
  repeatInterleave(counts: number | readonly number[] | Tensor, dim?: number): Tensor {
    return rearrange.repeatInterleave(this.self, counts, dim);
  }
  /**
   * Lower triangle of the last two axes, 0 above `diagonal`.
   *
   *     ones(2, 2).tril() // → [[1, 0], [1, 1]]
   */
  tril(diagonal?: number): Tensor {
    return rearrange.tril(this.self, diagonal);
  }
  /**
   * Upper triangle of the last two axes, 0 below `diagonal`.
   *
   *     ones(2, 2).triu() // → [[1, 1], [0, 1]]
   */
  triu(diagonal?: number): Tensor {
    return rearrange.triu(this.self, diagonal);
  }
  /**
   * Matrix with this vector on a diagonal, or the diagonal of this matrix.
   *
   *     tensor([[1, 2], [3, 4]]).diag() // → [1, 4]
   */
  diag(diagonal?: number): Tensor {
    return rearrange.diag(this.self, diagonal);
  }
  /**
   * Sliding windows of `size` entries along `dim`, `step` apart, as a new last axis.
   *
   *     arange(5).unfold(0, 3, 2) // → [[0, 1, 2], [2, 3, 4]]
   */
  unfold(dim: number, size: number, step?: number): Tensor {
    return rearrange.windows(this.self, dim, size, step);
  }

  // ---- parts
  /**
   * `length` entries of axis `dim` from `start` on.
   *
   *     arange(5).narrow(0, 1, 3) // → [1, 2, 3]
   */
  narrow(dim: number, start: number, length: number): Tensor {
    return move.narrow(this.self, dim, start, length);
  }
  /**
   * Entries `start` up to but not including `end` of an axis.
   *
   *     arange(5).slice(0, 1, 3) // → [1, 2]
   */
  slice(dim: number, start?: number, end?: number): Tensor {
    return move.slice(this.self, dim, start, end);
  }
  /**
   * One entry of an axis, which is dropped.
   *
   *     tensor([[1, 2], [3, 4]]).select(1, 0) // → [1, 3]
   */
  select(dim: number, at: number): Tensor {
    return move.select(this.self, dim, at);
  }
  /**
   * `x.get(3)` is the fourth entry of the first axis; `x.get(3, 0)` goes on in the next.
   *
   *     tensor([[1, 2], [3, 4]]).get(1, 0) // → 3
   */
  get(...at: number[]): Tensor {
    return at.reduce((part: Tensor, i) => move.select(part, 0, i), this.self);
  }
  /**
   * Entries of axis `dim` at the indices of an int32 vector.
   *
   *     tensor([5, 6, 7]).indexSelect(0, tensor([2, 0], { dtype: 'int32' })) // → [7, 5]
   */
  indexSelect(dim: number, at: Tensor): Tensor {
    return index.indexSelect(this.self, dim, at);
  }
  /**
   * One entry of axis `dim` for each index; `at` has the rank of this.
   *
   *     tensor([[1, 2], [3, 4]]).gather(1, tensor([[1], [0]], { dtype: 'int32' })) // → [[2], [3]]
   */
  gather(dim: number, at: Tensor): Tensor {
    return index.gather(this.self, dim, at);
  }
  /**
   * Part in the form of square brackets: `x.at(0)`, `x.at(':', '1:3')`, `x.at('...', -1)`, `x.at([2, 0])`, `x.at(mask)`.
   *
   *     arange(6).view(2, 3).at(':', '1:') // → [[1, 2], [4, 5]]
   */
  at(...index: readonly Index[]): Tensor {
    return at(this.self, ...index);
  }
  /**
   * Parts of one size, or of a list of sizes.
   *
   *     arange(5).split(2)[2] // → [4]
   */
  split(sizes: number | readonly number[], dim?: number): Tensor[] {
    return rearrange.split(this.self, sizes, dim);
  }
  /**
   * At most `count` parts of equal size.
   *
   *     arange(4).chunk(2)[1] // → [2, 3]
   */
  chunk(count: number, dim?: number): Tensor[] {
    return rearrange.chunk(this.self, count, dim);
  }
  /**
   * Entries of an axis as separate tensors.
   *
   *     tensor([[1, 2], [3, 4]]).unbind()[1] // → [3, 4]
   */
  unbind(dim?: number): Tensor[] {
    return rearrange.unbind(this.self, dim);
  }
  /**
   * Like {@link gather}, with an index that broadcasts.
   *
   *     tensor([[3, 1]]).takeAlongDim(tensor([[1]], { dtype: 'int32' }), 1) // → [[1]]
   */
  takeAlongDim(at: Tensor, dim?: number): Tensor {
    return scatter.takeAlongDim(this.self, at, dim);
  }
  /**
   * This with `source` added at the places that {@link gather} would read.
   *
   *     zeros(3).scatterAdd(0, tensor([0, 0, 2], { dtype: 'int32' }), ones(3)) // → [2, 0, 1]
   */
  scatterAdd(dim: number, at: Tensor, source: Tensor): Tensor {
    return scatter.scatterAdd(this.self, dim, at, source);
  }
  /**
   * This with `values` in the places that index tensors for the first axes name.
   *
   *     zeros(3).indexPut([tensor([1], { dtype: 'int32' })], 5) // → [0, 5, 0]
   */
  indexPut(at: readonly Tensor[], values: Operand, options?: { accumulate?: boolean }): Tensor {
    return scatter.indexPut(this.self, at, values, options);
  }
  /**
   * Values where `mask` is true, in a vector.
   *
   *     tensor([1, 2, 3]).maskedSelect(tensor([true, false, true])) // → [1, 3]
   */
  maskedSelect(mask: Tensor): Tensor {
    return scatter.maskedSelect(this.self, mask);
  }
  /**
   * Indices of the values that are not 0: int32 `[count, rank]`.
   *
   *     tensor([0, 5, 6]).nonzero() // → [[1], [2]]
   */
  nonzero(): Tensor {
    return scatter.nonzero(this.self);
  }
  /**
   * Values of `source` at the places that `gather` would read.
   *
   *     zeros(3).scatter(0, tensor([2], { dtype: 'int32' }), 5) // → [0, 0, 5]
   */
  scatter(dim: number, index: Tensor, source: Operand): Tensor {
    return write.scatter(this.self, dim, index, source);
  }
  /**
   * {@link scatter} that adds up (`'sum'`) or averages (`'mean'`) all values for one place.
   *
   *     zeros(2).scatterReduce(0, tensor([0, 0], { dtype: 'int32' }), tensor([1, 5]), 'amax') // → [2, 0]
   */
  scatterReduce(
    dim: number,
    index: Tensor,
    source: Tensor,
    reduce: 'sum' | 'mean',
    options?: write.ScatterReduceOptions,
  ): Tensor {
    return write.scatterReduce(this.self, dim, index, source, reduce, options);
  }
  /**
   * Adds parts of `source` to those that `index` names.
   *
   *     zeros(3).indexAdd(0, tensor([0, 0], { dtype: 'int32' }), ones(2)) // → [2, 0, 0]
   */
  indexAdd(dim: number, index: Tensor, source: Tensor, options?: { alpha?: number }): Tensor {
    return write.indexAdd(this.self, dim, index, source, options);
  }
  /**
   * Parts of `source` in place of those that `index` names.
   *
   *     zeros(3).indexCopy(0, tensor([2], { dtype: 'int32' }), tensor([5])) // → [0, 0, 5]
   */
  indexCopy(dim: number, index: Tensor, source: Tensor): Tensor {
    return write.indexCopy(this.self, dim, index, source);
  }
  /**
   * `value` in all parts that `index` names.
   *
   *     zeros(3).indexFill(0, tensor([1], { dtype: 'int32' }), 5) // → [0, 5, 0]
   */
  indexFill(dim: number, index: Tensor, value: number): Tensor {
    return write.indexFill(this.self, dim, index, value);
  }
  /**
   * The first values of `source` where `mask` is true.
   *
   *     zeros(3).maskedScatter(tensor([true, false, true]), tensor([5, 6])) // → [5, 0, 6]
   */
  maskedScatter(mask: Tensor, source: Tensor): Tensor {
    return write.maskedScatter(this.self, mask, source);
  }
}
