import fc from 'fast-check';
import type { Tensor } from 'lectern';
import { relu, sigmoid, tanh } from '../../../lib/src/tensor/ops/activation.js';
import { cast } from '../../../lib/src/tensor/ops/cast.js';
import * as elem from '../../../lib/src/tensor/ops/elementwise.js';
import { abs, isfinite, isnan, neg, sign } from '../../../lib/src/tensor/ops/unary.js';
import {
  array,
  arrayOf,
  booleans,
  broadcasting,
  type Domain,
  floats,
  integers,
  type OpSpec,
  opCase,
  operands,
  seeds,
  shapes,
  spec,
} from './spec.js';

type Unary = (x: Tensor) => Tensor;
type Binary = (x: Tensor, y: Tensor) => Tensor;

const TIES: Domain = { grid: 1 };
const POSITIVE: Domain = { low: 0.3, high: 3 };

function unary(covers: string, ours: Unary, torch: string, domain: Domain = {}, variant?: string): OpSpec {
  const cases = array(0, 4, domain).map((x) => opCase([x], torch, ours));
  return spec(covers, cases, { variant });
}

function binary(covers: string, ours: Binary, torch: string, domains: Domain[] = [{}], variant?: string): OpSpec {
  const cases = operands(domains[0], domains[1] ?? domains[0]).map((xs) => opCase(xs, torch, ours));
  return spec(covers, cases, { variant });
}

/** With a plain number on one side. */
function scalar(covers: string, ours: (x: Tensor, n: number) => Tensor, torch: string, domain: Domain = {}): OpSpec {
  const numbers = fc.constantFrom(-2, -0.75, 0.5, 1, 3);
  const cases = fc
    .tuple(array(0, 3, domain), numbers)
    .map(([x, n]) => opCase([x], torch.replace(/\bn\b/, `(${n})`), (t) => ours(t, n)));
  return spec(covers, cases, { variant: 'with a number' });
}

/** Whole numbers, which have no gradient. */
function whole(covers: string, ours: Binary, torch: string): OpSpec {
  const cases = fc.tuple(broadcasting(2), seeds, seeds).map(([[a, b], s, t]) => {
    const divisor = integers(b, t, 1, 9);
    return opCase([integers(a, s, -20, 20), divisor], torch, ours);
  });
  return spec(covers, cases, { variant: 'of int32', order: 0 });
}

const powers = fc.tuple(fc.constantFrom(-2, -1, 0, 1, 2, 3, 0.5, 1.7), fc.boolean()).chain(([n, negative]) => {
  const low = Number.isInteger(n) && negative ? -2 : 0.4;
  return array(0, 3, { low, high: 2, away: 0.4 }).map((x) => opCase([x], `a ** ${n}`, (t) => t.pow(n)));
});

const clamps = fc
  .tuple(array(0, 4, { grid: 0.5 }), fc.option(fc.constantFrom(-1, -0.5, 0, 0.3)), fc.constantFrom(0.5, 1, 1.25))
  .chain(([x, min, max]) => fc.constantFrom({ min: min ?? undefined, max }, { min: min ?? -1 }).map((o) => ({ x, o })))
  .map(({ x, o }) => {
    const limits = { ...(o.min === undefined ? {} : { min: o.min }), ...('max' in o ? { max: o.max } : {}) };
    const torch = `torch.clamp(a, ${Object.entries(limits).map(([name, value]) => `${name}=${value}`)})`;
    return opCase([x], torch, (t) => t.clamp(limits));
  });

const casts = fc
  .tuple(shapes(0, 3), seeds, fc.constantFrom('float32', 'int32', 'bool'), fc.constantFrom('float32', 'int32', 'bool'))
  .map(([shape, seed, from, to]) => {
    const make = {
      float32: () => floats(shape, seed, { low: -3, high: 3, grid: 0.25 }),
      int32: () => integers(shape, seed, -2, 3),
      bool: () => booleans(shape, seed),
    };
    const torch = { float32: 'a.double()', int32: 'a.long()', bool: 'a.bool()' }[to];
    return opCase([make[from as 'bool']()], torch, (t) => cast(t, to as 'bool'));
  });

/** Elementwise operations of one and two arguments, and activations. */
export const elementwiseSpecs: OpSpec[] = [
  binary('add', (x, y) => x.add(y), 'a + b'),
  scalar('add', (x, n) => elem.add(n, x), 'n + a'),
  binary('sub', (x, y) => x.sub(y), 'a - b'),
  scalar('sub', (x, n) => elem.sub(n, x), 'n - a'),
  binary('mul', (x, y) => x.mul(y), 'a * b'),
  scalar('mul', (x, n) => x.mul(n), 'a * n'),
  binary('div', (x, y) => x.div(y), 'a / b', [{}, { away: 0.5 }]),
  scalar('div', (x, n) => elem.div(n, x), 'n / a', { away: 0.5 }),
  binary('pow', (x, y) => x.pow(y), 'a ** b', [POSITIVE, {}]),
  spec('pow', powers, { variant: 'with a number' }),
  scalar('pow', (x, n) => elem.pow(Math.abs(n), x), 'abs(n) ** a'),
  binary('maximum', (x, y) => x.maximum(y), 'torch.maximum(a, b)'),
  binary('maximum', (x, y) => x.maximum(y), 'torch.maximum(a, b)', [TIES], 'where equal'),
  binary('minimum', (x, y) => x.minimum(y), 'torch.minimum(a, b)'),
  binary('minimum', (x, y) => x.minimum(y), 'torch.minimum(a, b)', [TIES], 'where equal'),
  binary('remainder', (x, y) => x.remainder(y), 'torch.remainder(a, b)', [{ low: -9, high: 9 }, { away: 0.7 }]),
  whole('add', (x, y) => x.add(y), 'a + b'),
  whole('sub', (x, y) => x.sub(y), 'a - b'),
  whole('mul', (x, y) => x.mul(y), 'a * b'),
  whole('div', (x, y) => x.div(y), 'a / b'),
  whole('maximum', (x, y) => x.maximum(y), 'torch.maximum(a, b)'),
  whole('minimum', (x, y) => x.minimum(y), 'torch.minimum(a, b)'),
  whole('remainder', (x, y) => x.remainder(y), 'torch.remainder(a, b)'),
  unary('neg', (x) => x.neg(), '-a'),
  unary('abs', (x) => x.abs(), 'a.abs()', TIES),
  unary('sign', (x) => x.sign(), 'a.sign()', TIES),
  unary('exp', (x) => x.exp(), 'a.exp()'),
  unary('log', (x) => x.log(), 'a.log()', POSITIVE),
  unary('log1p', (x) => x.log1p(), 'a.log1p()', { low: -0.6, high: 2 }),
  unary('sqrt', (x) => x.sqrt(), 'a.sqrt()', POSITIVE),
  unary('rsqrt', (x) => x.rsqrt(), 'a.rsqrt()', POSITIVE),
  unary('reciprocal', (x) => x.reciprocal(), 'a.reciprocal()', { away: 0.5 }),
  unary('sin', (x) => x.sin(), 'a.sin()'),
  unary('cos', (x) => x.cos(), 'a.cos()'),
  unary('erf', (x) => x.erf(), 'a.erf()'),
  unary('floor', (x) => x.floor(), 'a.floor()', { grid: 0.25 }),
  unary('ceil', (x) => x.ceil(), 'a.ceil()', { grid: 0.25 }),
  unary('round', (x) => x.round(), 'a.round()', { grid: 0.25 }),
  unary('relu', relu, 'a.relu()', TIES),
  unary('sigmoid', sigmoid, 'a.sigmoid()', { low: -6, high: 6 }),
  unary('tanh', tanh, 'a.tanh()', { low: -4, high: 4 }),
  spec('clamp', clamps),
  spec('cast', casts, { order: 0 }),
  unary('cast', (x) => cast(x, 'float32').mul(x), 'a * a', {}, 'that changes nothing keeps the gradient'),
  ...Object.entries({ neg, abs, sign }).map(([name, ours]) =>
    spec(
      name,
      fc.tuple(shapes(0, 3), seeds).map(([s, seed]) => opCase([integers(s, seed, -3, 4)], `a.${name}()`, ours)),
      { variant: 'of int32', order: 0 },
    ),
  ),
  ...Object.entries({ isnan, isfinite }).map(([name, ours]) =>
    spec(
      name,
      arrayOf([2, 3], { grid: 1 }).map((x) =>
        opCase([x], `(1 / a - 1 / a.abs()).${name}()`, (t) => ours(elem.div(1, t).sub(elem.div(1, t.abs())))),
      ),
      { order: 0 },
    ),
  ),
];
