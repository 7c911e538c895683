import fc from 'fast-check';
import * as algebra from '../../../lib/src/tensor/ops/algebra.js';
import { arrayOf, type OpCase, type OpSpec, opCase, spec } from './spec.js';

const size = fc.integer({ min: 1, max: 4 });
const sizes = fc.tuple(size, size, size);
const factors = fc.constantFrom({}, { beta: 0.5 }, { alpha: -2 }, { beta: 0, alpha: 0.3 });
const text = (options: { beta?: number; alpha?: number }) => `, beta=${options.beta ?? 1}, alpha=${options.alpha ?? 1}`;

const of = (shapesOf: (m: number, k: number, n: number) => number[][], torch: string, ours: OpCase['ours']) =>
  sizes
    .chain(([m, k, n]) => fc.tuple(...shapesOf(m, k, n).map((shape) => arrayOf(shape))))
    .map((xs) => opCase(xs, torch, ours));

type Added = typeof algebra.addmm;
const added = (name: string, ours: Added, shapesOf: (m: number, k: number, n: number) => number[][]) =>
  fc
    .tuple(sizes, factors)
    .chain(([[m, k, n], options]) =>
      fc
        .tuple(...shapesOf(m, k, n).map((shape) => arrayOf(shape)))
        .map((xs) => opCase(xs, `torch.${name}(a, b, c${text(options)})`, (x, a, b) => ours(x, a, b, options))),
    );

const paired = sizes.chain(([m, k, n]) =>
  fc.tuple(arrayOf([m, k, n]), arrayOf([n, m, 2])).map((xs) =>
    opCase(xs, 'torch.tensordot(a, b, dims=([0, 2], [1, 0]))', (a, b) =>
      algebra.tensordot(a, b, [
        [0, 2],
        [1, 0],
      ]),
    ),
  ),
);

const crossed = fc.tuple(size, size, fc.boolean()).chain(([m, n, first]) => {
  const shape = first ? [3, m, n] : [m, n, 3];
  const dim = first ? 0 : -1;
  return fc
    .tuple(arrayOf(shape), arrayOf(first ? [3, 1, n] : [1, n, 3]))
    .map((xs) => opCase(xs, `torch.linalg.cross(a, b, dim=${dim})`, (a, b) => algebra.cross(a, b, { dim })));
});

const observed = fc.tuple(size, fc.integer({ min: 3, max: 6 }));
const covariances = fc
  .tuple(observed, fc.constantFrom(0, 1))
  .chain(([[m, n], correction]) =>
    arrayOf([m, n]).map((x) =>
      opCase([x], `torch.cov(a, correction=${correction})`, (v) => algebra.cov(v, { correction })),
    ),
  );
const vectors = observed.chain(([, n]) => arrayOf([n]).map((x) => opCase([x], 'torch.cov(a)', (v) => algebra.cov(v))));
const correlations = observed.chain(([m, n]) =>
  arrayOf([m, n]).map((x) => opCase([x], 'torch.corrcoef(a)', (v) => algebra.corrcoef(v))),
);

/** Products of vectors and matrices, and what they are made for. */
export const algebraSpecs: OpSpec[] = [
  spec(
    'dot',
    of((m) => [[m], [m]], 'torch.dot(a, b)', algebra.dot),
  ),
  spec(
    'mv',
    of((m, k) => [[m, k], [k]], 'torch.mv(a, b)', algebra.mv),
  ),
  spec(
    'inner',
    of(
      (m, k, n) => [
        [m, n, k],
        [2, k],
      ],
      'torch.inner(a, b)',
      algebra.inner,
    ),
  ),
  spec(
    'addmm',
    added('addmm', algebra.addmm, (m, k, n) => [[n], [m, k], [k, n]]),
  ),
  spec(
    'addmv',
    added('addmv', algebra.addmv, (m, k) => [[m], [m, k], [k]]),
  ),
  spec(
    'baddbmm',
    added('baddbmm', algebra.baddbmm, (m, k, n) => [
      [2, 1, n],
      [2, m, k],
      [2, k, n],
    ]),
  ),
  spec(
    'tensordot',
    of(
      (m, k, n) => [
        [2, m, k],
        [m, k, n],
      ],
      'torch.tensordot(a, b, dims=2)',
      (a, b) => algebra.tensordot(a, b),
    ),
  ),
  spec('tensordot', paired, { variant: 'over named axes' }),
  spec('cross', crossed),
  spec('cov', covariances),
  spec('cov', vectors, { variant: 'of a vector' }),
  spec('corrcoef', correlations, { order: 1, tolerance: { rtol: 1e-3, atol: 1e-4 } }),
];
