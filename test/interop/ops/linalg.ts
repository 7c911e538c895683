import fc from 'fast-check';
import type { Tensor } from 'lectern';
import * as least from '../../../lib/src/tensor/ops/least-squares.js';
import * as linalg from '../../../lib/src/tensor/ops/linalg.js';
import * as functions from '../../../lib/src/tensor/ops/matrix-functions.js';
import { type Given, python } from '../../helpers/torch.js';
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

/** Rank below the number of rows and columns: a product of thin matrices. */
const thin = fc.tuple(size, size).chain(([m, n]) => fc.tuple(matrices(m + 1, 1), matrices(1, n + 1)));

const equations: fc.Arbitrary<OpCase> = any.chain((a) =>
  fc.tuple(fc.boolean(), size).chain(([vector, k]) =>
    arrayOf(vector ? [a.shape[0]] : [a.shape[0], k]).map((b) => {
      const right = vector ? 'b.unsqueeze(-1)' : 'b';
      const torch = `(torch.linalg.pinv(a) @ ${right})${vector ? '.squeeze(-1)' : ''}`;
      return opCase([a, b], torch, (x, y) => least.lstsq(x, y).solution);
    }),
  ),
);

const residuals: fc.Arbitrary<OpCase> = fc
  .tuple(size, size, size)
  .chain(([n, more, k]) =>
    fc
      .tuple(matrices(n + more, n), arrayOf([n + more, k]))
      .map((xs) =>
        opCase(xs, '(a @ torch.linalg.pinv(a) @ b - b).square().sum(-2)', (x, y) => least.lstsq(x, y).residuals),
      ),
  );

const triangular: fc.Arbitrary<OpCase> = fc
  .tuple(size, size, fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())
  .chain(([n, k, upper, left, unitriangular, batch]) => {
    const flags = `upper=${python(upper)}, left=${python(left)}, unitriangular=${python(unitriangular)}`;
    return fc
      .tuple(matrices(n, n, batch ? [2] : []), arrayOf(left ? [n, k] : [k, n]))
      .map((xs) =>
        opCase(xs, `torch.linalg.solve_triangular(a, b, ${flags})`, (x, y) =>
          least.solveTriangular(x, y, { upper, left, unitriangular }),
        ),
      );
  });

const powers = fc
  .tuple(
    squares,
    fc.integer({ min: -3, max: 5 }).filter((n) => n !== 0),
  )
  .map(([x, n]) => opCase([x], `torch.linalg.matrix_power(a, ${n})`, (a) => functions.matrixPower(a, n)));

/** Matrices of norms from 0 to about 8. */
const exponents = fc
  .tuple(size, shapes(0, 1, 3), fc.constantFrom(0, 0.1, 1, 2))
  .chain(([n, lead, most]) => arrayOf([...lead, n, n], { low: -most, high: most }))
  .map((x) => opCase([x], 'torch.matrix_exp(a)', functions.matrixExp));

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
  spec('lstsq', equations, { tolerance }),
  spec('lstsq', residuals, { variant: 'to residuals', tolerance }),
  one('pinv', 'torch.linalg.pinv(a)', least.pinv, any),
  spec(
    'pinv',
    thin.map((xs) =>
      opCase(xs, 'torch.linalg.pinv(a @ b, rtol=1e-4)', (a, b) => least.pinv(a.matmul(b), { rtol: 1e-4 })),
    ),
    { variant: 'below full rank', order: 1, tolerance },
  ),
  spec(
    'matrixRank',
    thin.map((xs) =>
      opCase(xs, 'torch.linalg.matrix_rank(a @ b, rtol=1e-4)', (a, b) => least.matrixRank(a.matmul(b), { rtol: 1e-4 })),
    ),
    { order: 0 },
  ),
  spec(
    'matrixRank',
    any.map((x) => opCase([x], 'torch.linalg.matrix_rank(a)', (a) => least.matrixRank(a))),
    { variant: 'of full rank', order: 0 },
  ),
  spec('solveTriangular', triangular, { tolerance }),
  one('slogdet', 'torch.linalg.slogdet(-a)[1]', (a) => functions.slogdet(a.neg())[1], squares),
  spec(
    'slogdet',
    squares.map((x) => opCase([x], 'torch.linalg.slogdet(-a)[0]', (a) => functions.slogdet(a.neg())[0])),
    { variant: 'to signs', order: 0 },
  ),
  one('logdet', 'torch.logdet(a)', functions.logdet, squares),
  spec('matrixPower', powers, { tolerance }),
  spec(
    'matrixPower',
    squares.map((x) => opCase([x], 'torch.linalg.matrix_power(a, 0)', (a) => functions.matrixPower(a, 0))),
    { variant: 'of exponent 0', order: 0 },
  ),
  spec(
    'lstsq',
    fc
      .tuple(size, size, size)
      .chain(([n, more, k]) => fc.tuple(matrices(n + more, n), arrayOf([n + more, k])))
      .map((xs) => opCase(xs, 'torch.linalg.lstsq(a, b).solution', (x, y) => least.lstsq(x, y).solution)),
    { variant: 'of more equations than unknowns', tolerance },
  ),
  spec('matrixExp', exponents, { tolerance }),
];
