import { record } from '../../autograd/graph.js';
import type { UnaryKernel } from '../../backend/backend.js';
import { kernels } from '../../backend/choose.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';

/** Slope of a function at `x`, whose value there is `y`. */
type Slope = (x: Tensor, y: Tensor) => Tensor;

/** What a slope reads. */
type Reads = 'input' | 'result' | 'both';

function unary(name: string, kernel: UnaryKernel, x: Tensor, slope: Slope | null, reads: Reads = 'input'): Tensor {
  const input = cast(x, 'float32');
  const out = kernels().unary(kernel, input.buffer);
  if (slope === null) return record(name, out, [input], [], () => [null]);
  const saved = reads === 'result' ? [] : [input];
  const y: Tensor = record(name, out, [input], saved, (g) => [g.mul(slope(input, y))], reads !== 'input');
  return y;
}

/** Like {@link unary}, for functions that also keep int32. */
function signed(name: string, kernel: UnaryKernel, x: Tensor, slope: Slope | null): Tensor {
  if (x.dtype !== 'int32') return unary(name, kernel, x, slope);
  return record(name, kernels().unary(kernel, x.buffer), [], [], () => []);
}

/** −x. */
export function neg(x: Tensor): Tensor {
  if (x.dtype === 'int32') return signed('neg', 'Neg', x, null);
  const input = cast(x, 'float32');
  return record('neg', kernels().unary('Neg', input.buffer), [input], [], (g) => [neg(g)]);
}

/** |x|; slope 0 at 0. */
export function abs(x: Tensor): Tensor {
  return signed('abs', 'Abs', x, (v) => sign(v));
}

/** −1, 0 or 1. */
export function sign(x: Tensor): Tensor {
  return signed('sign', 'Sign', x, null);
}

/** eˣ. */
export function exp(x: Tensor): Tensor {
  return unary('exp', 'Exp', x, (_, y) => y, 'result');
}

/** Natural logarithm. */
export function log(x: Tensor): Tensor {
  return unary('log', 'Log', x, (v) => v.reciprocal());
}

/** log(1 + x), exact near 0. */
export function log1p(x: Tensor): Tensor {
  return unary('log1p', 'Log1p', x, (v) => v.add(1).reciprocal());
}

/** Square root. */
export function sqrt(x: Tensor): Tensor {
  return unary('sqrt', 'Sqrt', x, (_, y) => y.mul(2).reciprocal(), 'result');
}

/** 1/√x. */
export function rsqrt(x: Tensor): Tensor {
  return unary('rsqrt', 'Rsqrt', x, (v, y) => y.div(v).mul(-0.5), 'both');
}

/** 1/x. */
export function reciprocal(x: Tensor): Tensor {
  return unary('reciprocal', 'Reciprocal', x, (_, y) => y.mul(y).neg(), 'result');
}

/** Sine of radians. */
export function sin(x: Tensor): Tensor {
  return unary('sin', 'Sin', x, (v) => cos(v));
}

/** Cosine of radians. */
export function cos(x: Tensor): Tensor {
  return unary('cos', 'Cos', x, (v) => sin(v).neg());
}

/** Tangent of radians. */
export function tan(x: Tensor): Tensor {
  return unary('tan', 'Tan', x, (_, y) => y.mul(y).add(1), 'result');
}

/** Angle in radians whose sine is `x`, from −π/2 to π/2; NaN outside −1…1. */
export function asin(x: Tensor): Tensor {
  return unary('asin', 'Asin', x, (v) => v.mul(v).neg().add(1).rsqrt());
}

/** Angle in radians whose cosine is `x`, from 0 to π; NaN outside −1…1. */
export function acos(x: Tensor): Tensor {
  return unary('acos', 'Acos', x, (v) => v.mul(v).neg().add(1).rsqrt().neg());
}

/** Angle in radians whose tangent is `x`, from −π/2 to π/2. */
export function atan(x: Tensor): Tensor {
  return unary('atan', 'Atan', x, (v) => v.mul(v).add(1).reciprocal());
}

/** Hyperbolic sine. */
export function sinh(x: Tensor): Tensor {
  return unary('sinh', 'Sinh', x, (v) => cosh(v));
}

/** Hyperbolic cosine. */
export function cosh(x: Tensor): Tensor {
  return unary('cosh', 'Cosh', x, (v) => sinh(v));
}

/** eˣ − 1, exact near 0. */
export function expm1(x: Tensor): Tensor {
  return unary('expm1', 'Expm1', x, (_, y) => y.add(1), 'result');
}

/** Error function. */
export function erf(x: Tensor): Tensor {
  return unary('erf', 'Erf', x, (v) =>
    v
      .mul(v)
      .neg()
      .exp()
      .mul(2 / Math.sqrt(Math.PI)),
  );
}

/** Largest whole number ≤ x; slope 0. */
export function floor(x: Tensor): Tensor {
  return unary('floor', 'Floor', x, null);
}

/** Smallest whole number ≥ x; slope 0. */
export function ceil(x: Tensor): Tensor {
  return unary('ceil', 'Ceil', x, null);
}

/** Nearest number with that many digits behind the point (default 0, may be negative), halves to even; slope 0. */
export function round(x: Tensor, options: { decimals?: number } = {}): Tensor {
  const { decimals = 0 } = options;
  if (decimals === 0) return unary('round', 'Round', x, null);
  const factor = 10 ** Math.abs(decimals);
  return decimals > 0 ? round(x.mul(factor)).div(factor) : round(x.div(factor)).mul(factor);
}

/** Where x is NaN; bool. */
export function isnan(x: Tensor): Tensor {
  return record('isnan', kernels().unary('IsNan', cast(x, 'float32').buffer), [], [], () => []);
}

/** Where x is neither NaN nor infinite; bool. */
export function isfinite(x: Tensor): Tensor {
  return record('isfinite', kernels().unary('IsFinite', cast(x, 'float32').buffer), [], [], () => []);
}
