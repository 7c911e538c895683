import { autograd, F, manualSeed, nn, noGrad, randn, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { settled } from '../helpers/settled.js';

class Block extends nn.Module {
  linear1: nn.Linear;
  linear2: nn.Linear;
  drop = new nn.Dropout(0.3);
  constructor(size: number) {
    super();
    this.linear1 = new nn.Linear(size, 2 * size);
    this.linear2 = new nn.Linear(2 * size, size);
  }
  forward(x: Tensor): Tensor {
    return this.drop(this.linear2(F.gelu(this.linear1(x)))).add(x);
  }
}

const exact = { rtol: 0, atol: 0 };

describe('checkpoint', () => {
  test('gives the same result, the same gradients and the same dropout', () => {
    manualSeed(3);
    const net = new nn.Sequential(new Block(4), new Block(4), new nn.Linear(4, 2));
    const x = randn([5, 4], { requiresGrad: true });
    const run = (through: (block: nn.TensorModule, x: Tensor) => Tensor) => {
      net.zeroGrad();
      x.grad = null;
      manualSeed(11);
      let y = x.mul(2);
      for (const block of net) y = through(block, y);
      const loss = y.pow(2).sum();
      loss.backward();
      const next = randn(2);
      return [y, loss, next, ...[x, ...net.parameters()].map((p) => p.grad as Tensor)];
    };
    const plain = run((block, h) => block(h));
    const cheap = run((block, h) => autograd.checkpoint(block, h));
    const closed = run((block, h) => autograd.checkpoint(() => block(h)));
    expect(plain.length).toBe(14);
    for (const [i, expected] of plain.entries()) {
      expect(cheap[i], `value ${i}`).toBeCloseToTensor(expected, exact);
      expect(closed[i], `value ${i}, closed over`).toBeCloseToTensor(expected);
    }
  });

  test('works with autograd.grad, second derivatives, several results and inputs without a gradient', () => {
    const w = randn([3, 3], { requiresGrad: true });
    const x = randn([3], { requiresGrad: true });
    const fixed = tensor([1, -2, 3]);
    const f = (a: Tensor, c: Tensor): [Tensor, Tensor] => [w.matmul(a).tanh().mul(c), a.mul(a).mul(c)];
    const second = (g: (a: Tensor, c: Tensor) => Tensor[]) => {
      const [y, z] = g(x, fixed);
      const total = y.pow(2).sum().add(z.sin().sum());
      const [dx, dw] = autograd.grad(total, [x, w], { createGraph: true }) as Tensor[];
      return [dx, dw, ...(autograd.grad(dx.pow(2).sum().add(dw.pow(2).sum()), [x, w]) as Tensor[])];
    };
    const expected = second(f);
    for (const [i, got] of second((a, c) => autograd.checkpoint(f, a, c)).entries()) {
      expect(got, `derivative ${i}`).toBeCloseToTensor(expected[i]);
    }
    expect([x.grad, w.grad, fixed.requiresGrad]).toEqual([null, null, false]);
  });

  test('of a part of a graph leaves the rest alone', () => {
    const w = tensor([2, 3], { requiresGrad: true });
    const h = w.exp();
    const run = (y: Tensor) => {
      w.grad = null;
      y.mul(h).sum().backward(undefined, { retainGraph: true });
      return w.grad as Tensor | null;
    };
    expect(run(autograd.checkpoint(() => h.sin().mul(h)))).toBeCloseToTensor(run(h.sin().mul(h)) as Tensor);
    expect(run(autograd.checkpoint(() => h))).toBeCloseToTensor(run(h) as Tensor);
    expect(run(autograd.checkpoint((a) => a, h))).toBeCloseToTensor(run(h) as Tensor);
    expect(run(autograd.checkpoint(() => w))).toBeCloseToTensor(run(w) as Tensor);
  });

  test('keeps fewer bytes between the passes', async () => {
    const net = new nn.Sequential(...Array.from({ length: 6 }, () => new Block(64)));
    const x = randn(256, 64);
    const held = async (through: (block: nn.TensorModule, x: Tensor) => Tensor) => {
      const before = (await settled()).bytes;
      let y = x;
      for (const block of net) y = through(block, y);
      const kept = (await settled()).bytes - before;
      y.sum().backward();
      net.zeroGrad();
      return kept;
    };
    const plain = await held((block, h) => block(h));
    const cheap = await held((block, h) => autograd.checkpoint(block, h));
    // A result a block against seven of its size or twice that.
    expect(plain).toBeGreaterThan(6 * 7 * x.numel() * 4);
    expect(cheap).toBeLessThan(6 * 1.1 * x.numel() * 4);
  });

  test('records nothing under noGrad, and refuses another number of results', () => {
    const x = tensor([1], { requiresGrad: true });
    expect(noGrad(() => autograd.checkpoint((a) => a.mul(2), x)).requiresGrad).toBe(false);
    let calls = 0;
    const results = autograd.checkpoint((a) => (++calls === 1 ? [a.mul(2), a.mul(3)] : [a.mul(2)]), x);
    expect(() => results[0].sum().backward()).toThrow('checkpoint: expected 2 results as the first time, got 1');
  });
});
