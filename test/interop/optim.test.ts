import { F, nn, noGrad, optim, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { given } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { asTensor } from './ops/derive.js';
import { floats } from './ops/spec.js';

const torch = torchOfFile();

type Make = (params: Tensor[]) => { zeroGrad(): void; step(): unknown };

const OPTIMISERS: [title: string, make: Make, torch: string][] = [
  ['AdamW', (p) => new optim.AdamW(p, { lr: 0.01 }), 'AdamW(params, lr=0.01)'],
  [
    'AdamW with decay and AMSGrad',
    (p) => new optim.AdamW(p, { lr: 0.02, weightDecay: 0.3, amsgrad: true }),
    'AdamW(params, lr=0.02, weight_decay=0.3, amsgrad=True)',
  ],
  ['NAdam', (p) => new optim.NAdam(p, { lr: 0.01 }), 'NAdam(params, lr=0.01)'],
  [
    'NAdam with decay',
    (p) => new optim.NAdam(p, { lr: 0.01, weightDecay: 0.1, momentumDecay: 0.01, betas: [0.8, 0.99] }),
    'NAdam(params, lr=0.01, weight_decay=0.1, momentum_decay=0.01, betas=(0.8, 0.99))',
  ],
  ['RAdam', (p) => new optim.RAdam(p, { lr: 0.02 }), 'RAdam(params, lr=0.02)'],
  [
    'RAdam with decay',
    (p) => new optim.RAdam(p, { lr: 0.02, weightDecay: 0.1, betas: [0.8, 0.95] }),
    'RAdam(params, lr=0.02, weight_decay=0.1, betas=(0.8, 0.95))',
  ],
  ['Adamax', (p) => new optim.Adamax(p, { lr: 0.01 }), 'Adamax(params, lr=0.01)'],
  [
    'Adamax with decay',
    (p) => new optim.Adamax(p, { lr: 0.01, weightDecay: 0.1, eps: 1e-4 }),
    'Adamax(params, lr=0.01, weight_decay=0.1, eps=1e-4)',
  ],
  ['Adagrad', (p) => new optim.Adagrad(p, { lr: 0.05 }), 'Adagrad(params, lr=0.05)'],
  [
    'Adagrad with decays',
    (p) => new optim.Adagrad(p, { lr: 0.05, lrDecay: 0.01, weightDecay: 0.1, initialAccumulatorValue: 0.2 }),
    'Adagrad(params, lr=0.05, lr_decay=0.01, weight_decay=0.1, initial_accumulator_value=0.2)',
  ],
  ['Adadelta', (p) => new optim.Adadelta(p, { lr: 3 }), 'Adadelta(params, lr=3)'],
  [
    'Adadelta with decay',
    (p) => new optim.Adadelta(p, { lr: 3, rho: 0.8, weightDecay: 0.1, eps: 1e-5 }),
    'Adadelta(params, lr=3, rho=0.8, weight_decay=0.1, eps=1e-5)',
  ],
  ['RMSprop', (p) => new optim.RMSprop(p, { lr: 0.01, eps: 1e-3 }), 'RMSprop(params, lr=0.01, eps=1e-3)'],
  [
    'RMSprop, centred, with momentum and decay',
    (p) => new optim.RMSprop(p, { lr: 0.002, momentum: 0.9, centered: true, weightDecay: 0.1, alpha: 0.9, eps: 1e-4 }),
    'RMSprop(params, lr=0.002, momentum=0.9, centered=True, weight_decay=0.1, alpha=0.9, eps=1e-4)',
  ],
];

/** Data of a small regression, and where its weights start. */
const arrays = { a: floats([6, 4], 1), b: floats([4], 2), x: floats([20, 6], 3), y: floats([20, 4], 4) };

function problem() {
  const [a, b] = [asTensor(arrays.a).requiresGrad_(), asTensor(arrays.b).requiresGrad_()];
  const [x, y] = [asTensor(arrays.x), asTensor(arrays.y)];
  const lossOf = (from: number, rows: number) =>
    F.mseLoss(x.narrow(0, from, rows).matmul(a).add(b).tanh(), y.narrow(0, from, rows));
  return { a, b, lossOf };
}

const PROBLEM = `
params = [given[name].double().requires_grad_() for name in 'ab']
a, b = params
x, y = given['x'].double(), given['y'].double()
def loss_of(first, rows): return F.mse_loss((x.narrow(0, first, rows) @ a + b).tanh(), y.narrow(0, first, rows))
`;
const exact = { rtol: 1e-5, atol: 1e-5 };

describe('optimisers', () => {
  test.each(OPTIMISERS)('%s follows PyTorch’s path for 100 steps', async (_title, make, program) => {
    const { a, b, lossOf } = problem();
    const optimizer = make([a, b]);
    for (let step = 0; step < 100; step++) {
      optimizer.zeroGrad();
      lossOf(step % 10, 10).backward();
      optimizer.step();
    }
    const script = `${PROBLEM}
optimizer = torch.optim.${program}
for step in range(100):
    optimizer.zero_grad()
    loss_of(step % 10, 10).backward()
    optimizer.step()
found['a'], found['b'] = a, b
`;
    const theirs = await torch.run(script, arrays);
    expect(a).toBeCloseToTensor(theirs.a, exact);
    expect(b).toBeCloseToTensor(theirs.b, exact);
    expect(noGrad(() => a.sub(asTensor(arrays.a)).abs().max().item())).toBeGreaterThan(0.05);
  });

  test('Rprop follows PyTorch’s path while no sign hangs on rounding', async () => {
    const { a, b, lossOf } = problem();
    const optimizer = new optim.Rprop([a, b], { lr: 0.02, etas: [0.4, 1.3], stepSizes: [1e-4, 0.1] });
    for (let step = 0; step < 12; step++) {
      optimizer.zeroGrad();
      lossOf(0, 20).backward();
      optimizer.step();
    }
    const script = `${PROBLEM}
optimizer = torch.optim.Rprop(params, lr=0.02, etas=(0.4, 1.3), step_sizes=(1e-4, 0.1))
for step in range(12):
    optimizer.zero_grad()
    loss_of(0, 20).backward()
    optimizer.step()
found['a'], found['b'] = a, b
`;
    const theirs = await torch.run(script, arrays);
    expect(a).toBeCloseToTensor(theirs.a, exact);
    expect(b).toBeCloseToTensor(theirs.b, exact);
  });

  test.each([
    [
      'SGD',
      (p: Tensor[], l1Decay: number) => new optim.SGD(p, { lr: 0.05, momentum: 0.5, l1Decay }),
      'SGD(params, lr=0.05, momentum=0.5)',
    ],
    ['Adam', (p: Tensor[], l1Decay: number) => new optim.Adam(p, { lr: 0.01, l1Decay }), 'Adam(params, lr=0.01)'],
    ['AdamW', (p: Tensor[], l1Decay: number) => new optim.AdamW(p, { lr: 0.01, l1Decay }), 'AdamW(params, lr=0.01)'],
    [
      'RMSprop',
      (p: Tensor[], l1Decay: number) => new optim.RMSprop(p, { lr: 0.005, l1Decay }),
      'RMSprop(params, lr=0.005)',
    ],
  ])('l1Decay of %s is a penalty on magnitudes in PyTorch’s loss', async (_title, make, program) => {
    const { a, b, lossOf } = problem();
    const optimizer = make([a, b], 0.02);
    for (let step = 0; step < 40; step++) {
      optimizer.zeroGrad();
      lossOf(step % 10, 10).backward();
      optimizer.step();
    }
    const script = `${PROBLEM}
optimizer = torch.optim.${program}
for step in range(40):
    optimizer.zero_grad()
    (loss_of(step % 10, 10) + 0.02 * (a.abs().sum() + b.abs().sum())).backward()
    optimizer.step()
found['a'], found['b'] = a, b
`;
    const theirs = await torch.run(script, arrays);
    expect(a).toBeCloseToTensor(theirs.a, exact);
    expect(b).toBeCloseToTensor(theirs.b, exact);
  });

  test('l1Decay is an option of groups, saved with them, and not negative', () => {
    const [p, q] = [tensor([3, -2, 0]).requiresGrad_(), tensor([1]).requiresGrad_()];
    const optimizer = new optim.SGD([{ params: [p], l1Decay: 0.5 }, { params: [q] }], { lr: 1 });
    p.mul(0).sum().add(q.sum()).backward();
    optimizer.step();
    expect([...p.dataSync(), ...q.dataSync()]).toEqual([2.5, -1.5, 0, 0]);
    expect(optimizer.stateDict().paramGroups[0].l1Decay).toBe(0.5);
    expect(() => new optim.Adam([p], { l1Decay: -1 })).toThrow('Adam: l1Decay must be at least 0, got -1');
  });

  test('a step gives back the loss of its closure', () => {
    const { a, b, lossOf } = problem();
    const optimizer = new optim.SGD([a, b], { lr: 0.1 });
    const loss = noGrad(() =>
      optimizer.step(() => {
        const value = lossOf(0, 20);
        value.backward();
        return value;
      }),
    );
    expect(loss?.item()).toBeCloseTo(problem().lossOf(0, 20).item(), 6);
    expect(lossOf(0, 20).item()).toBeLessThan(loss!.item());
  });
});

describe('L-BFGS', () => {
  const closureOf = (optimizer: optim.LBFGS, lossOf: () => Tensor) => () => {
    optimizer.zeroGrad();
    const loss = lossOf();
    loss.backward();
    return loss;
  };

  test('follows PyTorch’s path for eight iterations without a line search, after which rounding decides', async () => {
    const { a, b, lossOf } = problem();
    const optimizer = new optim.LBFGS([a, b], { lr: 0.5, maxIter: 4, historySize: 3 });
    for (let step = 0; step < 2; step++) optimizer.step(closureOf(optimizer, () => lossOf(0, 20)));
    const script = `${PROBLEM}
optimizer = torch.optim.LBFGS(params, lr=0.5, max_iter=4, history_size=3)
def closure():
    optimizer.zero_grad()
    loss = loss_of(0, 20)
    loss.backward()
    return loss
for step in range(2): optimizer.step(closure)
found['a'], found['b'] = a, b
`;
    const theirs = await torch.run(script, arrays);
    expect(a).toBeCloseToTensor(theirs.a, { rtol: 1e-4, atol: 1e-4 });
    expect(b).toBeCloseToTensor(theirs.b, { rtol: 1e-4, atol: 1e-4 });
  });

  test('finds the minimum of Rosenbrock’s valley with a line search', () => {
    const p = new nn.Parameter(tensor([-1.2, 1]));
    const optimizer = new optim.LBFGS([p], { lineSearch: 'strongWolfe', maxIter: 80, maxEval: 200 });
    const valley = () => {
      const [x, y] = [p.get(0), p.get(1)];
      const [u, v] = [x.neg().add(1), y.sub(x.mul(x))];
      return u.mul(u).add(v.mul(v).mul(100));
    };
    optimizer.step(closureOf(optimizer, valley));
    expect(p).toBeCloseToTensor({ shape: [2], values: [1, 1] }, { atol: 1e-3 });
  });

  test('goes on from a saved state as if it had not stopped', () => {
    const run = (resume: boolean) => {
      const { a, b, lossOf } = problem();
      let optimizer = new optim.LBFGS([a, b], { maxIter: 3, lineSearch: 'strongWolfe' });
      for (let step = 0; step < 4; step++) {
        optimizer.step(closureOf(optimizer, () => lossOf(0, 20)));
        if (!resume) continue;
        const state = optimizer.stateDict();
        optimizer = new optim.LBFGS([a, b]);
        optimizer.loadStateDict(state);
      }
      return [...a.dataSync()];
    };
    expect(run(true)).toEqual(run(false));
  });

  test('says what its closure must do', () => {
    const { a } = problem();
    const optimizer = new optim.LBFGS([a]);
    expect(() => optimizer.step()).toThrow('LBFGS.step: expected a function that gives the loss, got none');
    expect(() => optimizer.step(() => a.sum())).toThrow('no parameter has a gradient');
    expect(() => new optim.LBFGS([{ params: [a] }, { params: [problem().b] }])).toThrow(
      'one group of parameters, got 2',
    );
  });
});

describe('clipping', () => {
  test.each([
    [1, 2],
    [0.5, 1],
    [0.1, Infinity],
    [1000, 3],
  ])('scales the gradients to norm %d of order %d as PyTorch does', async (maxNorm, normType) => {
    const { a, b, lossOf } = problem();
    lossOf(0, 20).backward();
    const norm = optim.clipGradNorm([a, b], maxNorm, { normType });
    const order = normType === Infinity ? "float('inf')" : normType;
    const script = `${PROBLEM}
loss_of(0, 20).backward()
found['norm'] = torch.nn.utils.clip_grad_norm_(params, ${maxNorm}, ${order})
found['a'], found['b'] = a.grad, b.grad
`;
    const theirs = await torch.run(script, arrays);
    expect(norm).toBeCloseToTensor(theirs.norm);
    expect(a.grad).toBeCloseToTensor(theirs.a);
    expect(b.grad).toBeCloseToTensor(theirs.b);
  });

  test('limits the values, and can refuse gradients that are not finite', () => {
    const p = new nn.Parameter(tensor([1, 2, 3]));
    p.mul(tensor([-5, 0.25, 5]))
      .sum()
      .backward();
    optim.clipGradValue(p, 0.5);
    expect([...given(p.grad!).values]).toEqual([-0.5, 0.25, 0.5]);
    p.grad = null;
    p.mul(Number.POSITIVE_INFINITY).sum().backward();
    expect(() => optim.clipGradNorm(p, 1, { errorIfNonfinite: true })).toThrow('must be finite, got Infinity');
  });
});
