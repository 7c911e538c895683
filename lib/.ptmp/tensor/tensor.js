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
/**
 * An array of numbers on a backend, with PyTorch's operations in camelCase. Made by `tensor`, `zeros`, `randn`, …
 * Memory is given back by itself once nothing refers to the tensor.
 */
export class Tensor extends TensorBase {
    // ---- arithmetic (operands broadcast; a number stands for a tensor filled with it)
    add(other) {
        return elem.add(this, other);
    }
    sub(other) {
        return elem.sub(this, other);
    }
    mul(other) {
        return elem.mul(this, other);
    }
    div(other) {
        return elem.div(this, other);
    }
    pow(other) {
        return elem.pow(this, other);
    }
    maximum(other) {
        return elem.maximum(this, other);
    }
    minimum(other) {
        return elem.minimum(this, other);
    }
    remainder(other) {
        return elem.remainder(this, other);
    }
    neg() {
        return un.neg(this);
    }
    abs() {
        return un.abs(this);
    }
    sign() {
        return un.sign(this);
    }
    exp() {
        return un.exp(this);
    }
    log() {
        return un.log(this);
    }
    log1p() {
        return un.log1p(this);
    }
    sqrt() {
        return un.sqrt(this);
    }
    rsqrt() {
        return un.rsqrt(this);
    }
    reciprocal() {
        return un.reciprocal(this);
    }
    sin() {
        return un.sin(this);
    }
    cos() {
        return un.cos(this);
    }
    erf() {
        return un.erf(this);
    }
    floor() {
        return un.floor(this);
    }
    ceil() {
        return un.ceil(this);
    }
    round() {
        return un.round(this);
    }
    isnan() {
        return un.isnan(this);
    }
    isfinite() {
        return un.isfinite(this);
    }
    // ---- activations
    relu() {
        return act.relu(this);
    }
    sigmoid() {
        return act.sigmoid(this);
    }
    tanh() {
        return act.tanh(this);
    }
    /** Limits values to `[min, max]`. */
    clamp(options) {
        return act.clamp(this, options);
    }
    softmax(dim) {
        return soft.softmax(this, dim);
    }
    logSoftmax(dim) {
        return soft.logSoftmax(this, dim);
    }
    // ---- comparison and logic (bool, without gradient)
    eq(other) {
        return cmp.eq(this, other);
    }
    ne(other) {
        return cmp.ne(this, other);
    }
    lt(other) {
        return cmp.lt(this, other);
    }
    le(other) {
        return cmp.le(this, other);
    }
    gt(other) {
        return cmp.gt(this, other);
    }
    ge(other) {
        return cmp.ge(this, other);
    }
    logicalAnd(other) {
        return cmp.logicalAnd(this, other);
    }
    logicalOr(other) {
        return cmp.logicalOr(this, other);
    }
    logicalNot() {
        return cmp.logicalNot(this);
    }
    /** Values of `a` where this is true, of `b` elsewhere. */
    where(a, b) {
        return cmp.where(this, a, b);
    }
    // ---- reductions: `x.sum()`, `x.sum(0)`, `x.sum([0, 1])`, `x.sum({ dim: 0, keepdim: true })`
    sum(of) {
        return red.sum(this, of);
    }
    mean(of) {
        return red.mean(this, of);
    }
    max(of) {
        return red.max(this, of);
    }
    min(of) {
        return red.min(this, of);
    }
    all(of) {
        return red.all(this, of);
    }
    any(of) {
        return red.any(this, of);
    }
    /** Sample variance (n − 1) unless `correction` says otherwise. */
    var(of) {
        return red.variance(this, of);
    }
    std(of) {
        return red.std(this, of);
    }
    /** Index of the largest value along `dim`, or in the flattened tensor; int32. */
    argmax(dim) {
        return red.argmax(this, dim);
    }
    argmin(dim) {
        return red.argmin(this, dim);
    }
    cumsum(dim) {
        return red.cumsum(this, dim);
    }
    /** The `k` largest values along the last axis, in falling order, and their indices. */
    topk(k) {
        return index.topk(this, k);
    }
    // ---- matrices
    /** Matrix product; axes before the last two broadcast. */
    matmul(other) {
        return linalg.matmul(this, other);
    }
    mm(other) {
        return linalg.matmul(this, other);
    }
    /** Matrix transpose. */
    t() {
        return linalg.t(this);
    }
    // ---- shape
    /** Same values in another shape; one `-1` is worked out. */
    reshape(...shape) {
        return move.reshape(this, parseShape('reshape', shape)[0]);
    }
    /** PyTorch’s name for {@link reshape}. */
    view(...shape) {
        return move.reshape(this, parseShape('view', shape)[0]);
    }
    flatten(start, end) {
        return move.flatten(this, start, end);
    }
    permute(...dims) {
        return move.permute(this, parseShape('permute', dims)[0]);
    }
    transpose(dim0, dim1) {
        return move.transpose(this, dim0, dim1);
    }
    unsqueeze(dim) {
        return move.unsqueeze(this, dim);
    }
    squeeze(dim) {
        return move.squeeze(this, dim);
    }
    /** Repeats axes of size 1; `-1` keeps a size. */
    expand(...shape) {
        return move.expand(this, parseShape('expand', shape)[0]);
    }
    flip(dims) {
        return move.flip(this, dims);
    }
    // ---- parts
    narrow(dim, start, length) {
        return move.narrow(this, dim, start, length);
    }
    /** Entries `start` up to but not including `end` of an axis. */
    slice(dim, start, end) {
        return move.slice(this, dim, start, end);
    }
    /** One entry of an axis, which is dropped. */
    select(dim, at) {
        return move.select(this, dim, at);
    }
    /** `x.get(3)` is the fourth entry of the first axis; `x.get(3, 0)` goes on in the next. */
    get(...at) {
        return at.reduce((part, i) => move.select(part, 0, i), this);
    }
    indexSelect(dim, at) {
        return index.indexSelect(this, dim, at);
    }
    gather(dim, at) {
        return index.gather(this, dim, at);
    }
    /** Same values in another dtype; `int32` cuts towards zero. */
    to(dtype) {
        return cast(this, dtype);
    }
    /** Rows along the first axis. */
    *[Symbol.iterator]() {
        if (this.ndim === 0)
            throw new ValueError('iteration: expected at least one dimension, got a scalar');
        for (let i = 0; i < this.shape[0]; i++)
            yield move.select(this, 0, i);
    }
}
