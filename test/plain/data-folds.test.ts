import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConcatDataset, Dataset, kFold } from '../../lib/src/data/index.js';

class Numbers extends Dataset<number> {
  constructor(
    readonly length: number,
    readonly first = 0,
  ) {
    super();
  }
  get(index: number): number {
    return this.first + index;
  }
}

describe('kFold', () => {
  const held = (n: number, k: number, options?: Parameters<typeof kFold>[2]) =>
    kFold(new Numbers(n), k, options).map(({ validation }) => [...validation.indices]);

  test('cuts runs of almost equal length, the longer ones first', () => {
    expect(held(7, 3)).toEqual([
      [0, 1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  test('cuts the same strata as scikit-learn', () => {
    // What sklearn.model_selection.StratifiedKFold gives for these labels.
    expect(held(9, 3, { stratify: [1, 1, 0, 0, 1, 1, 0, 1, 1] })).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
    ]);
    expect(held(14, 4, { stratify: [2, 0, 0, 1, 2, 2, 1, 0, 2, 0, 1, 0, 2, 2] })).toEqual([
      [0, 1, 3, 4],
      [2, 5, 6, 8],
      [7, 9, 12],
      [10, 11, 13],
    ]);
  });

  test('holds out each sample once, with the shares of the classes, shuffled or not', () => {
    const cases = fc.record({
      labels: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 24, maxLength: 60 }),
      k: fc.integer({ min: 2, max: 6 }),
      shuffle: fc.boolean(),
      stratified: fc.boolean(),
      seed: fc.nat(100),
    });
    fc.assert(
      fc.property(cases, ({ labels, k, shuffle, stratified, seed }) => {
        const n = labels.length;
        const folds = kFold(new Numbers(n), k, { shuffle, seed, stratify: stratified ? labels : undefined });
        const all = folds.flatMap(({ validation }) => [...validation.indices]);
        expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        for (const { train, validation } of folds) {
          expect(new Set([...train.indices, ...validation.indices]).size).toBe(n);
          expect(Math.abs(validation.length - n / k)).toBeLessThan(1);
          for (let label = 0; stratified && label < 4; label++) {
            const count = (of: ArrayLike<number>) => Array.from(of).filter((i) => labels[i] === label).length;
            expect(Math.abs(count(validation.indices) - count(all) / k)).toBeLessThan(1);
          }
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test('shuffles by its seed', () => {
    expect(held(20, 4, { shuffle: true, seed: 1 })).toEqual(held(20, 4, { shuffle: true, seed: 1 }));
    expect(held(20, 4, { shuffle: true, seed: 1 })).not.toEqual(held(20, 4, { shuffle: true, seed: 2 }));
  });

  test('names what it expects', () => {
    expect(() => held(5, 6)).toThrow('kFold: k must be a whole number from 2 to 5, the number of samples, got 6');
    expect(() => held(4, 3, { stratify: [0, 0, 1, 1] })).toThrow(
      'kFold: expected at least one class with 3 samples to stratify, got at most 2',
    );
    expect(() => held(4, 2, { stratify: [0, 0] })).toThrow('kFold: expected one label a sample, 4, got 2');
  });
});

describe('ConcatDataset', () => {
  test('has the samples of its datasets one after the other', () => {
    const both = new ConcatDataset([new Numbers(2), new Numbers(0), new Numbers(3, 10)]);
    expect(Array.from({ length: both.length }, (_, i) => both.get(i))).toEqual([0, 1, 10, 11, 12]);
    expect(() => both.get(5)).toThrow('ConcatDataset.get: index must be a whole number from 0 to 4, got 5');
    expect(() => new ConcatDataset([])).toThrow('ConcatDataset: expected at least one dataset, got an empty list');
  });
});
