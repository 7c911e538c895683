import fc from 'fast-check';
import type { Tensor } from 'lectern';
import { logaddexp } from '../../../lib/src/tensor/ops/cumulative.js';
import { floorDivide } from '../../../lib/src/tensor/ops/elementwise.js';
import * as point from '../../../lib/src/tensor/ops/pointwise.js';
import * as special from '../../../lib/src/tensor/ops/special.js';
import { round } from '../../../lib/src/tensor/ops/unary.js';
import {
  array,
  arrayOf,
  broadcasting,
  type Domain,
  integers,
  type OpSpec,
  opCase,
  operands,
  seeds,
  shapes,
  spec,
} from './spec.js';

const one = (covers: string, torch: string, ours: (x: Tensor) => Tensor, domain?: Domain, order: 0 | 1 | 2 = 2) =>
  spec(
    covers,
    array(0, 3, domain).map((x) => opCase([x], torch, ours)),
    { order },
  );
const two = (
  covers: string,
  torch: string,
  ours: (a: Tensor, b: Tensor) => Tensor,
  domain?: Domain,
  order: 0 | 1 | 2 = 2,
) =>
  spec(
    covers,
    operands(domain).map((xs) => opCase(xs, torch, ours)),
    { order },
  );
const three = (covers: string, torch: string, ours: (a: Tensor, b: Tensor, c: Tensor) => Tensor, domain?: Domain) =>
  spec(
    covers,
    broadcasting(3)
      .chain(([a, b, c]) => fc.tuple(arrayOf(a, domain), arrayOf(b, domain), arrayOf(c, domain)))
      .map((xs) => opCase(xs, torch, ours)),
  );

/** Multiples of ¼ and a divisor that is one: no quotient hangs on rounding. */
const grid = { grid: 0.25, away: 0.25, low: -3, high: 3 };
const wholes = fc
  .tuple(shapes(1, 2), seeds)
  .map(([shape, seed]) => [integers(shape, seed, -9, 9), integers(shape, seed + 1, 1, 5)]);
const rounded = fc
  .tuple(array(1, 2, { low: -900, high: 900 }), fc.integer({ min: -2, max: 2 }))
  .map(([x, decimals]) => opCase([x], `torch.round(a, decimals=${decimals})`, (v) => round(v, { decimals })));

/** Far from the poles at 0, −1, −2, …, near which float32 has no digits. */
const gammas = fc.tuple(shapes(0, 2), seeds).chain(([shape]) =>
  fc.tuple(arrayOf(shape, { low: 0.2, high: 0.8 }), fc.integer({ min: -4, max: 12 })).map(([x, shift]) => {
    x.values.forEach((v, i) => {
      x.values[i] = Math.fround(v + shift + (i % 3));
    });
    return x;
  }),
);
const gamma = (covers: string, ours: (x: Tensor) => Tensor) =>
  spec(
    covers,
    gammas.map((x) => opCase([x], `torch.${covers}(a)`, ours)),
    { tolerance: { rtol: 3e-4, atol: 2e-5 } },
  );

/** Formulas that work value by value. */
export const pointwiseSpecs: OpSpec[] = [
  three('lerp', 'torch.lerp(a, b, c)', point.lerp),
  three('addcmul', 'torch.addcmul(a, b, c, value=0.7)', (a, b, c) => point.addcmul(a, b, c, { value: 0.7 })),
  three('addcdiv', 'torch.addcdiv(a, b, c, value=0.7)', (a, b, c) => point.addcdiv(a, b, c, { value: 0.7 }), {
    away: 0.5,
  }),
  two('hypot', 'torch.hypot(a, b)', point.hypot, { away: 0.2 }),
  two('logaddexp', 'torch.logaddexp(a, b)', logaddexp, { low: -40, high: 40 }),
  two('fmod', 'torch.fmod(a, b)', point.fmod, grid),
  two('floorDivide', 'torch.floor_divide(a, b)', floorDivide, grid, 0),
  spec(
    'fmod',
    wholes.map((xs) => opCase(xs, 'torch.fmod(a, b)', point.fmod)),
    { variant: 'of int32', order: 0 },
  ),
  spec(
    'floorDivide',
    wholes.map((xs) => opCase(xs, 'a // b', floorDivide)),
    { variant: 'of int32', order: 0 },
  ),
  spec('round', rounded, { variant: 'to decimals', order: 0 }),
  one('trunc', 'torch.trunc(a)', point.trunc),
  one('frac', 'torch.frac(a)', point.frac, { away: 0.01 }),
  one('exp2', 'torch.exp2(a)', point.exp2),
  one('log2', 'torch.log2(a)', point.log2, { low: 0.1, high: 9 }),
  one('log10', 'torch.log10(a)', point.log10, { low: 0.1, high: 9 }),
  one('square', 'torch.square(a)', point.square),
  one('sinc', 'torch.sinc(a)', point.sinc, { away: 0.2 }),
  one('sinc', 'torch.sinc(a)', point.sinc, { grid: 1 }, 1),
  one('logit', 'torch.logit(a)', (x) => point.logit(x), { low: 0.05, high: 0.95 }),
  one('logit', 'torch.logit(a, eps=0.2)', (x) => point.logit(x, { eps: 0.2 }), { low: 0.05, high: 0.95 }),
  one('asinh', 'torch.asinh(a)', point.asinh, { low: -9, high: 9 }),
  one('acosh', 'torch.acosh(a)', point.acosh, { low: 1.2, high: 9 }),
  one('atanh', 'torch.atanh(a)', point.atanh, { low: -0.9, high: 0.9 }),
  one('deg2rad', 'torch.deg2rad(a)', point.deg2rad, { low: -360, high: 360 }),
  one('rad2deg', 'torch.rad2deg(a)', point.rad2deg),
  two('heaviside', 'torch.heaviside(a, b)', point.heaviside, { grid: 1 }, 0),
  one('isinf', 'torch.isinf(1 / a)', (x) => point.isinf(x.reciprocal()), { grid: 1 }, 0),
  one(
    'nanToNum',
    'torch.nan_to_num(a + (a - 1).floor() / a.floor(), nan=0.5, posinf=3., neginf=-4.)',
    (x) => point.nanToNum(x.add(x.sub(1).floor().div(x.floor())), { nan: 0.5, posinf: 3, neginf: -4 }),
    { grid: 0.5 },
    0,
  ),
  one(
    'nanToNum',
    'torch.nan_to_num(a.log(), nan=0.5)',
    (x) => point.nanToNum(x.log(), { nan: 0.5, neginf: -1 }),
    { away: 0.1 },
    0,
  ),
  one('erfc', 'torch.special.erfc(a)', special.erfc),
  one('erfinv', 'torch.erfinv(a)', special.erfinv, { low: -0.95, high: 0.95 }),
  one('erfinv', 'torch.erfinv(a)', special.erfinv, { low: 0.99, high: 0.99999 }, 0),
  gamma('lgamma', special.lgamma),
  gamma('digamma', special.digamma),
];
