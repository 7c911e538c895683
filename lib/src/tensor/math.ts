import { TensorBase } from './base.js';
import * as act from './ops/activation.js';
import * as cmp from './ops/compare.js';
import * as elem from './ops/elementwise.js';
import * as scatter from './ops/scatter.js';
import * as soft from './ops/softmax.js';
import type { Tolerance } from './ops/tolerance.js';
import * as close from './ops/tolerance.js';
import * as un from './ops/unary.js';
import type { Tensor } from './tensor.js';

type Operand = elem.Operand;

/** Operations of a tensor that work value by value. Only {@link Tensor} extends it, through its parts and shapes. */
export abstract class TensorMath extends TensorBase {
  // ---- arithmetic (operands broadcast; a number stands for a tensor filled with it)
  add(other: Operand): Tensor {
    return elem.add(this.self, other);
  }
  sub(other: Operand): Tensor {
    return elem.sub(this.self, other);
  }
  mul(other: Operand): Tensor {
    return elem.mul(this.self, other);
  }
  div(other: Operand): Tensor {
    return elem.div(this.self, other);
  }
  pow(other: Operand): Tensor {
    return elem.pow(this.self, other);
  }
  maximum(other: Operand): Tensor {
    return elem.maximum(this.self, other);
  }
  minimum(other: Operand): Tensor {
    return elem.minimum(this.self, other);
  }
  remainder(other: Operand): Tensor {
    return elem.remainder(this.self, other);
  }
  /** Angle in radians of the point (other, this) from the positive x axis. */
  atan2(other: Operand): Tensor {
    return elem.atan2(this.self, other);
  }
  neg(): Tensor {
    return un.neg(this.self);
  }
  abs(): Tensor {
    return un.abs(this.self);
  }
  sign(): Tensor {
    return un.sign(this.self);
  }
  exp(): Tensor {
    return un.exp(this.self);
  }
  log(): Tensor {
    return un.log(this.self);
  }
  log1p(): Tensor {
    return un.log1p(this.self);
  }
  sqrt(): Tensor {
    return un.sqrt(this.self);
  }
  rsqrt(): Tensor {
    return un.rsqrt(this.self);
  }
  reciprocal(): Tensor {
    return un.reciprocal(this.self);
  }
  sin(): Tensor {
    return un.sin(this.self);
  }
  cos(): Tensor {
    return un.cos(this.self);
  }
  erf(): Tensor {
    return un.erf(this.self);
  }
  tan(): Tensor {
    return un.tan(this.self);
  }
  asin(): Tensor {
    return un.asin(this.self);
  }
  acos(): Tensor {
    return un.acos(this.self);
  }
  atan(): Tensor {
    return un.atan(this.self);
  }
  sinh(): Tensor {
    return un.sinh(this.self);
  }
  cosh(): Tensor {
    return un.cosh(this.self);
  }
  /** eˣ − 1, exact near 0. */
  expm1(): Tensor {
    return un.expm1(this.self);
  }
  floor(): Tensor {
    return un.floor(this.self);
  }
  ceil(): Tensor {
    return un.ceil(this.self);
  }
  round(options?: { decimals?: number }): Tensor {
    return un.round(this.self, options);
  }
  isnan(): Tensor {
    return un.isnan(this.self);
  }
  isfinite(): Tensor {
    return un.isfinite(this.self);
  }

  // ---- activations
  relu(): Tensor {
    return act.relu(this.self);
  }
  sigmoid(): Tensor {
    return act.sigmoid(this.self);
  }
  tanh(): Tensor {
    return act.tanh(this.self);
  }
  /** Limits values to `[min, max]`. */
  clamp(options: act.ClampOptions): Tensor {
    return act.clamp(this.self, options);
  }
  softmax(dim: number): Tensor {
    return soft.softmax(this.self, dim);
  }
  logSoftmax(dim: number): Tensor {
    return soft.logSoftmax(this.self, dim);
  }

  // ---- comparison and logic (bool, without gradient)
  eq(other: Operand): Tensor {
    return cmp.eq(this.self, other);
  }
  ne(other: Operand): Tensor {
    return cmp.ne(this.self, other);
  }
  lt(other: Operand): Tensor {
    return cmp.lt(this.self, other);
  }
  le(other: Operand): Tensor {
    return cmp.le(this.self, other);
  }
  gt(other: Operand): Tensor {
    return cmp.gt(this.self, other);
  }
  ge(other: Operand): Tensor {
    return cmp.ge(this.self, other);
  }
  logicalAnd(other: Tensor): Tensor {
    return cmp.logicalAnd(this.self, other);
  }
  logicalOr(other: Tensor): Tensor {
    return cmp.logicalOr(this.self, other);
  }
  logicalXor(other: Tensor): Tensor {
    return cmp.logicalXor(this.self, other);
  }
  logicalNot(): Tensor {
    return cmp.logicalNot(this.self);
  }
  /** Where |this − other| ≤ atol + rtol·|other|. */
  isclose(other: Tensor, options?: Tolerance): Tensor {
    return close.isclose(this.self, other, options);
  }
  /** Whether both have one shape and the same values. */
  equal(other: Tensor): boolean {
    return close.equal(this.self, other);
  }
  /** Values of `a` where this is true, of `b` elsewhere. */
  where(a: Operand, b: Operand): Tensor {
    return cmp.where(this.self, a, b);
  }
  /** `value` where `mask` is true, this elsewhere. */
  maskedFill(mask: Tensor, value: Operand): Tensor {
    return scatter.maskedFill(this.self, mask, value);
  }
}
