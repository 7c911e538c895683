import { arange, data, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, expectTypeOf, test } from 'vitest';

const rows = () => new data.TensorDataset(arange(12).reshape(4, 3), tensor([0, 1, 2, 3], { dtype: 'int32' }));

describe('TensorDataset', () => {
  test('gives rows as samples and keeps shapes and dtypes in batches', () => {
    const set = rows();
    expectTypeOf(set.get(0)).toEqualTypeOf<[Tensor, Tensor]>();
    const [x, y] = set.get(2);
    expect([x.toArray(), y.toArray(), y.dtype]).toEqual([[6, 7, 8], 2, 'int32']);
    const loader = new data.DataLoader(set, { batchSize: 3 });
    const shapes: unknown[] = [];
    for (const [xs, ys] of loader) {
      expectTypeOf(xs).toEqualTypeOf<Tensor>();
      shapes.push([xs.shape, ys.shape, xs.dtype, ys.dtype]);
    }
    expect(shapes).toEqual([
      [[3, 3], [3], 'float32', 'int32'],
      [[1, 3], [1], 'float32', 'int32'],
    ]);
  });

  test('keeps rows together when they are shuffled and split', () => {
    const [part] = data.randomSplit(rows(), [3, 1], { seed: 1 });
    for (const [xs, ys] of new data.DataLoader(part, { batchSize: 2, shuffle: true, seed: 2 })) {
      const rows = xs.toArray() as number[][];
      for (const [i, label] of ys.dataSync().entries()) expect(rows[i]).toEqual([0, 1, 2].map((c) => 3 * label + c));
    }
  });

  test('refuses tensors of different length and indices outside', () => {
    expect(() => new data.TensorDataset(zeros(3, 2), zeros(4))).toThrow(
      'TensorDataset: tensors must have one first dimension, got shapes [3, 2], [4]',
    );
    expect(() => rows().get(4)).toThrow('TensorDataset.get: index must be a whole number from 0 to 3, got 4');
  });
});

describe('collate', () => {
  test('stacks tensors, numbers and booleans part by part, and lists text', () => {
    const batch = data.collate([
      { x: tensor([1, 2]), y: 3, z: [true, 'a'] as [boolean, string] },
      { x: tensor([4, 5]), y: 6, z: [false, 'b'] as [boolean, string] },
    ]);
    expectTypeOf(batch).toEqualTypeOf<{ x: Tensor; y: Tensor; z: [Tensor, string[]] }>();
    expect(batch.x.toArray()).toEqual([
      [1, 2],
      [4, 5],
    ]);
    expect(batch.y.toArray()).toEqual([3, 6]);
    expect(batch.z[0].toArray()).toEqual([true, false]);
    expect(batch.z[1]).toEqual(['a', 'b']);
  });

  test('names the sample whose shape differs', () => {
    expect(() => data.collate([zeros(2), zeros(2), zeros(3)])).toThrow(
      'collate: tensors of a batch must have one shape and dtype, got [2] float32 at 0 and [3] float32 at 2',
    );
  });
});
