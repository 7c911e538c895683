import fc from 'fast-check';
import * as cumulative from '../../../lib/src/tensor/ops/cumulative.js';
import { cdist, norm } from '../../../lib/src/tensor/ops/distance.js';
import { amax, amin } from '../../../lib/src/tensor/ops/reduce.js';
import * as order from '../../../lib/src/tensor/ops/sort.js';
import { type Given, python } from '../../helpers/torch.js';
import {
  array,
  arrayOf,
  broadcasting,
  type Domain,
  floats,
  integers,
  type OpSpec,
  opCase,
  seeds,
  shapes,
  spec,
  withDim,
} from './spec.js';

/** Whole numbers, among them zeros. */
const ZEROS: Domain = { grid: 1 };

/** Values that are all at least 0.1 apart, in random order. */
function distinct(shape: readonly number[], seed: number): Given {
  const it = floats(shape, seed);
  const ranks = Array.from(it.values.keys()).sort((i, j) => it.values[i] - it.values[j]);
  ranks.forEach((at, rank) => {
    it.values[at] = (rank - ranks.length / 2) * 0.1;
  });
  return it;
}

const ranked = fc.tuple(shapes(1, 3), seeds).map(([shape, seed]) => distinct(shape, seed));
const along = withDim(array(1, 3, ZEROS));
const reductions = along.chain(([x, dim]) => fc.boolean().map((keepdim) => ({ x, dim, keepdim })));

const products = reductions.map(({ x, dim, keepdim }) =>
  opCase([x], `a.prod(dim=${dim}, keepdim=${python(keepdim)})`, (v) => cumulative.prod(v, { dim, keepdim })),
);

/** Over all values or one axis. Away from 0, where some norms have no slope. */
function norms(domain: Domain, ps: readonly number[]): OpSpec['cases'] {
  return fc
    .tuple(withDim(array(1, 3, domain)), fc.boolean(), fc.boolean(), fc.constantFrom(...ps))
    .map(([[x, dim], all, keepdim, p]) => {
      const torch = `torch.linalg.vector_norm(a, ${Number.isFinite(p) ? p : `${p < 0 ? '-' : ''}torch.inf`}`;
      return all
        ? opCase([x], `${torch})`, (v) => norm(v, { p }))
        : opCase([x], `${torch}, dim=${dim}, keepdim=${python(keepdim)})`, (v) => norm(v, { p, dim, keepdim }));
    });
}

const rows = (first: Domain = {}, second = first) =>
  fc
    .tuple(
      broadcasting(2),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
    )
    .chain(([[a, b], n, m, d]) =>
      fc.tuple(arrayOf([...a.slice(-1), n, d], first), arrayOf([...b.slice(-1), m, d], second)),
    );

const quantiles = withDim(ranked).chain(([x, dim]) =>
  fc
    .tuple(
      fc.constantFrom('linear', 'lower', 'higher', 'nearest', 'midpoint') as fc.Arbitrary<'linear'>,
      fc.constantFrom(undefined, dim),
      fc.boolean(),
      fc.constantFrom<(number | number[])[]>(0, 0.25, 0.5, 0.9, 1, [0.1, 0.5]),
    )
    .map(([interpolation, axis, keepdim, q]) => {
      const shares = typeof q === 'number' ? q : `torch.tensor([${q}], dtype=a.dtype)`;
      const options = `dim=${axis ?? 'None'}, keepdim=${python(keepdim)}, interpolation='${interpolation}'`;
      return opCase([x], `a.quantile(${shares}, ${options})`, (v) =>
        order.quantile(v, q, { dim: axis, keepdim, interpolation }),
      );
    }),
);

const sorts = fc.tuple(withDim(ranked), fc.boolean());
const ties = fc.tuple(
  withDim(fc.tuple(shapes(1, 3), seeds).map(([s, seed]) => integers(s, seed, -2, 3))),
  fc.boolean(),
);

/** Running and other products, norms, distances, sorting. */
export const orderSpecs: OpSpec[] = [
  spec('prod', products),
  spec(
    'prod',
    array(0, 3).map((x) => opCase([x], 'a.prod()', (v) => cumulative.prod(v))),
    { variant: 'of all values' },
  ),
  spec(
    'prod',
    withDim(fc.tuple(shapes(1, 3), seeds).map(([s, seed]) => integers(s, seed, -3, 4))).map(([x, dim]) =>
      opCase([x], `a.prod(${dim})`, (v) => cumulative.prod(v, dim)),
    ),
    { variant: 'of int32', order: 0 },
  ),
  spec(
    'cumprod',
    along.map(([x, dim]) => opCase([x], `a.cumprod(${dim})`, (v) => cumulative.cumprod(v, dim))),
  ),
  spec(
    'logcumsumexp',
    withDim(array(1, 3, { low: -30, high: 30 })).map(([x, dim]) =>
      opCase([x], `a.logcumsumexp(${dim})`, (v) => cumulative.logcumsumexp(v, dim)),
    ),
  ),
  spec(
    'logsumexp',
    withDim(array(1, 3, { low: -200, high: 200 })).chain(([x, dim]) =>
      fc
        .boolean()
        .map((keepdim) =>
          opCase([x], `a.logsumexp(${dim}, keepdim=${python(keepdim)})`, (v) =>
            cumulative.logsumexp(v, { dim, keepdim }),
          ),
        ),
    ),
  ),
  spec(
    'amax',
    reductions.map(({ x, dim, keepdim }) =>
      opCase([x], `a.amax(${dim}, ${python(keepdim)})`, (v) => amax(v, { dim, keepdim })),
    ),
  ),
  spec(
    'amin',
    reductions.map(({ x, dim, keepdim }) =>
      opCase([x], `a.amin(${dim}, ${python(keepdim)})`, (v) => amin(v, { dim, keepdim })),
    ),
  ),
  spec('norm', norms({ away: 0.5 }, [2, 1, 3, 1.5, 0.5, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])),
  spec('norm', norms(ZEROS, [0]), { variant: 'that counts values', order: 0 }),
  spec('norm', norms(ZEROS, [2, 1, 3, Number.POSITIVE_INFINITY]), { variant: 'of values with zeros', order: 1 }),
  spec(
    'cdist',
    fc
      .tuple(rows({ low: 0.5 }, { high: -0.5 }), fc.constantFrom(1, 2, 3))
      .map(([xs, p]) =>
        opCase(xs, `torch.linalg.vector_norm(a.unsqueeze(-2) - b.unsqueeze(-3), ${p}, dim=-1)`, (x, y) =>
          cdist(x, y, { p }),
        ),
      ),
  ),
  spec(
    'cdist',
    rows().map((xs) =>
      opCase(xs, "torch.cdist(a, b, compute_mode='donot_use_mm_for_euclid_dist')", (x, y) => cdist(x, y)),
    ),
    { variant: "with PyTorch's own function", order: 1 },
  ),
  spec(
    'sort',
    sorts.map(([[x, dim], descending]) =>
      opCase(
        [x],
        `a.sort(dim=${dim}, descending=${python(descending)})[0]`,
        (v) => order.sort(v, { dim, descending })[0],
      ),
    ),
  ),
  spec(
    'argsort',
    ties.map(([[x, dim], descending]) =>
      opCase([x], `a.argsort(dim=${dim}, descending=${python(descending)}, stable=True)`, (v) =>
        order.argsort(v, { dim, descending }),
      ),
    ),
    { order: 0 },
  ),
  spec(
    'median',
    withDim(ranked).map(([x, dim]) => opCase([x], `a.median(${dim})[0]`, (v) => order.median(v, dim))),
  ),
  spec(
    'median',
    ranked.map((x) => opCase([x], 'a.median()', (v) => order.median(v))),
    { variant: 'of all values' },
  ),
  spec('quantile', quantiles),
];
