import { record } from '../../autograd/graph.js';
import { noGrad } from '../../autograd/no-grad.js';
import { kernels } from '../../backend/choose.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { type Operand, promote } from './elementwise.js';

/** `a + weight · (end − a)`, elementwise: `a` for weight 0, `end` for weight 1. */
export function lerp(a: Tensor, end: Operand, weight: Operand): Tensor {
  const [x, y] = promote('lerp', a, end, 'float32');
  return x.add(y.sub(x).mul(weight));
}

/** `x + value · a · b`, elementwise. Default `value` 1. */
export function addcmul(x: Tensor, a: Operand, b: Operand, options: { value?: number } = {}): Tensor {
  const [u, v] = promote('addcmul', a, b, 'int32');
  return x.add(u.mul(v).mul(options.value ?? 1));
}

/** `x + value · a / b`, elementwise. Default `value` 1. */
export function addcdiv(x: Tensor, a: Operand, b: Operand, options: { value?: number } = {}): Tensor {
  const [u, v] = promote('addcdiv', a, b, 'float32');
  return x.add(u.div(v).mul(options.value ?? 1));
}

/** Length of the hypotenuse: √(a² + b²). */
export function hypot(a: Tensor, b: Operand): Tensor {
  const [x, y] = promote('hypot', a, b, 'float32');
  return x.mul(x).add(y.mul(y)).sqrt();
}

/** Remainder with the sign of the dividend, as in C and JavaScript. */
export function fmod(a: Tensor, b: Operand): Tensor {
  const [x, y] = promote('fmod', a, b, 'int32');
  const rest = x.remainder(y);
  const otherSide = rest.ne(0).logicalAnd(rest.lt(0).logicalXor(x.lt(0)));
  return otherSide.where(rest.sub(y), rest);
}

/** Nearest whole number towards 0; slope 0. */
export function trunc(x: Tensor): Tensor {
  return x.dtype === 'int32' ? x : x.lt(0).where(x.ceil(), x.floor());
}

/** What {@link trunc} cuts off. */
export function frac(x: Tensor): Tensor {
  return x.sub(trunc(x));
}

/** 2ˣ. */
export function exp2(x: Tensor): Tensor {
  return x.mul(Math.LN2).exp();
}

/** Logarithm to the base 2. */
export function log2(x: Tensor): Tensor {
  return x.log().div(Math.LN2);
}

/** Logarithm to the base 10. */
export function log10(x: Tensor): Tensor {
  return x.log().div(Math.LN10);
}

/** x². */
export function square(x: Tensor): Tensor {
  return x.mul(x);
}

/** sin(πx) / (πx), 1 at 0. */
export function sinc(x: Tensor): Tensor {
  const zero = x.eq(0);
  const angle = zero.where(1, x).mul(Math.PI);
  return zero.where(1, angle.sin().div(angle));
}

/** log(x / (1 − x)), the inverse of the sigmoid; `eps` keeps x inside [eps, 1 − eps]. */
export function logit(x: Tensor, options: { eps?: number } = {}): Tensor {
  const { eps } = options;
  const inside = eps === undefined ? cast(x, 'float32') : x.clamp({ min: eps, max: 1 - eps });
  return inside.div(inside.neg().add(1)).log();
}

/** Inverse of the hyperbolic sine. */
export function asinh(x: Tensor): Tensor {
  const input = cast(x, 'float32');
  const size = input.detach().abs();
  const root = size.mul(size).add(1).sqrt();
  // log1p keeps small values exact.
  const value = size
    .add(size.mul(size).div(root.add(1)))
    .log1p()
    .mul(input.detach().sign());
  return record('asinh', value.buffer, [input], [input], (g) => [g.mul(input.mul(input).add(1).rsqrt())]);
}

/** Inverse of the hyperbolic cosine, at least 0; NaN below 1. */
export function acosh(x: Tensor): Tensor {
  const input = cast(x, 'float32');
  const value = noGrad(() => input.add(input.sub(1).sqrt().mul(input.add(1).sqrt())).log());
  return record('acosh', value.buffer, [input], [input], (g) => [g.mul(input.mul(input).sub(1).rsqrt())]);
}

/** Inverse of the hyperbolic tangent; NaN outside −1…1. */
export function atanh(x: Tensor): Tensor {
  return x.log1p().sub(x.neg().log1p()).mul(0.5);
}

/** Radians of degrees. */
export function deg2rad(x: Tensor): Tensor {
  return x.mul(Math.PI / 180);
}

/** Degrees of radians. */
export function rad2deg(x: Tensor): Tensor {
  return x.mul(180 / Math.PI);
}

/** 0 where x < 0, 1 where x > 0, `values` where x is 0. */
export function heaviside(x: Tensor, values: Operand): Tensor {
  return x.eq(0).where(values, cast(x.gt(0), x.dtype));
}

/** Where x is infinite; bool. */
export function isinf(x: Tensor): Tensor {
  return record('isinf', kernels().unary('IsInf', cast(x, 'float32').buffer), [], [], () => []);
}

const LARGEST = 3.4028234663852886e38;

export interface NanToNumOptions {
  /** In place of NaN. Default 0. */
  nan?: number;
  /** In place of ∞. Default the largest float32. */
  posinf?: number;
  /** In place of −∞. Default minus the largest float32. */
  neginf?: number;
}

/** Finite numbers in place of NaN and infinities, which get slope 0. */
export function nanToNum(x: Tensor, options: NanToNumOptions = {}): Tensor {
  const { nan = 0, posinf = LARGEST, neginf = -LARGEST } = options;
  const finite = x.isfinite();
  const other = x.isnan().where(nan, x.gt(0).where(posinf, neginf));
  return finite.where(x, other);
}
