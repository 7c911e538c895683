import {
  autograd,
  backend,
  F,
  manualSeed,
  nn,
  noGrad,
  ones,
  optim,
  randint,
  randn,
  scope,
  type Tensor,
  tensor,
} from 'lectern';
import { beforeEach, describe, expect, test } from 'vitest';
import { lenet } from '../helpers/lenet.js';
import { settled } from '../helpers/settled.js';

const MB = 2 ** 20;

beforeEach(() => {
  ones(1).item();
  manualSeed(1);
});

describe('a synchronous training loop without dispose', () => {
  test('stays flat over 1,000 steps of a convolutional net', async () => {
    const net = lenet({ activations: [nn.Tanh, nn.Tanh, nn.ReLU, nn.Sigmoid], pool: nn.MaxPool2d });
    const optimizer = new optim.Adam(net.parameters(), { lr: 1e-3 });
    const start = await settled();
    let [after100, most, mostBytes] = [0, 0, 0];
    for (let step = 1; step <= 1000; step++) {
      const loss = F.crossEntropy(net(randn(32, 28, 28, 1)), randint(0, 10, [32]));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      const { rss } = process.memoryUsage();
      mostBytes = Math.max(mostBytes, backend.memory().bytes);
      if (step === 100) after100 = most = rss;
      most = Math.max(most, rss);
    }
    expect(backend.memory().collections).toBeGreaterThan(0);
    expect((most - after100) / MB).toBeLessThanOrEqual(64);
    expect(mostBytes / MB).toBeLessThan(256);
    optimizer.zeroGrad();
    // Adam keeps two tensors a parameter.
    expect((await settled()).tensors - start.tensors).toBeLessThanOrEqual(2 * net.parameters().length + 1);
  }, 180_000);

  test('gives back results that are dropped, also small ones', async () => {
    const x = randn(10);
    for (let i = 0; i < 50_000; i++) x.add(1);
    expect(backend.memory().tensors).toBeLessThan(25_000);
    expect((await settled()).tensors).toBeLessThan(1000);
  });
});

/** In a function of its own: the frame of a test would go on holding the values in between. */
function threeDeep(w: Tensor): Tensor {
  return w.exp().sin().exp().sum();
}

describe('backward', () => {
  test('frees its temporaries at once, but no gradient and nothing of the forward pass', async () => {
    const w = randn([300, 300], { requiresGrad: true });
    const b = randn([300], { requiresGrad: true });
    const x = randn(300, 300);
    const h = x.matmul(w).add(b).tanh();
    const loss = h.mul(h).mean();
    const before = (await settled()).bytes;
    loss.backward();
    // Without a collection: only the two gradients are new.
    const made = backend.memory().bytes - before;
    expect(made).toBeLessThanOrEqual(4 * (300 * 300 + 300) + 64);
    expect(Number.isFinite(h.sum().item())).toBe(true);
    expect(Number.isFinite(w.grad?.sum().item())).toBe(true);
    expect(b.grad?.shape).toEqual([300]);
  });

  test('lets go of what the forward pass saved, while the loss is still held', async () => {
    const w = randn([500, 500], { requiresGrad: true });
    const before = (await settled()).bytes;
    const loss = threeDeep(w);
    expect((await settled()).bytes - before).toBeGreaterThan(1.9 * MB);
    loss.backward();
    expect((await settled()).bytes - before).toBeLessThan(1.1 * MB);
    expect(loss.gradFn?.name).toBe('sum');
  });

  test('keeps what it needs with retainGraph and frees it with the last pass', async () => {
    const w = randn([500, 500], { requiresGrad: true });
    const loss = threeDeep(w);
    const before = (await settled()).bytes;
    loss.backward(undefined, { retainGraph: true });
    const first = w.grad?.dataSync();
    expect((await settled()).bytes - before).toBeGreaterThanOrEqual(MB * 0.9);
    w.grad = null;
    loss.backward();
    expect(w.grad).not.toBeNull();
    expect((w.grad as unknown as Tensor).dataSync()).toEqual(first);
    expect((await settled()).bytes - before).toBeLessThan(0);
  });

  test('leaks nothing when it throws in the middle', async () => {
    const failing = autograd.customFunction('failing', (x: Tensor) => ({
      output: x.mul(2),
      backward: () => {
        throw new RangeError('from the user’s backward');
      },
    }));
    const w = randn([200, 200], { requiresGrad: true });
    const before = await settled();
    for (let i = 0; i < 5; i++) {
      expect(() => failing(w.exp()).sin().exp().sum().backward()).toThrow('from the user’s backward');
    }
    expect(w.grad).toBeNull();
    expect(autograd.isGradEnabled()).toBe(true);
    expect(await settled()).toEqual(before);
    w.exp().sum().backward();
    expect(w.grad).not.toBeNull();
  });
});

test('a forward pass that throws leaks nothing', async () => {
  const net = new nn.Sequential(new nn.Linear(100, 100), new nn.Tanh(), new nn.Linear(7, 1));
  const before = await settled();
  for (let i = 0; i < 5; i++) expect(() => net(randn(50, 100))).toThrow('net.2 (Linear 7→1)');
  expect(await settled()).toEqual(before);
});

test('a graph that is dropped dies with its tensors', async () => {
  const w = randn([10], { requiresGrad: true });
  const make = () => new WeakRef(w.exp().sum().gradFn as object);
  const node = make();
  await settled();
  expect(node.deref()).toBeUndefined();
});

describe('freed tensors', () => {
  test('say by what they were freed, and still print', () => {
    const x = randn(2, 3);
    x.dispose();
    x.dispose();
    const message =
      'tensor of shape [2, 3]: its memory was freed by dispose(); ' +
      'return it from the scope, or .clone() what you need later';
    expect(() => x.add(1)).toThrow(message);
    expect(() => x.toArray()).toThrow(message);
    expect(String(x)).toContain('freed by dispose()');
    expect(x.shape).toEqual([2, 3]);
  });

  test('are those of a scope, except what it returns, gradients and what it changed in place', async () => {
    const w = randn([4], { requiresGrad: true });
    const kept = randn(4);
    const before = await settled();
    let lost = kept;
    const [square, { deep }] = scope((): [Tensor, { deep: Tensor[] }] => {
      lost = kept.mul(3);
      w.mul(lost).sum().backward();
      noGrad(() => w.add_(1));
      return [kept.mul(kept), { deep: [kept.add(1)] }];
    });
    // Two results and one gradient, without a collection.
    expect(backend.memory().tensors - before.tensors).toBe(3);
    expect(() => lost.add(1)).toThrow('freed by the end of its scope');
    expect([square, deep[0], w, w.grad].map((x) => x?.shape)).toEqual([[4], [4], [4], [4]]);
    expect([square, deep[0], w, w.grad].every((x) => Number.isFinite(x?.sum().item()))).toBe(true);
  });

  test('are also those of a scope that throws', async () => {
    const before = await settled();
    expect(() =>
      scope(() => {
        randn(1000).exp();
        throw new RangeError('inside');
      }),
    ).toThrow('inside');
    expect(backend.memory()).toMatchObject(before);
  });

  test('are never an optimiser’s state', () => {
    for (const make of [
      (p: Tensor[]) => new optim.SGD(p, { lr: 0.1, momentum: 0.9 }),
      (p: Tensor[]) => new optim.SGD(p, { lr: 0.1, momentum: 0.9, weightDecay: 0.1 }),
      (p: Tensor[]) => new optim.Adam(p, { lr: 0.1, amsgrad: true }),
    ]) {
      const w = randn([4], { requiresGrad: true });
      const optimizer = make([w]);
      for (let i = 0; i < 3; i++) {
        scope(() => {
          optimizer.zeroGrad();
          w.mul(w).sum().backward();
          optimizer.step();
        });
      }
      expect(Number.isFinite(w.sum().item())).toBe(true);
    }
  });

  test('are never a parameter that was made in a scope', () => {
    const weights: nn.Parameter[] = [];
    scope(() => {
      weights.push(new nn.Parameter(randn(2)), new nn.Linear(2, 3).weight);
    });
    expect(weights.map((w) => Number.isFinite(w.sum().item()))).toEqual([true, true]);
  });

  test('nested scopes hand what they return to the outer one', async () => {
    const before = (await settled()).tensors;
    const result = scope(() => {
      const inner = scope(() => tensor([1, 2]).add(1));
      return inner.mul(2);
    });
    expect(result.toArray()).toEqual([4, 6]);
    expect(backend.memory().tensors - before).toBe(1);
  });

  test('are those of `using` at the end of the block, except what its scope keeps', async () => {
    const before = (await settled()).tensors;
    const seen: Tensor[] = [];
    const kept = (() => {
      using block = scope();
      using x = tensor([1, 2]);
      seen.push(x, x.add(1));
      return block.keep([x.mul(3)])[0];
    })();
    expect(kept.toArray()).toEqual([3, 6]);
    expect(backend.memory().tensors - before).toBe(1);
    expect(() => seen[0].add(1)).toThrow('freed by dispose()');
    expect(() => seen[1].add(1)).toThrow('freed by the end of its scope');
  });

  test('scope takes no async function', () => {
    expect(() => scope(async () => 1)).toThrow('scope: expected a synchronous function, got an async one');
  });
});
