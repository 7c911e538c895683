import { Generator, init, nn, ones, optim, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';

const numbers = (x: Tensor): number[] => [...x.dataSync()];
const std = (values: number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

describe('initialisers', () => {
  const generator = new Generator(5);

  test('LeCun fills have deviation 1/√fanIn', () => {
    expect(std(numbers(init.lecunNormal_(zeros(200, 400), { generator })))).toBeCloseTo(1 / 20, 3);
    expect(std(numbers(init.lecunUniform_(zeros(3, 3, 40, 60), { generator })))).toBeCloseTo(1 / Math.sqrt(360), 3);
  });

  test('truncNormal_ stays in its range and has the deviation of the cut distribution', () => {
    const values = numbers(init.truncNormal_(zeros(200, 200), 0, 1, -2, 2, { generator }));
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2);
    expect(Math.abs(std(values) - 0.8796)).toBeLessThan(0.01);
    expect(() => init.truncNormal_(zeros(2), 0, 1, 5, 6)).toThrow('got 5 to 6 for mean 0 and deviation 1');
  });

  test('orthogonal_ makes orthonormal rows or columns, whichever are fewer', () => {
    for (const [rows, columns] of [
      [5, 9],
      [9, 5],
      [6, 6],
    ]) {
      const w = init.orthogonal_(zeros(rows, columns), 2, { generator });
      const product = rows <= columns ? w.matmul(w.t()) : w.t().matmul(w);
      const n = Math.min(rows, columns);
      const expected = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 4 : 0));
      expect(product).toBeCloseToTensor({ shape: [n, n], values: expected });
    }
    const filters = init.orthogonal_(zeros(3, 3, 2, 4), 1, { generator }).reshape(18, 4);
    const unit = Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0));
    expect(filters.t().matmul(filters)).toBeCloseToTensor({ shape: [4, 4], values: unit });
  });

  test('sparse_ zeroes its share of each column', () => {
    const zerosIn = numbers(init.sparse_(zeros(10, 7), 0.33, 0.5, { generator }).eq(0).to('float32').sum(0));
    expect(zerosIn).toEqual([4, 4, 4, 4, 4, 4, 4]);
  });

  test('eye_ and dirac_ hand their input through', () => {
    expect(init.eye_(ones(2, 3)).toArray()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    const layer = new nn.Conv2d(3, 3, 3, { padding: 1, bias: false });
    init.dirac_(layer.weight);
    const x = init.normal_(zeros(2, 5, 4, 3), 0, 1, { generator });
    expect(layer(x)).toBeCloseToTensor({ shape: x.shape, values: x.dataSync() });
    expect(numbers(init.dirac_(zeros(1, 1, 2, 4), 2))).toEqual([1, 0, 1, 0, 0, 1, 0, 1]);
    expect(() => init.dirac_(zeros(3, 3))).toThrow('got [3, 3]');
  });
});

describe('freezing by pattern', () => {
  class Net extends nn.Module {
    features = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU());
    head = new nn.Linear(3, 1);
    forward(x: Tensor): Tensor {
      return this.head(this.features(x));
    }
  }

  test('stops exactly the parameters that match, and starts them again', () => {
    const net = new Net();
    expect(net.freeze('features.*')).toEqual(['features.0.weight', 'features.0.bias']);
    const before = numbers(net.features[0].weight as Tensor);
    const optimizer = new optim.SGD(net.parameters(), { lr: 0.5 });
    net(ones(1, 2)).sum().backward();
    optimizer.step();
    expect(numbers(net.features[0].weight as Tensor)).toEqual(before);
    expect(net.parameters().map((p) => p.requiresGrad)).toEqual([false, false, true, true]);
    expect(net.freeze(/bias$/)).toEqual(['features.0.bias', 'head.bias']);
    expect(net.unfreeze('*')).toHaveLength(4);
    expect(net.parameters().every((p) => p.requiresGrad)).toBe(true);
  });

  test('names the parameters when the pattern matches none', () => {
    expect(() => new Net().freeze('feature')).toThrow(
      'Net.freeze: the pattern must match a parameter, got feature; the names are features.0.weight, features.0.bias',
    );
  });
});
