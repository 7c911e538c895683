import { Generator, manualSeed, nn, ones, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';

const values = (x: Tensor): number[] => [...x.dataSync()];

describe('layers', () => {
  test('Linear computes x Wᵀ + b', () => {
    const layer = new nn.Linear(2, 3);
    layer.loadStateDict({
      weight: tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      bias: tensor([10, 20, 30]),
    });
    expect(
      layer(
        tensor([
          [1, 1],
          [2, 0],
        ]),
      ).toArray(),
    ).toEqual([
      [13, 27, 41],
      [12, 26, 40],
    ]);
    expect(layer(ones(2, 4, 2)).shape).toEqual([2, 4, 3]);
  });

  test('Conv2d correlates with its filters', () => {
    const layer = new nn.Conv2d(1, 1, 2);
    layer.loadStateDict({ weight: tensor([1, 2, 3, 4]).reshape(2, 2, 1, 1), bias: tensor([0.5]) });
    const image = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9]).reshape(1, 3, 3, 1);
    expect(values(layer(image))).toEqual([37.5, 47.5, 67.5, 77.5]);
    expect(new nn.Conv2d(1, 4, 3, { padding: 'same' })(image).shape).toEqual([1, 3, 3, 4]);
    expect(new nn.Conv2d(1, 4, 3, { padding: 1, stride: 2 })(image).shape).toEqual([1, 2, 2, 4]);
  });

  test('pools take maxima and means of windows', () => {
    const image = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]).reshape(1, 4, 4, 1);
    expect(values(new nn.MaxPool2d(2)(image))).toEqual([6, 8, 14, 16]);
    expect(values(new nn.AvgPool2d(2)(image))).toEqual([3.5, 5.5, 11.5, 13.5]);
    expect(new nn.MaxPool2d(2, 1)(image).shape).toEqual([1, 3, 3, 1]);
    expect(new nn.MaxPool2d(2, { stride: 1 })(image).shape).toEqual([1, 3, 3, 1]);
  });

  test('activations compute their functions', () => {
    const x = tensor([-1, 0, 2]);
    expect(values(new nn.ReLU()(x))).toEqual([0, 0, 2]);
    values(new nn.Tanh()(x)).forEach((y, i) => {
      expect(y).toBeCloseTo(Math.tanh([-1, 0, 2][i]), 6);
    });
    values(new nn.Sigmoid()(x)).forEach((y, i) => {
      expect(y).toBeCloseTo(1 / (1 + Math.exp(-[-1, 0, 2][i])), 6);
    });
  });

  test('Flatten keeps the batch, and has PyTorch’s order on request', () => {
    const x = tensor([1, 2, 3, 4, 5, 6, 7, 8]).reshape(1, 2, 2, 2);
    expect(new nn.Flatten()(x).toArray()).toEqual([[1, 2, 3, 4, 5, 6, 7, 8]]);
    expect(new nn.Flatten(1, -1, { channelsFirst: true })(x).toArray()).toEqual([[1, 3, 5, 7, 2, 4, 6, 8]]);
    expect(new nn.Flatten(1, 2)(x).shape).toEqual([1, 4, 2]);
    expect(() => new nn.Flatten(3)(zeros(2, 2))).toThrow('got dimensions 3 to -1 of [2, 2]');
  });

  test('Dropout keeps the expected value in training and does nothing in evaluation', () => {
    const layer = new nn.Dropout(0.25, { generator: new Generator(1) });
    const x = ones(10_000);
    const y = values(layer(x));
    expect(new Set(y)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(y.reduce((a, b) => a + b, 0) / y.length).toBeCloseTo(1, 1);
    expect(values(layer(x))).not.toEqual(y);
    layer.eval();
    expect(values(layer(x))).toEqual(values(x));
    expect(values(new nn.Dropout(1)(ones(3)))).toEqual([0, 0, 0]);
    expect(() => new nn.Dropout(1.5)).toThrow('Dropout: p must be from 0 to 1, got 1.5');
  });

  test('refuse settings that make no sense', () => {
    expect(() => new nn.Conv2d(1, 1, 3, { stride: 2, padding: 'same' })).toThrow(
      "padding 'same' needs stride 1, got 2",
    );
    expect(() => new nn.Conv2d(1, 1, 0)).toThrow('got 0');
    expect(() => new nn.MaxPool2d(2.5)).toThrow('got 2.5');
  });
});

describe('init', () => {
  test('repeats weights for the same seed', () => {
    const make = () => {
      manualSeed(4);
      return values(new nn.Linear(3, 5).weight);
    };
    expect(make()).toEqual(make());
  });

  test('starts Linear and Conv2d uniform in ±1/√fanIn', () => {
    for (const [layer, fanIn] of [
      [new nn.Linear(100, 300), 100],
      [new nn.Conv2d(4, 64, 5), 100],
    ] as const) {
      const bound = 1 / Math.sqrt(fanIn);
      for (const p of layer.parameters()) {
        const largest = Math.max(...values(p).map(Math.abs));
        expect(largest).toBeLessThanOrEqual(bound + 1e-7);
        expect(largest).toBeGreaterThan(0.9 * bound);
      }
    }
  });

  test('counts fans of matrices as [out, in] and of filters as HWIO', () => {
    expect(nn.init.calculateFans([10, 20])).toEqual({ fanIn: 20, fanOut: 10 });
    expect(nn.init.calculateFans([5, 3, 2, 8])).toEqual({ fanIn: 30, fanOut: 120 });
    expect(() => nn.init.calculateFans([3])).toThrow('calculateFans: fans need at least two dimensions, got [3]');
  });

  test('gives the deviations of Xavier and Kaiming', () => {
    const std = (x: Tensor) => Math.sqrt(values(x).reduce((sum, v) => sum + v * v, 0) / x.numel());
    const options = { generator: new Generator(2) };
    expect(std(nn.init.xavierUniform_(zeros(200, 400), 1, options))).toBeCloseTo(Math.sqrt(2 / 600), 3);
    expect(std(nn.init.xavierNormal_(zeros(200, 400), 2, options))).toBeCloseTo(2 * Math.sqrt(2 / 600), 3);
    expect(std(nn.init.kaimingUniform_(zeros(200, 400), options))).toBeCloseTo(Math.sqrt(2 / 400), 3);
    const backward = { ...options, mode: 'fanOut', nonlinearity: 'linear' } as const;
    expect(std(nn.init.kaimingNormal_(zeros(200, 400), backward))).toBeCloseTo(Math.sqrt(1 / 200), 3);
    expect(nn.init.calculateGain('tanh')).toBe(5 / 3);
  });
});
