import fc from 'fast-check';
import type { Tensor } from 'lectern';
import { logicalXor } from '../../../lib/src/tensor/ops/compare.js';
import * as elem from '../../../lib/src/tensor/ops/elementwise.js';
import * as gates from '../../../lib/src/tensor/ops/gates.js';
import * as rectify from '../../../lib/src/tensor/ops/rectifiers.js';
import { isclose } from '../../../lib/src/tensor/ops/tolerance.js';
import * as un from '../../../lib/src/tensor/ops/unary.js';
import {
  array,
  booleans,
  broadcasting,
  type Domain,
  integers,
  type OpSpec,
  opCase,
  operands,
  seeds,
  spec,
} from './spec.js';

function one(
  covers: string,
  ours: (x: Tensor) => Tensor,
  torch: string,
  domain: Domain = {},
  variant?: string,
): OpSpec {
  return spec(
    covers,
    array(0, 4, domain).map((x) => opCase([x], torch, ours)),
    { variant },
  );
}

const INSIDE: Domain = { low: -0.9, high: 0.9 };
/** Values on either side of every bend, and on it. */
const BENDS: Domain = { grid: 0.5, low: -3, high: 3 };
const factors = fc.constantFrom(0, 0.2, 1.5);
const slopes = fc.tuple(array(0, 3, BENDS), factors);
const smooth = fc.tuple(array(0, 3, { away: 0.1 }), factors);

/** Trigonometry, activations and what compares within a tolerance. */
export const functionSpecs: OpSpec[] = [
  one('tan', un.tan, 'a.tan()', { low: -1.2, high: 1.2 }),
  one('asin', un.asin, 'a.asin()', INSIDE),
  one('acos', un.acos, 'a.acos()', INSIDE),
  one('atan', un.atan, 'a.atan()'),
  one('sinh', un.sinh, 'a.sinh()'),
  one('cosh', un.cosh, 'a.cosh()'),
  one('expm1', un.expm1, 'a.expm1()'),
  spec(
    'atan2',
    operands({ away: 0.5 }).map((xs) => opCase(xs, 'torch.atan2(a, b)', elem.atan2)),
  ),
  one('softplus', gates.softplus, 'F.softplus(a)', { low: -6, high: 6 }),
  one('softplus', (x) => gates.softplus(x, 2), 'F.softplus(a, beta=2)', {}, 'with beta'),
  one('logSigmoid', gates.logSigmoid, 'F.logsigmoid(a)', { low: -6, high: 6 }),
  one('silu', gates.silu, 'F.silu(a)'),
  one('gelu', gates.gelu, 'F.gelu(a)'),
  one('gelu', (x) => gates.gelu(x, { approximate: 'tanh' }), "F.gelu(a, approximate='tanh')", {}, 'by tanh'),
  spec(
    'leakyRelu',
    slopes.map(([x, slope]) => opCase([x], `F.leaky_relu(a, ${slope})`, (v) => rectify.leakyRelu(v, slope))),
  ),
  spec(
    'elu',
    smooth.map(([x, alpha]) => opCase([x], `F.elu(a, ${alpha})`, (v) => rectify.elu(v, alpha))),
  ),
  spec(
    'elu',
    slopes.map(([x, alpha]) => opCase([x], `F.elu(a, ${alpha})`, (v) => rectify.elu(v, alpha))),
    { variant: 'at the bend', order: 1 },
  ),
  one('selu', rectify.selu, 'F.selu(a)', { away: 0.1 }),
  one('hardtanh', (x) => rectify.hardtanh(x), 'F.hardtanh(a)', BENDS),
  one('hardtanh', (x) => rectify.hardtanh(x, -0.5, 2), 'F.hardtanh(a, -0.5, 2)', BENDS, 'with limits'),
  spec(
    'logicalXor',
    fc
      .tuple(broadcasting(2), seeds, seeds)
      .map(([[a, b], s, t]) => opCase([booleans(a, s), integers(b, t, 0, 3)], 'a ^ b.bool()', logicalXor)),
    { order: 0 },
  ),
  spec(
    'isclose',
    fc
      .tuple(operands({ grid: 0.5 }), fc.constantFrom(0, 0.25), fc.constantFrom(0, 0.6))
      .map(([xs, rtol, atol]) =>
        opCase(xs, `torch.isclose(a, b, rtol=${rtol}, atol=${atol})`, (x, y) => isclose(x, y, { rtol, atol })),
      ),
    { order: 0 },
  ),
  spec(
    'isclose',
    operands({ grid: 1, low: -1, high: 1 }).map((xs) =>
      opCase(xs, 'torch.isclose(a / 0, b / 0, equal_nan=True)', (x, y) =>
        isclose(x.div(0), y.div(0), { equalNan: true }),
      ),
    ),
    { variant: 'of NaN and infinities', order: 0 },
  ),
];
