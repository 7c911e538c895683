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
  /** Same values in another shape; one `-1` is worked out. */
  reshape(...shape: number[] | [shape: readonly number[]]): Tensor {
    return move.reshape(this.self, parseShape('reshape', shape)[0]);
  }
  /** PyTorch’s name for {@link reshape}. */
  view(...shape: number[] | [shape: readonly number[]]): Tensor {
    return move.reshape(this.self, parseShape('view', shape)[0]);
  }
  flatten(start?: number, end?: number): Tensor {
    return move.flatten(this.self, start, end);
  }
  /** One axis as several; one size may be −1. */
  unflatten(dim: number, sizes: readonly number[]): Tensor {
    return layout.unflatten(this.self, dim, sizes);
  }
  permute(...dims: number[] | [dims: readonly number[]]): Tensor {
    return move.permute(this.self, parseShape('permute', dims)[0]);
  }
  transpose(dim0: number, dim1: number): Tensor {
    return move.transpose(this.self, dim0, dim1);
  }
  unsqueeze(dim: number): Tensor {
    return move.unsqueeze(this.self, dim);
  }
  squeeze(dim?: number): Tensor {
    return move.squeeze(this.self, dim);
  }
  /** Repeats axes of size 1; `-1` keeps a size. */
  expand(...shape: number[] | [shape: readonly number[]]): Tensor {
    return move.expand(this.self, parseShape('expand', shape)[0]);
  }
  flip(dims: number | readonly number[]): Tensor {
    return move.flip(this.self, dims);
  }
  /** `k` quarter turns from the first axis of `dims` (default the first two) towards the second. */
  rot90(k?: number, dims?: readonly [number, number]): Tensor {
    return layout.rot90(this.self, k, dims);
  }
  /** PyTorch’s other name for {@link transpose}. */
  swapaxes(dim0: number, dim1: number): Tensor {
    return move.transpose(this.self, dim0, dim1);
  }
  /** PyTorch’s name for {@link expand} without −1. */
  broadcastTo(shape: readonly number[]): Tensor {
    return move.expand(this.self, shape);
  }
  /** Diagonal of two axes (default the first two), as a new last axis. */
  diagonal(options?: layout.DiagonalOptions): Tensor {
    return layout.diagonal(this.self, options);
  }
  /** Matrices with the last axis on a diagonal and zeros elsewhere. */
  diagEmbed(options?: layout.DiagonalOptions): Tensor {
    return layout.diagEmbed(this.self, options);
  }
  /** Sum of the main diagonal of a matrix. */
  trace(): Tensor {
    return layout.trace(this.self);
  }
  /** Moves axes to new places; the others keep their order. */
  movedim(from: number | readonly number[], to: number | readonly number[]): Tensor {
    return rearrange.movedim(this.self, from, to);
  }
  /** Shifts entries along axes; what leaves at one end comes in at the other. */
  roll(shifts: number | readonly number[], dims?: number | readonly number[]): Tensor {
    return rearrange.roll(this.self, shifts, dims);
  }
  /** Repeats the whole tensor along its axes. */
  repeat(...counts: number[] | [counts: readonly number[]]): Tensor {
    return rearrange.repeat(this.self, parseShape('repeat', counts)[0]);
  }
  /** Like {@link repeat}, with missing counts in front taken as 1. */
  tile(...counts: number[] | [counts: readonly number[]]): Tensor {
    return rearrange.tile(this.self, parseShape('tile', counts)[0]);
  }
  /** Repeats each entry along `dim`, or of the flattened tensor. */
  repeatInterleave(counts: number | readonly number[] | Tensor, dim?: number): Tensor {
    return rearrange.repeatInterleave(this.self, counts, dim);
  }
  /** Lower triangle of the last two axes, 0 above `diagonal`. */
  tril(diagonal?: number): Tensor {
    return rearrange.tril(this.self, diagonal);
  }
  /** Upper triangle of the last two axes, 0 below `diagonal`. */
  triu(diagonal?: number): Tensor {
    return rearrange.triu(this.self, diagonal);
  }
  /** Matrix with this vector on a diagonal, or the diagonal of this matrix. */
  diag(diagonal?: number): Tensor {
    return rearrange.diag(this.self, diagonal);
  }
  /** Sliding windows of `size` entries along `dim`, `step` apart, as a new last axis. */
  unfold(dim: number, size: number, step?: number): Tensor {
    return rearrange.windows(this.self, dim, size, step);
  }

  // ---- parts
  narrow(dim: number, start: number, length: number): Tensor {
    return move.narrow(this.self, dim, start, length);
  }
  /** Entries `start` up to but not including `end` of an axis. */
  slice(dim: number, start?: number, end?: number): Tensor {
    return move.slice(this.self, dim, start, end);
  }
  /** One entry of an axis, which is dropped. */
  select(dim: number, at: number): Tensor {
    return move.select(this.self, dim, at);
  }
  /** `x.get(3)` is the fourth entry of the first axis; `x.get(3, 0)` goes on in the next. */
  get(...at: number[]): Tensor {
    return at.reduce((part: Tensor, i) => move.select(part, 0, i), this.self);
  }
  indexSelect(dim: number, at: Tensor): Tensor {
    return index.indexSelect(this.self, dim, at);
  }
  gather(dim: number, at: Tensor): Tensor {
    return index.gather(this.self, dim, at);
  }
  /** Part in the form of square brackets: `x.at(0)`, `x.at(':', '1:3')`, `x.at('...', -1)`, `x.at([2, 0])`, `x.at(mask)`. */
  at(...index: readonly Index[]): Tensor {
    return at(this.self, ...index);
  }
  /** Parts of one size, or of a list of sizes. */
  split(sizes: number | readonly number[], dim?: number): Tensor[] {
    return rearrange.split(this.self, sizes, dim);
  }
  /** At most `count` parts of equal size. */
  chunk(count: number, dim?: number): Tensor[] {
    return rearrange.chunk(this.self, count, dim);
  }
  /** Entries of an axis as separate tensors. */
  unbind(dim?: number): Tensor[] {
    return rearrange.unbind(this.self, dim);
  }
  /** Like {@link gather}, with an index that broadcasts. */
  takeAlongDim(at: Tensor, dim?: number): Tensor {
    return scatter.takeAlongDim(this.self, at, dim);
  }
  /** This with `source` added at the places that {@link gather} would read. */
  scatterAdd(dim: number, at: Tensor, source: Tensor): Tensor {
    return scatter.scatterAdd(this.self, dim, at, source);
  }
  /** This with `values` in the places that index tensors for the first axes name. */
  indexPut(at: readonly Tensor[], values: Operand, options?: { accumulate?: boolean }): Tensor {
    return scatter.indexPut(this.self, at, values, options);
  }
  /** Values where `mask` is true, in a vector. */
  maskedSelect(mask: Tensor): Tensor {
    return scatter.maskedSelect(this.self, mask);
  }
  /** Indices of the values that are not 0: int32 `[count, rank]`. */
  nonzero(): Tensor {
    return scatter.nonzero(this.self);
  }
  /** Values of `source` at the places that `gather` would read. */
  scatter(dim: number, index: Tensor, source: Operand): Tensor {
    return write.scatter(this.self, dim, index, source);
  }
  /** {@link scatter} that adds up (`'sum'`) or averages (`'mean'`) all values for one place. */
  scatterReduce(
    dim: number,
    index: Tensor,
    source: Tensor,
    reduce: 'sum' | 'mean',
    options?: write.ScatterReduceOptions,
  ): Tensor {
    return write.scatterReduce(this.self, dim, index, source, reduce, options);
  }
  /** Adds parts of `source` to those that `index` names. */
  indexAdd(dim: number, index: Tensor, source: Tensor, options?: { alpha?: number }): Tensor {
    return write.indexAdd(this.self, dim, index, source, options);
  }
  /** Parts of `source` in place of those that `index` names. */
  indexCopy(dim: number, index: Tensor, source: Tensor): Tensor {
    return write.indexCopy(this.self, dim, index, source);
  }
  /** `value` in all parts that `index` names. */
  indexFill(dim: number, index: Tensor, value: number): Tensor {
    return write.indexFill(this.self, dim, index, value);
  }
  /** The first values of `source` where `mask` is true. */
  maskedScatter(mask: Tensor, source: Tensor): Tensor {
    return write.maskedScatter(this.self, mask, source);
  }
}
