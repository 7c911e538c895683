import { TensorMath } from './math.js';
import { logaddexp } from './ops/cumulative.js';
import { floorDivide, type Operand } from './ops/elementwise.js';
import * as point from './ops/pointwise.js';
import * as special from './ops/special.js';
import type { Tensor } from './tensor.js';

/** Operations that work value by value and are made of those of {@link TensorMath}. Only {@link Tensor} extends it. */
export abstract class TensorFormulas extends TensorMath {
  /** `this + weight · (end − this)`. */
  lerp(end: Operand, weight: Operand): Tensor {
    return point.lerp(this.self, end, weight);
  }
  /** `this + value · a · b`. */
  addcmul(a: Operand, b: Operand, options?: { value?: number }): Tensor {
    return point.addcmul(this.self, a, b, options);
  }
  /** `this + value · a / b`. */
  addcdiv(a: Operand, b: Operand, options?: { value?: number }): Tensor {
    return point.addcdiv(this.self, a, b, options);
  }
  /** √(this² + other²). */
  hypot(other: Operand): Tensor {
    return point.hypot(this.self, other);
  }
  /** log(eˣ + eʸ), without overflow. */
  logaddexp(other: Tensor): Tensor {
    return logaddexp(this.self, other);
  }
  /** Remainder with the sign of the dividend. */
  fmod(other: Operand): Tensor {
    return point.fmod(this.self, other);
  }
  /** Quotient, rounded down; without a gradient. */
  floorDivide(other: Operand): Tensor {
    return floorDivide(this.self, other);
  }
  /** Nearest whole number towards 0. */
  trunc(): Tensor {
    return point.trunc(this.self);
  }
  /** What {@link trunc} cuts off. */
  frac(): Tensor {
    return point.frac(this.self);
  }
  /** 2ˣ. */
  exp2(): Tensor {
    return point.exp2(this.self);
  }
  log2(): Tensor {
    return point.log2(this.self);
  }
  log10(): Tensor {
    return point.log10(this.self);
  }
  square(): Tensor {
    return point.square(this.self);
  }
  /** sin(πx) / (πx), 1 at 0. */
  sinc(): Tensor {
    return point.sinc(this.self);
  }
  asinh(): Tensor {
    return point.asinh(this.self);
  }
  acosh(): Tensor {
    return point.acosh(this.self);
  }
  atanh(): Tensor {
    return point.atanh(this.self);
  }
  deg2rad(): Tensor {
    return point.deg2rad(this.self);
  }
  rad2deg(): Tensor {
    return point.rad2deg(this.self);
  }
  isinf(): Tensor {
    return point.isinf(this.self);
  }
  /** 1 − erf(x). */
  erfc(): Tensor {
    return special.erfc(this.self);
  }
  /** Inverse of the error function. */
  erfinv(): Tensor {
    return special.erfinv(this.self);
  }
  /** Logarithm of the magnitude of the gamma function. */
  lgamma(): Tensor {
    return special.lgamma(this.self);
  }
  /** Slope of {@link lgamma}. */
  digamma(): Tensor {
    return special.digamma(this.self);
  }
  /** `values` where this is 0, else 0 below and 1 above. */
  heaviside(values: Operand): Tensor {
    return point.heaviside(this.self, values);
  }
  /** log(x / (1 − x)), the inverse of the sigmoid; `eps` keeps x inside [eps, 1 − eps]. */
  logit(options?: { eps?: number }): Tensor {
    return point.logit(this.self, options);
  }
  /** Finite numbers in place of NaN (default 0) and infinities (default the largest float32). */
  nanToNum(options?: point.NanToNumOptions): Tensor {
    return point.nanToNum(this.self, options);
  }
}
