import { TensorBase } from './base.js';
import * as act from './ops/activation.js';
import * as elem from './ops/elementwise.js';
import * as soft from './ops/softmax.js';
import * as un from './ops/unary.js';
import type { Tensor } from './tensor.js';

type Operand = elem.Operand;

/** Operations of a tensor that work value by value. Only {@link Tensor} extends it, through its parts and shapes. */
export abstract class TensorMath extends TensorBase {
  // ---- arithmetic (operands broadcast; a number stands for a tensor filled with it)
  /**
   * Sum, value by value.
   *
   *     tensor([1, 2]).add(10) // → [11, 12]
   */
  add(other: Operand): Tensor {
    return elem.add(this.self, other);
  }
  /**
   * Difference, value by value.
   *
   *     tensor([1, 2]).sub(tensor([1, 1])) // → [0, 1]
   */
  sub(other: Operand): Tensor {
    return elem.sub(this.self, other);
  }
  /**
   * Product, value by value.
   *
   *     tensor([1, 2]).mul(10) // → [10, 20]
   */
  mul(other: Operand): Tensor {
    return elem.mul(this.self, other);
  }
  /**
   * Quotient, value by value.
   *
   *     tensor([1, 2]).div(2) // → [0.5, 1]
   */
  div(other: Operand): Tensor {
    return elem.div(this.self, other);
  }
  /**
   * Each value to a power.
   *
   *     tensor([2, 3]).pow(2) // → [4, 9]
   */
  pow(other: Operand): Tensor {
    return elem.pow(this.self, other);
  }
  /**
   * The larger of two values, place by place.
   *
   *     tensor([1, 5]).maximum(3) // → [3, 5]
   */
  maximum(other: Operand): Tensor {
    return elem.maximum(this.self, other);
  }
  /**
   * The smaller of two values, place by place.
   *
   *     tensor([1, 5]).minimum(3) // → [1, 3]
   */
  minimum(other: Operand): Tensor {
    return elem.minimum(this.self, other);
  }
  /**
   * Remainder of a division, with the sign of the divisor, as Python's `%`.
   *
   *     tensor([-1, 5]).remainder(3) // → [2, 2]
   */
  remainder(other: Operand): Tensor {
    return elem.remainder(this.self, other);
  }
  /**
   * Angle in radians of the point (other, this) from the positive x axis.
   *
   *     tensor([1]).atan2(tensor([1])) // → [0.7854]
   */
  atan2(other: Operand): Tensor {
    return elem.atan2(this.self, other);
  }
  /**
   * Each value with the other sign.
   *
   *     tensor([1, -2]).neg() // → [-1, 2]
   */
  neg(): Tensor {
    return un.neg(this.self);
  }
  /**
   * Size of each value.
   *
   *     tensor([1, -2]).abs() // → [1, 2]
   */
  abs(): Tensor {
    return un.abs(this.self);
  }
  /**
   * −1, 0 or 1 for each value.
   *
   *     tensor([3, 0, -2]).sign() // → [1, 0, -1]
   */
  sign(): Tensor {
    return un.sign(this.self);
  }
  /**
   * eˣ of each value.
   *
   *     tensor([0, 1]).exp() // → [1, 2.7183]
   */
  exp(): Tensor {
    return un.exp(this.self);
  }
  /**
   * Natural logarithm of each value.
   *
   *     tensor([1, 10]).log() // → [0, 2.3026]
   */
  log(): Tensor {
    return un.log(this.self);
  }
  /**
   * log(1 + x) of each value, exact near 0.
   *
   *     tensor([0, 1e-6]).log1p() // → [0, 0]
   */
  log1p(): Tensor {
    return un.log1p(this.self);
  }
  /**
   * Square root of each value.
   *
   *     tensor([4, 9]).sqrt() // → [2, 3]
   */
  sqrt(): Tensor {
    return un.sqrt(this.self);
  }
  /**
   * 1 / √x of each value.
   *
   *     tensor([4, 16]).rsqrt() // → [0.5, 0.25]
   */
  rsqrt(): Tensor {
    return un.rsqrt(this.self);
  }
  /**
   * 1 / x of each value.
   *
   *     tensor([4, 5]).reciprocal() // → [0.25, 0.2]
   */
  reciprocal(): Tensor {
    return un.reciprocal(this.self);
  }
  /**
   * Sine of each value in radians.
   *
   *     tensor([0, Math.PI / 2]).sin() // → [0, 1]
   */
  sin(): Tensor {
    return un.sin(this.self);
  }
  /**
   * Cosine of each value in radians.
   *
   *     tensor([0, Math.PI]).cos() // → [1, -1]
   */
  cos(): Tensor {
    return un.cos(this.self);
  }
  /**
   * Gauss error function of each value.
   *
   *     tensor([0, 1]).erf() // → [0, 0.8427]
   */
  erf(): Tensor {
    return un.erf(this.self);
  }
  /**
   * Tangent of each value in radians.
   *
   *     tensor([0, Math.PI / 4]).tan() // → [0, 1]
   */
  tan(): Tensor {
    return un.tan(this.self);
  }
  /**
   * Angle in radians with this sine.
   *
   *     tensor([0, 1]).asin() // → [0, 1.5708]
   */
  asin(): Tensor {
    return un.asin(this.self);
  }
  /**
   * Angle in radians with this cosine.
   *
   *     tensor([1, 0]).acos() // → [0, 1.5708]
   */
  acos(): Tensor {
    return un.acos(this.self);
  }
  /**
   * Angle in radians with this tangent.
   *
   *     tensor([0, 1]).atan() // → [0, 0.7854]
   */
  atan(): Tensor {
    return un.atan(this.self);
  }
  /**
   * Hyperbolic sine of each value.
   *
   *     tensor([0, 1]).sinh() // → [0, 1.1752]
   */
  sinh(): Tensor {
    return un.sinh(this.self);
  }
  /**
   * Hyperbolic cosine of each value.
   *
   *     tensor([0, 1]).cosh() // → [1, 1.5431]
   */
  cosh(): Tensor {
    return un.cosh(this.self);
  }
  /**
   * eˣ − 1, exact near 0.
   *
   *     tensor([0, 1e-6]).expm1() // → [0, 0]
   */
  expm1(): Tensor {
    return un.expm1(this.self);
  }
  /**
   * Largest whole number that is not above each value.
   *
   *     tensor([1.5, -1.5]).floor() // → [1, -2]
   */
  floor(): Tensor {
    return un.floor(this.self);
  }
  /**
   * Smallest whole number that is not below each value.
   *
   *     tensor([1.5, -1.5]).ceil() // → [2, -1]
   */
  ceil(): Tensor {
    return un.ceil(this.self);
  }
  /**
   * Nearest whole number; halves go to the even one.
   *
   *     tensor([0.5, 1.5, 1.6]).round() // → [0, 2, 2]
   */
  round(options?: { decimals?: number }): Tensor {
    return un.round(this.self, options);
  }
  /**
   * Where values are not a number.
   *
   *     tensor([1, NaN]).isnan() // → [false, true]
   */
  isnan(): Tensor {
    return un.isnan(this.self);
  }
  /**
   * Where values are neither infinite nor NaN.
   *
   *     tensor([1, Infinity]).isfinite() // → [true, false]
   */
  isfinite(): Tensor {
    return un.isfinite(this.self);
  }

  // ---- activations
  /**
   * max(0, x) of each value.
   *
   *     tensor([-1, 2]).relu() // → [0, 2]
   */
  relu(): Tensor {
    return act.relu(this.self);
  }
  /**
   * 1 / (1 + e⁻ˣ) of each value.
   *
   *     tensor([0, 2]).sigmoid() // → [0.5, 0.8808]
   */
  sigmoid(): Tensor {
    return act.sigmoid(this.self);
  }
  /**
   * Hyperbolic tangent of each value.
   *
   *     tensor([0, 1]).tanh() // → [0, 0.7616]
   */
  tanh(): Tensor {
    return act.tanh(this.self);
  }
  /**
   * Limits values to `[min, max]`.
   *
   *     tensor([-1, 0.5, 2]).clamp({ min: 0, max: 1 }) // → [0, 0.5, 1]
   */
  clamp(options: act.ClampOptions): Tensor {
    return act.clamp(this.self, options);
  }
  /**
   * Exponentials along `dim`, divided by their sum.
   *
   *     tensor([0, 0, 0, 0]).softmax(0) // → [0.25, 0.25, 0.25, 0.25]
   */
  softmax(dim: number): Tensor {
    return soft.softmax(this.self, dim);
  }
  /**
   * Logarithm of {@link softmax}, exact also for large values.
   *
   *     tensor([0, 0]).logSoftmax(0) // → [-0.6931, -0.6931]
   */
  logSoftmax(dim: number): Tensor {
    return soft.logSoftmax(this.self, dim);
  }
}
