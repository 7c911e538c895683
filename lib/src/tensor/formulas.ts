import { TensorComparison } from './comparison.js';
import { logaddexp } from './ops/cumulative.js';
import { floorDivide, type Operand } from './ops/elementwise.js';
import * as point from './ops/pointwise.js';
import * as special from './ops/special.js';
import type { Tensor } from './tensor.js';

/** Operations that work value by value and are made of others. Only {@link Tensor} extends it. */
export abstract class TensorFormulas extends TensorComparison {
  /**
   * `this + weight · (end − this)`.
   *
   *     tensor([0, 10]).lerp(tensor([10, 20]), 0.5) // → [5, 15]
   */
  lerp(end: Operand, weight: Operand): Tensor {
    return point.lerp(this.self, end, weight);
  }
  /**
   * `this + value · a · b`.
   *
   *     tensor([1]).addcmul(tensor([2]), tensor([3])) // → [7]
   */
  addcmul(a: Operand, b: Operand, options?: { value?: number }): Tensor {
    return point.addcmul(this.self, a, b, options);
  }
  /**
   * `this + value · a / b`.
   *
   *     tensor([1]).addcdiv(tensor([6]), tensor([3])) // → [3]
   */
  addcdiv(a: Operand, b: Operand, options?: { value?: number }): Tensor {
    return point.addcdiv(this.self, a, b, options);
  }
  /**
   * √(this² + other²).
   *
   *     tensor([3]).hypot(tensor([4])) // → [5]
   */
  hypot(other: Operand): Tensor {
    return point.hypot(this.self, other);
  }
  /**
   * log(eˣ + eʸ), without overflow.
   *
   *     tensor([0]).logaddexp(tensor([0])) // → [0.6931]
   */
  logaddexp(other: Tensor): Tensor {
    return logaddexp(this.self, other);
  }
  /**
   * Remainder with the sign of the dividend.
   *
   *     tensor([-5, 5]).fmod(3) // → [-2, 2]
   */
  fmod(other: Operand): Tensor {
    return point.fmod(this.self, other);
  }
  /**
   * Quotient, rounded down; without a gradient.
   *
   *     tensor([-5, 5]).floorDivide(3) // → [-2, 1]
   */
  floorDivide(other: Operand): Tensor {
    return floorDivide(this.self, other);
  }
  /**
   * Nearest whole number towards 0.
   *
   *     tensor([1.7, -1.7]).trunc() // → [1, -1]
   */
  trunc(): Tensor {
    return point.trunc(this.self);
  }
  /**
   * What {@link trunc} cuts off.
   *
   *     tensor([1.5, -1.5]).frac() // → [0.5, -0.5]
   */
  frac(): Tensor {
    return point.frac(this.self);
  }
  /**
   * 2ˣ.
   *
   *     tensor([3]).exp2() // → [8]
   */
  exp2(): Tensor {
    return point.exp2(this.self);
  }
  /**
   * Logarithm to base 2 of each value.
   *
   *     tensor([8]).log2() // → [3]
   */
  log2(): Tensor {
    return point.log2(this.self);
  }
  /**
   * Logarithm to base 10 of each value.
   *
   *     tensor([100]).log10() // → [2]
   */
  log10(): Tensor {
    return point.log10(this.self);
  }
  /**
   * Each value times itself.
   *
   *     tensor([3, -2]).square() // → [9, 4]
   */
  square(): Tensor {
    return point.square(this.self);
  }
  /**
   * sin(πx) / (πx), 1 at 0.
   *
   *     tensor([0, 0.5]).sinc() // → [1, 0.6366]
   */
  sinc(): Tensor {
    return point.sinc(this.self);
  }
  /**
   * Inverse hyperbolic sine of each value.
   *
   *     tensor([0, 1]).asinh() // → [0, 0.8814]
   */
  asinh(): Tensor {
    return point.asinh(this.self);
  }
  /**
   * Inverse hyperbolic cosine of each value.
   *
   *     tensor([1, 2]).acosh() // → [0, 1.317]
   */
  acosh(): Tensor {
    return point.acosh(this.self);
  }
  /**
   * Inverse hyperbolic tangent of each value.
   *
   *     tensor([0, 0.5]).atanh() // → [0, 0.5493]
   */
  atanh(): Tensor {
    return point.atanh(this.self);
  }
  /**
   * Degrees as radians.
   *
   *     tensor([180]).deg2rad() // → [3.1416]
   */
  deg2rad(): Tensor {
    return point.deg2rad(this.self);
  }
  /**
   * Radians as degrees.
   *
   *     tensor([Math.PI]).rad2deg() // → [180]
   */
  rad2deg(): Tensor {
    return point.rad2deg(this.self);
  }
  /**
   * Where values are infinite.
   *
   *     tensor([1, -Infinity]).isinf() // → [false, true]
   */
  isinf(): Tensor {
    return point.isinf(this.self);
  }
  /**
   * 1 − erf(x).
   *
   *     tensor([0, 1]).erfc() // → [1, 0.1573]
   */
  erfc(): Tensor {
    return special.erfc(this.self);
  }
  /**
   * Inverse of the error function.
   *
   *     tensor([0, 0.5]).erfinv() // → [0, 0.4769]
   */
  erfinv(): Tensor {
    return special.erfinv(this.self);
  }
  /**
   * Logarithm of the magnitude of the gamma function.
   *
   *     tensor([5]).lgamma() // → [3.1781]
   */
  lgamma(): Tensor {
    return special.lgamma(this.self);
  }
  /**
   * Slope of {@link lgamma}.
   *
   *     tensor([1]).digamma() // → [-0.5772]
   */
  digamma(): Tensor {
    return special.digamma(this.self);
  }
  /**
   * `values` where this is 0, else 0 below and 1 above.
   *
   *     tensor([-1, 0, 2]).heaviside(0.5) // → [0, 0.5, 1]
   */
  heaviside(values: Operand): Tensor {
    return point.heaviside(this.self, values);
  }
  /**
   * log(x / (1 − x)), the inverse of the sigmoid; `eps` keeps x inside [eps, 1 − eps].
   *
   *     tensor([0.5, 0.9]).logit() // → [0, 2.1972]
   */
  logit(options?: { eps?: number }): Tensor {
    return point.logit(this.self, options);
  }
  /**
   * Finite numbers in place of NaN (default 0) and infinities (default the largest float32).
   *
   *     tensor([NaN, 1]).nanToNum() // → [0, 1]
   */
  nanToNum(options?: point.NanToNumOptions): Tensor {
    return point.nanToNum(this.self, options);
  }
}
