import type { DType } from '../backend/buffer.js';
import { ValueError } from '../errors.js';
import { TensorBase } from './base.js';
import * as act from './ops/activation.js';
import { cast } from './ops/cast.js';
import * as cmp from './ops/compare.js';
import * as elem from './ops/elementwise.js';
import * as index from './ops/index.js';
import * as linalg from './ops/matmul.js';
import * as move from './ops/movement.js';
import * as red from './ops/reduce.js';
import * as soft from './ops/softmax.js';
import * as un from './ops/unary.js';
import { parseShape } from './shape.js';

type Operand = elem.Operand;
type Reduction = red.Reduction;

/**
 * An array of numbers on a backend, with PyTorch's operations in camelCase. Made by `tensor`, `zeros`, `randn`, …
 * Memory is given back by itself once nothing refers to the tensor.
 */
export class Tensor extends TensorBase {
  // ---- arithmetic (operands broadcast; a number stands for a tensor filled with it)
  add(other: Operand): Tensor {
    return elem.add(this, other);
  }
  sub(other: Operand): Tensor {
    return elem.sub(this, other);
  }
  mul(other: Operand): Tensor {
    return elem.mul(this, other);
  }
  div(other: Operand): Tensor {
    return elem.div(this, other);
  }
  pow(other: Operand): Tensor {
    return elem.pow(this, other);
  }
  maximum(other: Operand): Tensor {
    return elem.maximum(this, other);
  }
  minimum(other: Operand): Tensor {
    return elem.minimum(this, other);
  }
  remainder(other: Operand): Tensor {
    return elem.remainder(this, other);
  }
  neg(): Tensor {
    return un.neg(this);
  }
  abs(): Tensor {
    return un.abs(this);
  }
  sign(): Tensor {
    return un.sign(this);
  }
  exp(): Tensor {
    return un.exp(this);
  }
  log(): Tensor {
    return un.log(this);
  }
  log1p(): Tensor {
    return un.log1p(this);
  }
  sqrt(): Tensor {
    return un.sqrt(this);
  }
  rsqrt(): Tensor {
    return un.rsqrt(this);
  }
  reciprocal(): Tensor {
    return un.reciprocal(this);
  }
  sin(): Tensor {
    return un.sin(this);
  }
  cos(): Tensor {
    return un.cos(this);
  }
  erf(): Tensor {
    return un.erf(this);
  }
  floor(): Tensor {
    return un.floor(this);
  }
  ceil(): Tensor {
    return un.ceil(this);
  }
  round(): Tensor {
    return un.round(this);
  }
  isnan(): Tensor {
    return un.isnan(this);
  }
  isfinite(): Tensor {
    return un.isfinite(this);
  }

  // ---- activations
  relu(): Tensor {
    return act.relu(this);
  }
  sigmoid(): Tensor {
    return act.sigmoid(this);
  }
  tanh(): Tensor {
    return act.tanh(this);
  }
  /** Limits values to `[min, max]`. */
  clamp(options: act.ClampOptions): Tensor {
    return act.clamp(this, options);
  }
  softmax(dim: number): Tensor {
    return soft.softmax(this, dim);
  }
  logSoftmax(dim: number): Tensor {
    return soft.logSoftmax(this, dim);
  }

  // ---- comparison and logic (bool, without gradient)
  eq(other: Operand): Tensor {
    return cmp.eq(this, other);
  }
  ne(other: Operand): Tensor {
    return cmp.ne(this, other);
  }
  lt(other: Operand): Tensor {
    return cmp.lt(this, other);
  }
  le(other: Operand): Tensor {
    return cmp.le(this, other);
  }
  gt(other: Operand): Tensor {
    return cmp.gt(this, other);
  }
  ge(other: Operand): Tensor {
    return cmp.ge(this, other);
  }
  logicalAnd(other: Tensor): Tensor {
    return cmp.logicalAnd(this, other);
  }
  logicalOr(other: Tensor): Tensor {
    return cmp.logicalOr(this, other);
  }
  logicalNot(): Tensor {
    return cmp.logicalNot(this);
  }
  /** Values of `a` where this is true, of `b` elsewhere. */
  where(a: Operand, b: Operand): Tensor {
    return cmp.where(this, a, b);
  }

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

  // ---- matrices
  /** Matrix product; axes before the last two broadcast. */
  matmul(other: Tensor): Tensor {
    return linalg.matmul(this, other);
  }
  mm(other: Tensor): Tensor {
    return linalg.matmul(this, other);
  }
  /** Matrix transpose. */
  t(): Tensor {
    return linalg.t(this);
  }

  // ---- shape
  /** Same values in another shape; one `-1` is worked out. */
  reshape(...shape: number[] | [shape: readonly number[]]): Tensor {
    return move.reshape(this, parseShape('reshape', shape)[0]);
  }
  /** PyTorch’s name for {@link reshape}. */
  view(...shape: number[] | [shape: readonly number[]]): Tensor {
    return move.reshape(this, parseShape('view', shape)[0]);
  }
  flatten(start?: number, end?: number): Tensor {
    return move.flatten(this, start, end);
  }
  permute(...dims: number[] | [dims: readonly number[]]): Tensor {
    return move.permute(this, parseShape('permute', dims)[0]);
  }
  transpose(dim0: number, dim1: number): Tensor {
    return move.transpose(this, dim0, dim1);
  }
  unsqueeze(dim: number): Tensor {
    return move.unsqueeze(this, dim);
  }
  squeeze(dim?: number): Tensor {
    return move.squeeze(this, dim);
  }
  /** Repeats axes of size 1; `-1` keeps a size. */
  expand(...shape: number[] | [shape: readonly number[]]): Tensor {
    return move.expand(this, parseShape('expand', shape)[0]);
  }
  flip(dims: number | readonly number[]): Tensor {
    return move.flip(this, dims);
  }

  // ---- parts
  narrow(dim: number, start: number, length: number): Tensor {
    return move.narrow(this, dim, start, length);
  }
  /** Entries `start` up to but not including `end` of an axis. */
  slice(dim: number, start?: number, end?: number): Tensor {
    return move.slice(this, dim, start, end);
  }
  /** One entry of an axis, which is dropped. */
  select(dim: number, at: number): Tensor {
    return move.select(this, dim, at);
  }
  /** `x.get(3)` is the fourth entry of the first axis; `x.get(3, 0)` goes on in the next. */
  get(...at: number[]): Tensor {
    return at.reduce((part: Tensor, i) => move.select(part, 0, i), this);
  }
  indexSelect(dim: number, at: Tensor): Tensor {
    return index.indexSelect(this, dim, at);
  }
  gather(dim: number, at: Tensor): Tensor {
    return index.gather(this, dim, at);
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
