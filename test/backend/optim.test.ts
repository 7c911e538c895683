import { nn, ones, optim, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';

const START = [1.5, -2, 0.25];
const COEFFICIENTS = [1, 0.1, 10];

/** Σ c·(x² + sin x): gradients differ in size and change sign. */
const gradientAt = (x: number[]) => x.map((v, i) => COEFFICIENTS[i] * (2 * v + Math.cos(v)));

function gradientStep(optimizer: { zeroGrad(): void; step(): void }, p: Tensor): void {
  optimizer.zeroGrad();
  // A loss whose gradient is exactly the given numbers.
  p.mul(tensor(gradientAt([...p.dataSync()])))
    .sum()
    .backward();
  optimizer.step();
}

/** Ten steps on tensors and ten of the formula on numbers, compared after each. */
function compare(make: (p: Tensor) => { zeroGrad(): void; step(): void }, formula: (x: number[], g: number[]) => void) {
  const p = new nn.Parameter(tensor(START));
  const optimizer = make(p);
  for (let step = 0; step < 10; step++) {
    const expected = [...p.dataSync()];
    formula(expected, gradientAt(expected));
    gradientStep(optimizer, p);
    for (const [i, value] of p.dataSync().entries()) expect(value).toBeCloseTo(expected[i], 5);
  }
  for (const [i, value] of p.dataSync().entries()) expect(Math.abs(value - START[i])).toBeGreaterThan(1e-4);
}

function sgdFormula({ lr = 0.01, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false }) {
  const v: number[] = [];
  return (x: number[], gradient: number[]) => {
    for (const [i, raw] of gradient.entries()) {
      const g = raw + weightDecay * x[i];
      v[i] = v[i] === undefined ? g : momentum * v[i] + (1 - dampening) * g;
      x[i] -= lr * (momentum === 0 ? g : nesterov ? g + momentum * v[i] : v[i]);
    }
  };
}

function adamFormula({ lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0, amsgrad = false }) {
  const m = [0, 0, 0];
  const v = [0, 0, 0];
  const largest = [0, 0, 0];
  let t = 0;
  return (x: number[], gradient: number[]) => {
    t++;
    for (const [i, raw] of gradient.entries()) {
      const g = raw + weightDecay * x[i];
      m[i] = betas[0] * m[i] + (1 - betas[0]) * g;
      v[i] = betas[1] * v[i] + (1 - betas[1]) * g * g;
      largest[i] = Math.max(largest[i], v[i]);
      const corrected = (amsgrad ? largest[i] : v[i]) / (1 - betas[1] ** t);
      x[i] -= (lr * (m[i] / (1 - betas[0] ** t))) / (Math.sqrt(corrected) + eps);
    }
  };
}

describe('SGD', () => {
  const cases: Partial<optim.SGDOptions>[] = [
    { lr: 0.01 },
    { lr: 0.01, weightDecay: 0.1 },
    { lr: 0.01, momentum: 0.9 },
    { lr: 0.01, momentum: 0.9, dampening: 0.3, weightDecay: 0.05 },
    { lr: 0.01, momentum: 0.8, nesterov: true, weightDecay: 0.05 },
  ];
  test.each(cases)('follows its formula for ten steps with %o', (options) => {
    compare((p) => new optim.SGD([p], options), sgdFormula(options));
  });

  test('refuses options that make no sense and shows them', () => {
    const p = new nn.Parameter(ones(1));
    expect(() => new optim.SGD([p], { lr: -1 })).toThrow('SGD: lr must be at least 0, got -1');
    expect(() => new optim.SGD([p], { nesterov: true })).toThrow('got momentum 0 and dampening 0');
  });
});

describe('Adam', () => {
  const cases: Partial<optim.AdamOptions>[] = [
    {},
    { lr: 0.1, betas: [0.7, 0.9], eps: 1e-3 },
    { lr: 0.05, weightDecay: 0.1 },
    { lr: 0.3, betas: [0.5, 0.6], amsgrad: true },
  ];
  test.each(cases)('follows its formula for ten steps with %o', (options) => {
    compare(
      (p) => new optim.Adam([p], options),
      adamFormula({ ...options, betas: [...(options.betas ?? [0.9, 0.999])] }),
    );
  });

  test('refuses betas outside of [0, 1)', () => {
    const p = new nn.Parameter(ones(1));
    expect(() => new optim.Adam([p], { betas: [0.9, 1] })).toThrow('betas[1] must be at least 0 and below 1, got 1');
  });
});

describe('Optimizer', () => {
  test('changes parameters only, keeps them leaves, and skips those without a gradient', () => {
    const layer = new nn.Linear(2, 1);
    layer.bias!.requiresGrad = false;
    const optimizer = new optim.SGD(layer.parameters(), { lr: 1 });
    layer(ones(1, 2)).sum().backward();
    const [weight, bias] = layer.parameters().map((p) => [...p.dataSync()]);
    optimizer.step();
    expect([...layer.weight.dataSync()]).toEqual(weight.map((w) => Math.fround(w - 1)));
    expect([...layer.bias!.dataSync()]).toEqual(bias);
    expect(layer.weight.requiresGrad && layer.weight.isLeaf).toBe(true);
    optimizer.zeroGrad();
    expect(layer.weight.grad).toBeNull();
  });

  test('says that backward is missing when no parameter has a gradient', () => {
    const optimizer = new optim.Adam(new nn.Linear(1, 1).parameters());
    expect(() => optimizer.step()).toThrow(
      'optimizer.step: no parameter has a gradient, got 2 without one; call loss.backward() first',
    );
  });

  test('gives groups options of their own that can be changed between steps', () => {
    const [a, b] = [new nn.Parameter(ones(1)), new nn.Parameter(ones(1))];
    const optimizer = new optim.SGD([{ params: [a], lr: 0.5 }, { params: [b] }], { lr: 0.25 });
    const step = () => {
      optimizer.zeroGrad();
      a.add(b).sum().backward();
      optimizer.step();
    };
    step();
    expect([a.item(), b.item()]).toEqual([0.5, 0.75]);
    for (const group of optimizer.paramGroups) group.lr = 0.125;
    step();
    expect([a.item(), b.item()]).toEqual([0.375, 0.625]);
  });

  test('refuses an empty list, a parameter twice, and results of operations', () => {
    const p = new nn.Parameter(ones(2));
    expect(() => new optim.SGD([])).toThrow('SGD: expected at least one parameter, got an empty list');
    expect(() => new optim.SGD([p, p])).toThrow('SGD: a parameter may appear once, got number 1, [2], twice');
    expect(() => new optim.SGD([p.mul(2)])).toThrow('parameters must not be results of operations, got number 0, [2]');
  });

  test('goes on after loadStateDict as if it had never stopped', () => {
    const make = (p: Tensor) => new optim.Adam([p], { lr: 0.1, amsgrad: true });
    const p = new nn.Parameter(tensor(START));
    const optimizer = make(p);
    for (let i = 0; i < 3; i++) gradientStep(optimizer, p);
    const state = optimizer.stateDict();
    const copy = new nn.Parameter(p);
    const restored = make(copy);
    restored.loadStateDict(state);
    for (let i = 0; i < 3; i++) {
      gradientStep(optimizer, p);
      gradientStep(restored, copy);
    }
    expect([...copy.dataSync()]).toEqual([...p.dataSync()]);
    expect(state.paramGroups[0]).toMatchObject({ lr: 0.1, params: [0] });
    expect(state.state[0].step).toBe(3);
  });

  test('refuses the state of other parameters', () => {
    const saved = new optim.SGD([new nn.Parameter(ones(2))], { momentum: 0.9 });
    saved.paramGroups[0].params[0].sum().backward();
    saved.step();
    const two = new optim.SGD([new nn.Parameter(ones(2)), new nn.Parameter(ones(2))]);
    expect(() => two.loadStateDict(saved.stateDict())).toThrow('expected groups of [2] parameters, got [1]');
    const other = new optim.SGD([new nn.Parameter(ones(3))]);
    expect(() => other.loadStateDict(saved.stateDict())).toThrow(
      'expected momentumBuffer of parameter 0 to have shape [3], got [2]',
    );
  });
});
