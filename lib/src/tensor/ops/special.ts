import { record } from '../../autograd/graph.js';
import { noGrad } from '../../autograd/no-grad.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';

/** 1 − erf(x), the complement of the error function. */
export function erfc(x: Tensor): Tensor {
  return x.erf().neg().add(1);
}

/** Coefficients of the two polynomials of Giles 2010, highest first. */
const CENTRE = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const TAIL = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];

/** Inverse of the error function: ±∞ at ±1, NaN outside. */
export function erfinv(x: Tensor): Tensor {
  const input = cast(x, 'float32');
  const value = noGrad(() => {
    const w = input.neg().log1p().add(input.log1p()).neg();
    const central = w.lt(5);
    const polynomial = (factors: readonly number[], at: Tensor) =>
      factors.slice(1).reduce<Tensor>((sum, factor) => sum.mul(at).add(factor), at.mul(0).add(factors[0]));
    const inner = polynomial(CENTRE, central.where(w, 5).sub(2.5));
    const outer = polynomial(TAIL, central.where(5, w).sqrt().sub(3));
    const y = central.where(inner, outer).mul(input);
    return input.abs().eq(1).where(input.mul(Infinity), y);
  });
  const backward = (g: Tensor) => [
    g.mul(
      y
        .mul(y)
        .exp()
        .mul(Math.sqrt(Math.PI) / 2),
    ),
  ];
  const y: Tensor = record('erfinv', value.buffer, [input], [], backward, true);
  return y;
}

/** From here on the asymptotic series below are exact in float32. */
const LARGE = 8;

/** Logarithm of the magnitude of the gamma function: log((x − 1)!) for whole x. */
export function lgamma(x: Tensor): Tensor {
  const { low, value } = reflected(x);
  const shifted = stepsUp(value);
  const z = shifted.z;
  const r = z.reciprocal();
  const r2 = r.mul(r);
  const series = r2
    .mul(1 / 1260)
    .sub(1 / 360)
    .mul(r2)
    .add(1 / 12)
    .mul(r);
  const upper = z
    .sub(0.5)
    .mul(z.log())
    .sub(z)
    .add(0.5 * Math.log(2 * Math.PI))
    .add(series);
  const positive = upper.sub(shifted.product.log());
  // Γ(x) Γ(1 − x) = π / sin(πx)
  const sine = low.where(x.mul(Math.PI).sin().abs(), 1);
  return low.where(sine.log().neg().add(Math.log(Math.PI)).sub(positive), positive);
}

/** Slope of {@link lgamma}. */
export function digamma(x: Tensor): Tensor {
  const { low, value } = reflected(x);
  const shifted = stepsUp(value);
  const r = shifted.z.reciprocal();
  const r2 = r.mul(r);
  const series = r2
    .mul(-1 / 252)
    .add(1 / 120)
    .mul(r2)
    .sub(1 / 12)
    .mul(r2)
    .sub(r.mul(0.5));
  const positive = shifted.z.log().add(series).sub(shifted.reciprocals);
  const angle = low.where(x, 0.25).mul(Math.PI);
  return low.where(positive.sub(angle.cos().div(angle.sin()).mul(Math.PI)), positive);
}

/** `1 − x` in place of x below ½, where the formulas for positive numbers fail. */
function reflected(x: Tensor): { low: Tensor; value: Tensor } {
  const input = cast(x, 'float32');
  const low = input.lt(0.5);
  return { low, value: low.where(input.neg().add(1), input) };
}

/** Steps of 1 up to where the series holds: Γ(z) = Γ(x) · x · (x + 1) · … */
function stepsUp(x: Tensor): { z: Tensor; product: Tensor; reciprocals: Tensor } {
  const small = x.lt(LARGE);
  const near = small.where(x, 1);
  let product = near;
  let reciprocals = near.reciprocal();
  for (let i = 1; i < LARGE; i++) {
    product = product.mul(near.add(i));
    reciprocals = reciprocals.add(near.add(i).reciprocal());
  }
  return {
    z: small.where(x.add(LARGE), x),
    product: small.where(product, 1),
    reciprocals: small.where(reciprocals, 0),
  };
}
