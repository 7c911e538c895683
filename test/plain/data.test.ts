import { describe, expect, expectTypeOf, test } from 'vitest';
import { DataLoader, Dataset, randomSplit, Subset } from '../../lib/src/data/index.js';
import { Generator, manualSeed } from '../../lib/src/random/index.js';

class Squares extends Dataset<number> {
  constructor(readonly length: number) {
    super();
  }
  get(index: number): number {
    return index * index;
  }
}

const list = (samples: number[]) => samples;
const epoch = (loader: Iterable<number[]>) => [...loader].flat();

describe('DataLoader', () => {
  test('gives batches in order, the last one short, unless it is dropped', () => {
    const loader = new DataLoader(new Squares(5), { batchSize: 2, collate: list });
    expectTypeOf(loader).toEqualTypeOf<DataLoader<number, number[]>>();
    expect(loader.length).toBe(3);
    expect([...loader]).toEqual([[0, 1], [4, 9], [16]]);
    const dropping = new DataLoader(new Squares(5), { batchSize: 2, dropLast: true, collate: list });
    expect(dropping.length).toBe(2);
    expect([...dropping]).toEqual([
      [0, 1],
      [4, 9],
    ]);
  });

  test('shuffles every epoch anew, each sample once, and repeats all epochs for the same seed', () => {
    const make = () => new DataLoader(new Squares(50), { batchSize: 8, shuffle: true, seed: 3, collate: list });
    const [a, b] = [make(), make()];
    const first = epoch(a);
    const second = epoch(a);
    expect(first).not.toEqual(second);
    expect([...first].sort((x, y) => x - y)).toEqual(Array.from({ length: 50 }, (_, i) => i * i));
    expect([epoch(b), epoch(b)]).toEqual([first, second]);
  });

  test('draws later epochs the same after a loop that was left early', () => {
    const make = () => new DataLoader(new Squares(20), { shuffle: true, seed: 1, collate: list });
    const [whole, left] = [make(), make()];
    epoch(whole);
    for (const _ of left) break;
    expect(epoch(left)).toEqual(epoch(whole));
  });

  test('draws from the seeded default generator or the given one', () => {
    const order = (generator?: Generator) =>
      epoch(new DataLoader(new Squares(20), { shuffle: true, generator, collate: list }));
    manualSeed(8);
    const drawn = order();
    manualSeed(8);
    expect(order()).toEqual(drawn);
    expect(order(new Generator(8))).toEqual(drawn);
  });

  test('works with for await', async () => {
    const seen: number[][] = [];
    for await (const batch of new DataLoader(new Squares(3), { batchSize: 2, collate: list })) seen.push(batch);
    expect(seen).toEqual([[0, 1], [4]]);
  });

  test('refuses a batch size that is no whole number above zero', () => {
    expect(() => new DataLoader(new Squares(3), { batchSize: 0 })).toThrow(
      'DataLoader: batchSize must be a whole number of at least 1, got 0',
    );
  });
});

describe('Subset and randomSplit', () => {
  test('look samples up through their indices', () => {
    const subset = new Subset(new Squares(10), [7, 2]);
    expect([subset.length, subset.get(0), subset.get(1)]).toEqual([2, 49, 4]);
    expect(() => subset.get(2)).toThrow('Subset.get: index must be a whole number from 0 to 1, got 2');
    expect(() => new Subset(new Squares(10), [10])).toThrow('Subset: index must be a whole number from 0 to 9, got 10');
  });

  test('split without overlap, the same for the same seed, by lengths or fractions', () => {
    const data = new Squares(11);
    const indices = (parts: number[], seed: number) => randomSplit(data, parts, { seed }).map((s) => [...s.indices]);
    const [train, test] = indices([8, 3], 5);
    expect([train.length, test.length]).toEqual([8, 3]);
    expect([...train, ...test].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(indices([8, 3], 5)).toEqual([train, test]);
    expect(indices([8, 3], 6)).not.toEqual([train, test]);
    expect(indices([0.5, 0.3, 0.2], 5).map((part) => part.length)).toEqual([6, 3, 2]);
  });

  test('refuse parts that do not add up', () => {
    expect(() => randomSplit(new Squares(10), [5, 4])).toThrow(
      'parts must be lengths that add up to 10 or fractions that add up to 1, got [5, 4]',
    );
    expect(() => randomSplit(new Squares(10), [-1, 11])).toThrow('got [-1, 11]');
  });
});
