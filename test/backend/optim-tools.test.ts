import { F, Generator, nn, noGrad, optim, randn, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';

const values = (x: Tensor): number[] => [...x.dataSync()];

/** A module with one weight vector that a test sets. */
class Weights extends nn.Module {
  w = new nn.Parameter(tensor([0, 0]));
  forward(): Tensor {
    return this.w;
  }
  set(...numbers: number[]): void {
    noGrad(() => this.w.copy_(tensor(numbers)));
  }
}

describe('averages of weights', () => {
  test('EMA follows its formula from the weights at the start', () => {
    const module = new Weights();
    module.set(1, 2);
    const ema = new optim.EMA(module, { decay: 0.75 });
    module.set(5, 2);
    ema.update();
    module.set(5, 6);
    ema.update();
    expect(values(ema.averages().w)).toEqual([2.75, 3]);
    expect(values(module.w)).toEqual([5, 6]);
    expect(() => new optim.EMA(module, { decay: 1 })).toThrow('EMA: decay must be from 0 to below 1, got 1');
  });

  test('SWA is the mean of the weights that it saw', () => {
    const module = new Weights();
    module.set(100, 100);
    const swa = new optim.SWA(module);
    for (const n of [1, 2, 6]) {
      module.set(n, -n);
      swa.update();
    }
    expect(values(swa.averages().w)).toEqual([3, -3]);
  });

  test('are used for a while and then put back, also after an error', () => {
    const module = new Weights();
    const swa = new optim.SWA(module);
    module.set(4, 4);
    swa.update();
    module.set(9, 9);
    expect(swa.use(() => values(module.w))).toEqual([4, 4]);
    expect(() =>
      swa.use(() => {
        throw new Error('stopped');
      }),
    ).toThrow('stopped');
    expect(values(module.w)).toEqual([9, 9]);
    swa.copyTo();
    module.set(1, 1);
    swa.update();
    expect(values(swa.averages().w)).toEqual([2.5, 2.5]);
  });
});

describe('EarlyStopping', () => {
  test('stops after the patience is over and restores the best weights', () => {
    const module = new Weights();
    const stopping = new optim.EarlyStopping(module, { patience: 2, minDelta: 0.5 });
    const losses = [5, 3, 2.8, 2.9, 2.7, 1];
    const stopped = losses.findIndex((loss, i) => {
      module.set(i, i);
      return stopping.step(loss);
    });
    expect(stopped).toBe(4);
    expect([stopping.best, stopping.bestStep]).toEqual([3, 2]);
    stopping.restore();
    expect(values(module.w)).toEqual([1, 1]);
  });

  test('can look for the largest value', () => {
    const stopping = new optim.EarlyStopping(new Weights(), { patience: 0, mode: 'max' });
    expect([0.5, 0.6, 0.6].map((accuracy) => stopping.step(tensor(accuracy)))).toEqual([false, false, true]);
    expect(() => new optim.EarlyStopping(new Weights(), { mode: 'up' as 'max' })).toThrow("got 'up'");
  });
});

test('the learning-rate range test ends at divergence and leaves everything as it was', () => {
  const generator = new Generator(1);
  const net = new nn.Linear(3, 1, { generator });
  const x = randn([30, 3], { generator });
  const y = x.sum({ dim: 1, keepdim: true });
  const optimizer = new optim.SGD(net.parameters(), { lr: 0.123, momentum: 0.5 });
  const before = [...values(net.weight), ...values(net.bias!)];
  const range = optim.lrRangeTest(net, optimizer, () => F.mseLoss(net(x), y), { start: 1e-4, end: 100, steps: 60 });
  expect(range.lrs.length).toBeLessThan(60);
  expect(range.lrs[0]).toBeCloseTo(1e-4, 9);
  expect(range.losses).toHaveLength(range.lrs.length);
  expect(range.suggestion).toBeGreaterThan(1e-3);
  expect(range.suggestion).toBeLessThan(2);
  expect([...values(net.weight), ...values(net.bias!)]).toEqual(before);
  expect(optimizer.paramGroups[0].lr).toBe(0.123);
  expect(optimizer.stateDict().state).toEqual({});
  expect(net.weight.grad).toBeNull();
  expect(() => optim.lrRangeTest(net, optimizer, () => F.mseLoss(net(x), y), { start: 0 })).toThrow('0 < start < end');
});
