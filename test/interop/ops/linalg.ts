import fc from 'fast-check';
import type { Tensor } from 'lectern';
import * as linalg from '../../../lib/src/tensor/ops/linalg.js';
import type { Given } from '../../helpers/torch.js';
import { arrayOf, type OpCase, type OpSpec, opCase, shapes, spec } from './spec.js';

const size = fc.integer({ min: 1, max: 4 });
/** Products of inverses lose digits. */
const tolerance = { rtol: 1e-3, atol: 1e-4 };

/** Matrices near a diagonal one whose entries are 1, 2, 3, …: far from singular, and singular values lie apart. */
function matrices(rows: number, columns: number, lead: readonly number[] = []): fc.Arbitrary<Given> {
  return arrayOf([...lead, rows, columns], { low: -0.2, high: 0.2 }).map((x) => {
    for (let i = 0; i < x.values.length; i++) {
      const [row, column] = [Math.floor(i / columns) % rows, i % columns];
      if (row === column) x.values[i] += row + 1;
    }
    return x;
  });
}

const squares = fc.tuple(size, shapes(0, 1, 3)).chain(([n, lead]) => matrices(n, n, lead));

const one = (covers: string, torch: string, ours: (a: Tensor) => Tensor, from: fc.Arbitrary<Given>, variant?: string) =>
  spec(
    covers,
    from.map((x) => opCase([x], torch, ours)),
    { variant, tolerance },
  );

const systems: fc.Arbitrary<OpCase> = fc
  .tuple(size, size, fc.constantFrom('vector', 'matrix', 'batch', 'broadcast'))
  .chain(([n, k, kind]) => {
    const lead = kind === 'batch' || kind === 'broadcast' ? [2] : [];
    const right = kind === 'vector' ? [n] : kind === 'batch' ? [2, n, k] : [n, k];
    return fc
      .tuple(matrices(n, n, lead), arrayOf(right))
      .map((xs) => opCase(xs, 'torch.linalg.solve(a, b)', linalg.solve));
  });

const SYMMETRIC = '(a + a.mT)';
const symmetric = (a: Tensor) => a.add(a.transpose(-1, -2));

const tall = fc.tuple(size, fc.integer({ min: 0, max: 2 })).chain(([n, more]) => matrices(n + more, n));
const wide = fc.tuple(size, fc.integer({ min: 0, max: 2 })).chain(([n, more]) => matrices(n, n + more));
const any = fc.oneof(tall, wide);

/** Squares, since the signs of vectors are not defined. */
const squared = (x: Tensor) => x.mul(x);

/** Equations, inverses and decompositions. */
export const linalgSpecs: OpSpec[] = [
  spec('solve', systems, { tolerance }),
  one('inv', 'torch.linalg.inv(a)', linalg.inv, squares),
  one('det', 'torch.linalg.det(a)', linalg.det, squares),
  one('cholesky', `torch.linalg.cholesky${SYMMETRIC}`, (a) => linalg.cholesky(symmetric(a)), squares),
  one('qr', 'torch.linalg.qr(a)[0] ** 2', (a) => squared(linalg.qr(a)[0]), tall, 'to Q'),
  one('qr', 'torch.linalg.qr(a)[1] ** 2', (a) => squared(linalg.qr(a)[1]), tall, 'to R'),
  spec(
    'qr',
    wide.map((x) => opCase([x], 'torch.linalg.qr(a)[1] ** 2', (a) => squared(linalg.qr(a)[1]))),
    { variant: 'of wide matrices', order: 0 },
  ),
  one('svd', 'torch.linalg.svdvals(a)', (a) => linalg.svd(a)[1], any, 'to singular values'),
  one('svd', 'torch.linalg.svd(a, full_matrices=False)[0] ** 2', (a) => squared(linalg.svd(a)[0]), any, 'to U'),
  one('svd', 'torch.linalg.svd(a, full_matrices=False)[2].mT ** 2', (a) => squared(linalg.svd(a)[2]), any, 'to V'),
  one('eigh', `torch.linalg.eigvalsh${SYMMETRIC}`, (a) => linalg.eigh(symmetric(a))[0], squares, 'to eigenvalues'),
  one(
    'eigh',
    `torch.linalg.eigh${SYMMETRIC}[1] ** 2`,
    (a) => squared(linalg.eigh(symmetric(a))[1]),
    squares,
    'to vectors',
  ),
];
