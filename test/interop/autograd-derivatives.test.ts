import fc from 'fast-check';
import { autograd, noGrad, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { asTensor } from './ops/derive.js';
import { floats, seeds } from './ops/spec.js';

const torch = torchOfFile();

/** Functions of `a [n, m]` and `b [m]` with one output or two; the second depends on `a` alone. */
const FUNCTIONS: [title: string, ours: (a: Tensor, b: Tensor) => Tensor, theirs: string][] = [
  ['a product', (a, b) => a.matmul(b), 'a @ b'],
  ['tanh of a product', (a, b) => a.matmul(b).tanh(), 'torch.tanh(a @ b)'],
  ['softmax of a sum', (a, b) => a.add(b).softmax(-1), '(a + b).softmax(-1)'],
  ['logSumExp', (a, b) => a.mul(b).logsumexp(1), '(a * b).logsumexp(1)'],
  ['a quotient', (a, b) => a.div(b.mul(b).add(1)), 'a / (b * b + 1)'],
  ['a power', (a, b) => a.mul(a).add(1).pow(b), '(a * a + 1) ** b'],
  ['sines', (a, b) => a.sin().mul(b.cos()).sum(0), '(a.sin() * b.cos()).sum(0)'],
  ['a function of one input', (a) => a.sigmoid().mean(1), 'a.sigmoid().mean(1)'],
];

const cases = fc.record({
  at: fc.nat(FUNCTIONS.length - 1),
  n: fc.integer({ min: 1, max: 3 }),
  m: fc.integer({ min: 1, max: 4 }),
  seed: seeds,
});
const SETTINGS = { seed: 20_260_301, numRuns: 40 };

const prepare = (n: number, m: number, seed: number) => {
  const given = {
    a: floats([n, m], seed),
    b: floats([m], seed + 1),
    va: floats([n, m], seed + 2),
    vb: floats([m], seed + 3),
  };
  const [a, b, va, vb] = [given.a, given.b, given.va, given.vb].map(asTensor);
  return { given, a, b, va, vb };
};
const setUp = `a, b, va, vb = [given[k].double() for k in ('a', 'b', 'va', 'vb')]
from torch.autograd.functional import jacobian, hessian, vjp, jvp
`;

describe('PyTorch’s functional derivatives of random functions are those of', () => {
  test('jacobian', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ at, n, m, seed }) => {
        const [, f, program] = FUNCTIONS[at];
        const { given, a, b } = prepare(n, m, seed);
        const script = `${setUp}
(found['ya'], found['yb']), (found['za'], found['zb']) = jacobian(lambda a, b: (${program}, (a * a).sum(0)), (a, b))
found['one'] = jacobian(lambda a: ${program}, a)`;
        const theirs = await torch.run(script, given);
        const [[ya, yb], [za, zb]] = autograd.jacobian((a, b) => [f(a, b), a.mul(a).sum(0)], [a, b]);
        const one = autograd.jacobian((x) => f(x, b), a);
        for (const [name, ours] of Object.entries({ ya, yb, za, zb, one })) {
          expect(ours, name).toBeCloseToTensor(theirs[name]);
          expect(ours.requiresGrad).toBe(false);
        }
      }),
      SETTINGS,
    );
  });

  test('hessian', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ at, n, m, seed }) => {
        const [, f, program] = FUNCTIONS[at];
        const { given, a, b } = prepare(n, m, seed);
        const script = `${setUp}
f = lambda a, b: (${program}).pow(2).sum()
(found['aa'], found['ab']), (found['ba'], found['bb']) = hessian(f, (a, b))
found['one'] = hessian(lambda b: f(a, b), b)`;
        const theirs = await torch.run(script, given);
        const total = (x: Tensor, y: Tensor) => f(x, y).pow(2).sum();
        const [[aa, ab], [ba, bb]] = autograd.hessian(total, [a, b]);
        const one = autograd.hessian((y) => total(a, y), b);
        for (const [name, ours] of Object.entries({ aa, ab, ba, bb, one })) {
          expect(ours, name).toBeCloseToTensor(theirs[name]);
        }
      }),
      SETTINGS,
    );
  });

  test('vjp and jvp', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ at, n, m, seed }) => {
        const [, f, program] = FUNCTIONS[at];
        const { given, a, b, va, vb } = prepare(n, m, seed);
        const y = f(a, b);
        const v = floats(y.shape, seed + 9);
        const script = `${setUp}
f = lambda a, b: ${program}
found['y'], (found['da'], found['db']) = vjp(f, (a, b), given['v'].double())
found['z'], found['dz'] = jvp(f, (a, b), (va, vb))`;
        const theirs = await torch.run(script, { ...given, v });
        const [out, [da, db]] = autograd.vjp(f, [a, b], asTensor(v));
        const [z, dz] = noGrad(() => autograd.jvp(f, [a, b], [va, vb]));
        for (const [name, ours] of Object.entries({ y: out, da, db, z, dz })) {
          expect(ours, name).toBeCloseToTensor(theirs[name]);
          expect(ours.requiresGrad).toBe(false);
        }
      }),
      SETTINGS,
    );
  });
});

describe('with createGraph', () => {
  test('jacobian, vjp and jvp can be differentiated again', async () => {
    const given = { a: floats([2, 3], 5), b: floats([3], 6), va: floats([2, 3], 7), vb: floats([3], 8) };
    const [, f, program] = FUNCTIONS[1];
    const script = `${setUp}
f = lambda a, b: ${program}
a.requires_grad_(), b.requires_grad_()
ja, jb = jacobian(f, (a, b), create_graph=True)
found['j'], = torch.autograd.grad(ja.pow(2).sum() + jb.pow(2).sum(), a)
_, (da, db) = vjp(f, (a, b), torch.ones(2).double(), create_graph=True)
found['v'], = torch.autograd.grad(da.pow(2).sum() + db.pow(2).sum(), b)
_, dz = jvp(f, (a, b), (va, vb), create_graph=True)
found['p'], = torch.autograd.grad(dz.pow(2).sum(), a)`;
    const theirs = await torch.run(script, given);
    const [a, b, va, vb] = [given.a, given.b, given.va, given.vb].map(asTensor);
    for (const x of [a, b]) x.requiresGrad_();
    const square = (...xs: Tensor[]) => xs.map((x) => x.pow(2).sum()).reduce((p, q) => p.add(q));
    const options = { createGraph: true };
    const [j] = autograd.grad(square(...autograd.jacobian(f, [a, b], options)), [a]);
    const [v] = autograd.grad(square(...autograd.vjp(f, [a, b], tensor([1, 1]), options)[1]), [b]);
    const [p] = autograd.grad(square(autograd.jvp(f, [a, b], [va, vb], options)[1]), [a]);
    for (const [name, ours] of Object.entries({ j, v, p })) expect(ours, name).toBeCloseToTensor(theirs[name]);
    expect([a.grad, b.grad]).toEqual([null, null]);
  });
});

describe('what does not fit is refused', () => {
  const x = () => tensor([1, 2]);

  test.each([
    [() => autograd.hessian((a) => a.mul(2), x()), 'hessian: expected f to give a single value, got shape [2]'],
    [
      () => autograd.jacobian((a) => a, tensor([1], { dtype: 'int32' })),
      "jacobian: expected float32 inputs, got int32 as input 0; convert with .to('float32')",
    ],
    [
      () => autograd.vjp((a) => a, x()),
      'vjp: expected a single value or a vector v of the output’s shape, got no v for [2]',
    ],
    [() => autograd.vjp((a) => a, x(), tensor([1])), 'vjp: expected v of the shape of the output, [2], got [1]'],
    [() => autograd.jvp((a) => a, [x()], [x(), x()]), 'jvp: expected v of the shape of the input, [2], got [2], [2]'],
  ])('%#', (body, message) => {
    expect(body).toThrow(message);
  });
});
