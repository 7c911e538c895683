import fc from 'fast-check';
import {
  eq,
  ge,
  gt,
  le,
  logicalAnd,
  logicalNot,
  logicalOr,
  lt,
  ne,
  where,
} from '../../../lib/src/tensor/ops/compare.js';
import {
  arrayOf,
  booleans,
  broadcasting,
  integers,
  type OpSpec,
  opCase,
  operands,
  seeds,
  shapes,
  spec,
} from './spec.js';

const comparisons = Object.entries({ eq, ne, lt, le, gt, ge }).flatMap(([name, ours]) => [
  spec(
    name,
    operands({ grid: 1 }).map((xs) => opCase(xs, `torch.${name}(a, b)`, ours)),
    { order: 0 },
  ),
  spec(
    name,
    fc
      .tuple(operands({ grid: 0.5 }), fc.constantFrom(-1, 0, 0.5))
      .map(([[x], n]) => opCase([x], `torch.${name}(a, ${n})`, (t) => ours(t, n))),
    { variant: 'with a number', order: 0 },
  ),
  spec(
    name,
    fc
      .tuple(shapes(0, 3), seeds, fc.constantFrom(-1, 0, 0.5))
      .map(([s, seed, n]) => opCase([integers(s, seed, -2, 3)], `torch.${name}(a, ${n})`, (t) => ours(t, n))),
    { variant: 'of int32 with a number', order: 0 },
  ),
]);

const logic = Object.entries({ logicalAnd, logicalOr }).map(([name, ours]) =>
  spec(
    name,
    fc
      .tuple(broadcasting(2), seeds, seeds)
      .map(([[a, b], s, t]) =>
        opCase([booleans(a, s), integers(b, t, 0, 3)], name === 'logicalAnd' ? 'a & b.bool()' : 'a | b.bool()', ours),
      ),
    { order: 0 },
  ),
);

const chosen = broadcasting(3).chain(([c, x, y]) =>
  fc
    .tuple(seeds, arrayOf(x), arrayOf(y))
    .map(([seed, a, b]) => opCase([booleans(c, seed), a, b], 'torch.where(a, b, c)', where)),
);

const chosenNumbers = broadcasting(2).chain(([c, x]) =>
  fc
    .tuple(seeds, arrayOf(x), fc.constantFrom(0, 1.5))
    .map(([seed, a, n]) =>
      opCase([booleans(c, seed), a], `torch.where(a, b, ${n}.0 + 0 * b)`.replace('.5.0', '.5'), (t, v) =>
        t.where(v, n),
      ),
    ),
);

/** Comparisons, logic and `where`. */
export const compareSpecs: OpSpec[] = [
  ...comparisons,
  ...logic,
  spec(
    'logicalNot',
    fc.tuple(shapes(0, 3), seeds).map(([s, seed]) => opCase([booleans(s, seed)], '~a', logicalNot)),
    { order: 0 },
  ),
  spec('where', chosen),
  spec('where', chosenNumbers, { variant: 'with a number' }),
];
