import { arange, data, type Tensor, tensor } from 'lectern';
import { describe, expect, expectTypeOf, test } from 'vitest';

const rows = (from: number) =>
  new data.TensorDataset(arange(from, from + 6).reshape(3, 2), tensor([0, 1, 2], { dtype: 'int32' }));

describe('MapDataset', () => {
  test('applies a function to each sample', () => {
    const set = new data.MapDataset(rows(0), ([x, y]) => ({ twice: x.mul(2), label: y.item() }));
    expectTypeOf(set.get(0)).toEqualTypeOf<{ twice: Tensor; label: number }>();
    const batch = set.batch([2, 0]);
    expectTypeOf(batch).toEqualTypeOf<{ twice: Tensor; label: Tensor }>();
    expect([batch.twice.toArray(), batch.label.toArray()]).toEqual([
      [
        [8, 10],
        [0, 2],
      ],
      [2, 0],
    ]);
  });

  test('applies a function to whole batches, and to a batch of one for a sample', () => {
    const sizes: number[] = [];
    const set = new data.MapDataset(
      rows(0),
      ([x, y]): [Tensor, Tensor] => {
        sizes.push(x.shape[0]);
        return [x.neg(), y];
      },
      { batched: true },
    );
    const [x, y] = set.get(1);
    expect([x.toArray(), y.toArray()]).toEqual([[-2, -3], 1]);
    for (const [xs] of new data.DataLoader(set, { batchSize: 2 })) expect(xs.ndim).toBe(2);
    expect(sizes).toEqual([1, 2, 1]);
  });
});

describe('ConcatDataset', () => {
  test('makes batches within one dataset and across two', () => {
    const set = new data.ConcatDataset([rows(0), rows(10)]);
    const [inside] = set.batch([4, 3]);
    const [across, labels] = set.batch([5, 0]);
    expect(inside.toArray()).toEqual([
      [12, 13],
      [10, 11],
    ]);
    expect([across.toArray(), labels.toArray(), labels.dtype]).toEqual([
      [
        [14, 15],
        [0, 1],
      ],
      [2, 0],
      'int32',
    ]);
  });
});

describe('collate', () => {
  test('makes rows of typed arrays', () => {
    const batch = data.collate([
      { x: Float32Array.of(1, 2), k: Int32Array.of(3) },
      { x: Float32Array.of(4, 5), k: Int32Array.of(6) },
    ]);
    expectTypeOf(batch).toEqualTypeOf<{ x: Tensor; k: Tensor }>();
    expect([batch.x.toArray(), batch.k.toArray(), batch.k.dtype]).toEqual([
      [
        [1, 2],
        [4, 5],
      ],
      [[3], [6]],
      'int32',
    ]);
  });

  test('names the sample that lacks a part', () => {
    expect(() => data.collate<object>([{ a: 1, b: 2 }, { a: 1 }])).toThrow(
      'collate: samples of a batch must have the same parts, got 2 (a, b) at 0 and 1 (a) at 1',
    );
    expect(() => data.collate([[1, 2], [3]])).toThrow('got 2 (0, 1) at 0 and 1 (0) at 1');
  });
});

describe('FunctionDataset', () => {
  const waves = new data.FunctionDataset({
    length: 5,
    args: { steps: 6 },
    get: (index, { steps }) => [
      { values: Float32Array.from({ length: steps }, (_, t) => Math.sin(t + index)), shape: [steps / 2, 2] },
      Float32Array.of(index, -index),
      { even: index % 2 === 0, name: `wave ${index}` },
    ],
  });

  test('becomes tensors, the same with and without workers', async () => {
    const [plain, ahead, late] = [0, 1, 1].map(
      (numWorkers) => new data.DataLoader(waves, { batchSize: 2, numWorkers }),
    );
    const read = ([x, y, rest]: readonly [Tensor, Tensor, { even: Tensor; name: string[] }]) =>
      [x.shape, x.toArray(), x.dtype, y.toArray(), rest.even.toArray(), rest.name] as const;
    const batches = Array.from(plain, read);
    expect(batches.length).toBe(3);
    expect(batches[1][0]).toEqual([2, 3, 2]);
    expect(batches[1].slice(2)).toEqual([
      'float32',
      [
        [2, -2],
        [3, -3],
      ],
      [true, false],
      ['wave 2', 'wave 3'],
    ]);
    expect(Array.from(ahead, read)).toEqual(batches);
    let at = 0;
    for await (const batch of late) {
      expectTypeOf(batch[0]).toEqualTypeOf<Tensor>();
      expect(read(batch)).toEqual(batches[at++]);
    }
    expect(at).toBe(3);
  });

  test('names a shape that its values do not fit', () => {
    expect(() => data.collate([{ values: new Float32Array(5), shape: [2, 3] }])).toThrow(
      'collate: 5 values do not fit shape [2, 3]',
    );
  });
});

describe('samplers', () => {
  test('take weights and labels as tensors', () => {
    expect([...new data.WeightedRandomSampler(tensor([0, 1]), 3, { seed: 1 })]).toEqual([1, 1, 1]);
    const labels = tensor([1, 0, 1, 0], { dtype: 'int32' });
    for (const [a, b] of new data.BatchSampler(new data.StratifiedSampler(labels), { batchSize: 2 })) {
      expect((a + b) % 2).toBe(1);
    }
    expect(() => new data.StratifiedSampler(labels.reshape(2, 2))).toThrow(
      'StratifiedSampler: expected labels [2], got [2, 2]',
    );
    expect(data.kFold(rows(0), 3, { stratify: tensor([0, 0, 0]) }).length).toBe(3);
  });
});
