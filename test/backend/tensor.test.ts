import {
  arange,
  cat,
  eye,
  F,
  full,
  linspace,
  ones,
  onesLike,
  randint,
  randn,
  randperm,
  stack,
  Tensor,
  tensor,
  where,
  zeros,
  zerosLike,
} from 'lectern';
import { describe, expect, test } from 'vitest';
import { fromValues } from '../../lib/src/tensor/create.js';
import { pad } from '../../lib/src/tensor/ops/movement.js';
import { elementwiseSpecs } from '../interop/ops/elementwise.js';

const int = (data: Parameters<typeof tensor>[0]) => tensor(data, { dtype: 'int32' });
/** Dtype, shape and values in one. */
const shown = (x: Tensor) => [x.dtype, x.shape, x.toArray()];

describe('creation', () => {
  test('takes nested lists, typed arrays and single values', () => {
    expect(shown(tensor([[1, 2, 3]]))).toEqual(['float32', [1, 3], [[1, 2, 3]]]);
    expect(shown(tensor(7))).toEqual(['float32', [], 7]);
    expect(shown(tensor([true, false]))).toEqual(['bool', [2], [true, false]]);
    expect(shown(tensor([true, 2]))).toEqual(['float32', [2], [1, 2]]);
    expect(shown(tensor(Int32Array.of(1, 2)))).toEqual(['int32', [2], [1, 2]]);
    expect(shown(tensor([Float64Array.of(1, 2), Float64Array.of(3, 4)]))).toEqual([
      'float32',
      [2, 2],
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    expect(shown(tensor([[], []]))).toEqual(['float32', [2, 0], [[], []]]);
    expect(shown(tensor([1.9, -1.9], { dtype: 'int32' }))).toEqual(['int32', [2], [1, -1]]);
  });

  test('copies what it is given', () => {
    const values = Float32Array.of(1, 2);
    const x = tensor(values);
    values[0] = 9;
    const read = x.dataSync();
    read[1] = 9;
    expect(x.toArray()).toEqual([1, 2]);
  });

  test('fills shapes given as numbers or as a list, with options', () => {
    expect(shown(zeros(2, 1))).toEqual(['float32', [2, 1], [[0], [0]]]);
    expect(shown(ones([2], { dtype: 'int32' }))).toEqual(['int32', [2], [1, 1]]);
    expect(shown(full([2], 1, { dtype: 'bool' }))).toEqual(['bool', [2], [true, true]]);
    expect(zeros(2, { requiresGrad: true }).requiresGrad).toBe(true);
    expect(shown(zeros())).toEqual(['float32', [], 0]);
    expect(shown(eye(2, 3, { dtype: 'int32' }))[2]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(shown(onesLike(int([[5]])))).toEqual(['int32', [1, 1], [[1]]]);
    expect(shown(zerosLike(tensor([true])))).toEqual(['bool', [1], [false]]);
  });

  test('counts as PyTorch does, in spite of rounding', () => {
    expect(arange(-3, 3, 0.01).numel()).toBe(600);
    expect(arange(0, 1, 0.1).numel()).toBe(10);
    expect(arange(0, 0.3, 0.1).numel()).toBe(3);
    expect(arange(1, 2, 0.3).numel()).toBe(4);
    expect(arange(5, 0, -2).toArray()).toEqual([5, 3, 1]);
    expect(arange(3, 3).shape).toEqual([0]);
    expect(arange(2 ** 24, 2 ** 24 + 3, 1, { dtype: 'int32' }).toArray()).toEqual([16777216, 16777217, 16777218]);
    expect(linspace(0, 1, 5).toArray()).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect([linspace(2, 3, 1).toArray(), linspace(2, 3, 0).toArray()]).toEqual([[2], []]);
  });

  test('draws whole numbers from the range and each place once', () => {
    const x = randint(-3, 3, [2000]);
    expect([x.dtype, x.min().item(), x.max().item()]).toEqual(['int32', -3, 2]);
    expect([...randperm(50).dataSync()].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
  });
});

describe('dtypes', () => {
  test('of two operands become the wider, and whole numbers keep int32', () => {
    const truth = tensor([true, false]);
    expect(shown(int([1, 2]).add(1))).toEqual(['int32', [2], [2, 3]]);
    expect(shown(int([1, 2]).add(0.5))).toEqual(['float32', [2], [1.5, 2.5]]);
    expect(shown(int([1, 2]).add(3e9))).toEqual(['float32', [2], [3e9, 3e9]]);
    expect(shown(truth.add(truth))).toEqual(['int32', [2], [2, 0]]);
    expect(shown(truth.mul(tensor([1.5, 2])))).toEqual(['float32', [2], [1.5, 0]]);
    expect(shown(int([1, 2]).div(2))).toEqual(['float32', [2], [0.5, 1]]);
    expect(shown(int([1, 5]).clamp({ min: 2.5 }))).toEqual(['float32', [2], [2.5, 5]]);
    expect(shown(int([1, 5]).clamp({ min: 2 }))).toEqual(['int32', [2], [2, 5]]);
    expect(shown(where(truth, int([1, 2]), 0.5))).toEqual(['float32', [2], [1, 0.5]]);
  });

  test('bool counts as 0 and 1 where numbers are needed', () => {
    const truth = tensor([true, false, true]);
    expect(shown(truth.sum())).toEqual(['int32', [], 2]);
    expect(shown(truth.cumsum(0))).toEqual(['int32', [3], [1, 1, 2]]);
    expect(shown(truth.topk(2)[0])).toEqual(['int32', [2], [1, 1]]);
    expect(shown(truth.max())).toEqual(['int32', [], 1]);
    expect(shown(truth.flip(0).indexSelect(0, int([1])))).toEqual(['bool', [1], [false]]);
    expect(shown(cat([truth, truth.logicalNot()]))[2]).toEqual([true, false, true, false, true, false]);
    expect(shown(truth.clone().fill_(0))[2]).toEqual([false, false, false]);
  });

  test('convert with to, towards zero and with NaN true', () => {
    expect(shown(tensor([-1.5, 1.5]).to('int32'))).toEqual(['int32', [2], [-1, 1]]);
    expect(shown(tensor([Number.NaN, 0, 0.1]).to('bool'))).toEqual(['bool', [3], [true, false, true]]);
    expect(tensor([1]).to('float32').requiresGrad).toBe(false);
  });
});

describe('tensors without elements', () => {
  const none = zeros(0, 3);

  test('go through operations', () => {
    expect(shown(none.add(1))).toEqual(['float32', [0, 3], []]);
    expect(none.sum().item()).toBe(0);
    expect(none.sum(0).toArray()).toEqual([0, 0, 0]);
    expect(none.mean().item()).toBeNaN();
    expect(none.matmul(zeros(3, 2)).shape).toEqual([0, 2]);
    expect(zeros(2, 0).matmul(zeros(0, 2)).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(none.t().shape).toEqual([3, 0]);
    expect(none.reshape(-1).shape).toEqual([0]);
    expect(none.softmax(1).shape).toEqual([0, 3]);
    expect(cat([none, ones(1, 3)]).shape).toEqual([1, 3]);
    expect(stack([none, none]).shape).toEqual([2, 0, 3]);
    expect(ones(3, 2).indexSelect(0, int([])).shape).toEqual([0, 2]);
    expect(pad(zeros(0), [[1, 1]]).toArray()).toEqual([0, 0]);
    expect([zeros([0], { dtype: 'bool' }).all().item(), zeros([0], { dtype: 'bool' }).any().item()]).toEqual([1, 0]);
    expect(() => zeros(2, 0).argmax(1)).toThrow('argmax: expected values, got shape [2, 0]');
  });

  test('have gradients, also through convolutions and pools', () => {
    const [x, w] = [zeros([0, 8, 8, 1], { requiresGrad: true }), ones([3, 3, 1, 2], { requiresGrad: true })];
    const y = F.conv2d(x, w);
    expect(y.shape).toEqual([0, 6, 6, 2]);
    F.maxPool2d(y, { kernelSize: 2 }).sum().backward();
    expect([x.grad?.shape, w.grad?.shape, w.grad?.abs().sum().item()]).toEqual([[0, 8, 8, 1], [3, 3, 1, 2], 0]);
  });
});

describe('scalars', () => {
  test('go through operations that need no dim', () => {
    const x = tensor(3);
    expect([x.sum().item(), x.max().item(), x.argmax().item(), x.mean().item()]).toEqual([3, 3, 0, 3]);
    expect([x.squeeze().shape, x.unsqueeze(-1).shape, x.flatten().shape, x.t().shape]).toEqual([[], [1], [1], []]);
    expect(x.expand(2, 2).toArray()).toEqual([
      [3, 3],
      [3, 3],
    ]);
    expect(stack([x, x]).toArray()).toEqual([3, 3]);
    expect(x.std().item()).toBeNaN();
  });

  test('are refused by operations that need one', () => {
    for (const f of [
      (x: Tensor) => x.cumsum(0),
      (x: Tensor) => x.sum(0),
      (x: Tensor) => x.get(0),
      (x: Tensor) => cat([x]),
      (x: Tensor) => x.squeeze(0),
      (x: Tensor) => x.flip(0),
    ]) {
      expect(() => f(tensor(1))).toThrow(/^\w+: a scalar has no dims, got 0$/);
    }
  });
});

describe('parts and shapes', () => {
  test('slices clip and count from the back, as in Python', () => {
    const x = arange(5);
    expect(x.slice(0, 0, -2).toArray()).toEqual([0, 1, 2]);
    expect(x.slice(0, -2).toArray()).toEqual([3, 4]);
    expect(x.slice(0, 3, 99).toArray()).toEqual([3, 4]);
    expect(x.slice(0, 4, 2).shape).toEqual([0]);
    expect(x.get(-1).item()).toBe(4);
    expect([...x.reshape(5, 1)].map((row) => row.item())).toEqual([0, 1, 2, 3, 4]);
  });

  test('squeeze leaves larger dims alone', () => {
    const x = zeros(1, 2, 1);
    expect([x.squeeze().shape, x.squeeze(0).shape, x.squeeze(1).shape, x.squeeze(-1).shape]).toEqual([
      [2],
      [2, 1],
      [1, 2, 1],
      [1, 2],
    ]);
  });

  test('sizes can be asked for one by one', () => {
    const x = zeros(2, 3);
    expect([x.size(), x.size(0), x.size(-1), x.ndim, x.numel()]).toEqual([[2, 3], 2, 3, 2, 6]);
  });
});

describe('special values', () => {
  test('are kept as IEEE 754 wants', () => {
    const x = tensor([Number.NaN, Infinity, -Infinity, 0]);
    expect(x.isnan().toArray()).toEqual([true, false, false, false]);
    expect(x.isfinite().toArray()).toEqual([false, false, false, true]);
    expect(x.relu().toArray()).toEqual([Number.NaN, Infinity, 0, 0]);
    expect(x.clamp({ min: -1, max: 1 }).toArray()).toEqual([Number.NaN, 1, -1, 0]);
    expect(x.eq(x).toArray()).toEqual([false, true, true, true]);
    expect(tensor([1, 0, -1]).div(0).toArray()).toEqual([Infinity, Number.NaN, -Infinity]);
    expect(tensor([1, Number.NaN]).max().item()).toBeNaN();
    expect(tensor([0.5, 1.5, 2.5, -0.5]).round().toArray()).toEqual([0, 2, 2, -0]);
    expect(tensor([1000, 0]).softmax(0).toArray()).toEqual([1, 0]);
    expect(
      tensor([-7, 7])
        .remainder(tensor([3, -3]))
        .toArray(),
    ).toEqual([2, -2]);
  });
});

test('what the backend refuses is said in its words, without its internals', () => {
  expect(() => int([1]).remainder(0)).toThrow('FloorMod: TensorFlow refused the arguments, Integer division by zero');
});

test('methods are the operations of their names', () => {
  const x = fromValues(randn(2, 3).abs().add(0.5).dataSync(), [2, 3]);
  const names = new Set(elementwiseSpecs.map((it) => it.covers).filter((name) => name in x));
  expect(names.size).toBeGreaterThan(20);
  for (const [actual, expected] of [
    [x.mm(x.t()), x.matmul(x.t())],
    [x.view(6), x.reshape([6])],
    [x.permute(1, 0), x.transpose(-1, 0)],
    [x.transpose(0, 1), x.t()],
    [x.get(1, 2), x.select(0, 1).select(0, 2)],
    [x.gt(1).where(x, 0), where(x.gt(1), x, 0)],
    [x.max({ dim: 0, keepdim: true }), x.max(0).unsqueeze(0)],
    [x.sum([0, 1]), x.sum()],
    [x.var(1), x.std({ dim: 1 }).pow(2)],
    [x.logSoftmax(1).exp(), x.softmax(1)],
    [x.narrow(1, 1, 2), x.slice(1, 1)],
  ]) {
    expect(actual.shape).toEqual(expected.shape);
    expect(actual.sub(expected).abs().max().item()).toBeLessThan(1e-5);
  }
  expect(Tensor.prototype).toHaveProperty('backward');
});
