import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BatchSampler,
  DistributedSampler,
  RandomSampler,
  SequentialSampler,
  StratifiedSampler,
  SubsetRandomSampler,
  WeightedRandomSampler,
} from '../../lib/src/data/index.js';
import { Generator, manualSeed } from '../../lib/src/random/index.js';

const of = (length: number) => ({ length });
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const rising = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);

describe('RandomSampler', () => {
  test('visits each sample once an epoch, in another order each epoch, the same for the same seed', () => {
    const [a, b] = [new RandomSampler(of(40), { seed: 4 }), new RandomSampler(of(40), { seed: 4 })];
    const first = [...a];
    expect(rising(first)).toEqual(upTo(40));
    expect([...a]).not.toEqual(first);
    expect([...b]).toEqual(first);
  });

  test('visits all before any comes again when more are asked for', () => {
    const order = [...new RandomSampler(of(5), { numSamples: 13, seed: 1 })];
    expect(order.length).toBe(13);
    expect([rising(order.slice(0, 5)), rising(order.slice(5, 10))]).toEqual([upTo(5), upTo(5)]);
    expect(new Set(order.slice(10)).size).toBe(3);
  });

  test('draws each sample equally often with replacement', () => {
    const counts = new Array(8).fill(0);
    const sampler = new RandomSampler(of(8), { replacement: true, numSamples: 8000, seed: 2 });
    for (const i of sampler) counts[i]++;
    expect(sampler.length).toBe(8000);
    // Deviation of a count: √(8000 · 1/8 · 7/8) = 30.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test('draws from the default generator when the epoch starts, not when the first sample is asked for', () => {
    manualSeed(6);
    const iterator = new RandomSampler(of(10))[Symbol.iterator]();
    manualSeed(7);
    expect(iterator.next().value).toBe(new Generator(6).permutation(10)[0]);
  });

  test('refuses numbers of samples that make no sense', () => {
    expect(() => new RandomSampler(of(3), { numSamples: 0 })).toThrow(
      'RandomSampler: numSamples must be a whole number of at least 1, got 0',
    );
    expect(() => [...new RandomSampler(of(0), { numSamples: 2 })]).toThrow(
      'RandomSampler: expected samples to draw from, got none',
    );
  });
});

describe('WeightedRandomSampler', () => {
  test('draws in proportion to the weights', () => {
    const weights = [0, 1, 3, 0, 6];
    const counts = weights.map(() => 0);
    for (const i of new WeightedRandomSampler(weights, 10_000, { seed: 3 })) counts[i]++;
    expect([counts[0], counts[3]]).toEqual([0, 0]);
    for (const [i, weight] of weights.entries()) expect(Math.abs(counts[i] - weight * 1000)).toBeLessThan(250);
  });

  test('draws without replacement as one draw after the other would', () => {
    // Chance that 0 comes first: 1/6; that it comes second: 2/6·1/4 + 3/6·1/3 = 1/4.
    const places = [0, 0, 0];
    const sampler = new WeightedRandomSampler([1, 2, 3], 3, { replacement: false, seed: 5 });
    for (let epoch = 0; epoch < 6000; epoch++) {
      const order = [...sampler];
      expect(new Set(order).size).toBe(3);
      places[order.indexOf(0)]++;
    }
    expect(Math.abs(places[0] - 1000)).toBeLessThan(150);
    expect(Math.abs(places[1] - 1500)).toBeLessThan(170);
  });

  test('refuses weights that it cannot draw by', () => {
    expect(() => new WeightedRandomSampler([1, -1], 2)).toThrow('weights must be finite and at least 0, got -1');
    expect(() => new WeightedRandomSampler([0, 0], 2)).toThrow('expected a weight above 0, got 0');
    expect(() => new WeightedRandomSampler([1, 0, 1], 3, { replacement: false })).toThrow(
      'WeightedRandomSampler: expected 3 weights above 0 to draw without replacement, got 2',
    );
  });
});

describe('StratifiedSampler', () => {
  const classes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 90 });

  test('visits each sample once and keeps every beginning within one of the shares', () => {
    fc.assert(
      fc.property(classes, fc.nat(1000), (labels, seed) => {
        const order = [...new StratifiedSampler(labels, { seed })];
        expect(rising(order)).toEqual(upTo(labels.length));
        const sizes = upTo(6).map((label) => labels.filter((other) => other === label).length);
        const seen = new Array(6).fill(0);
        for (const [place, i] of order.entries()) {
          seen[labels[i]]++;
          for (const [label, size] of sizes.entries()) {
            expect(Math.abs(seen[label] - (size * (place + 1)) / labels.length)).toBeLessThan(1);
          }
        }
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  test('draws the samples of a class anew each epoch', () => {
    const sampler = new StratifiedSampler(
      upTo(40).map((i) => i % 2),
      { seed: 1 },
    );
    expect([...sampler]).not.toEqual([...sampler]);
  });

  test('refuses labels that are no classes', () => {
    expect(() => new StratifiedSampler([0, 0.5])).toThrow('expected whole numbers as labels, got 0.5 at place 1');
  });
});

describe('BatchSampler and SubsetRandomSampler', () => {
  test('take samples together and leave a short batch out when asked to', () => {
    const batches = (dropLast: boolean) => new BatchSampler(new SequentialSampler(of(5)), { batchSize: 2, dropLast });
    expect([[...batches(false)], batches(false).length]).toEqual([[[0, 1], [2, 3], [4]], 3]);
    expect([[...batches(true)], batches(true).length]).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      2,
    ]);
    expect(() => new BatchSampler(new SequentialSampler(of(5)), { batchSize: 1.5 })).toThrow('got 1.5');
  });

  test('visit the given samples, each once', () => {
    const sampler = new SubsetRandomSampler([9, 4, 7], { seed: 3 });
    expect(sampler.length).toBe(3);
    expect(rising(sampler)).toEqual([4, 7, 9]);
    expect(new Set(Array.from({ length: 40 }, () => [...sampler].join())).size).toBe(6);
  });
});

describe('DistributedSampler', () => {
  const ranks = (length: number, numReplicas: number, options: { dropLast?: boolean; seed?: number } = {}) =>
    upTo(numReplicas).map((rank) => [...new DistributedSampler(of(length), { numReplicas, rank, ...options })]);

  test('gives every rank equally many, and together every sample', () => {
    const parts = ranks(10, 3, { seed: 5 });
    expect(parts.map((part) => part.length)).toEqual([4, 4, 4]);
    expect(new Set(parts.flat())).toEqual(new Set(upTo(10)));
    const dropping = ranks(10, 3, { dropLast: true });
    expect(dropping.map((part) => part.length)).toEqual([3, 3, 3]);
    expect(new Set(dropping.flat()).size).toBe(9);
  });

  test('has the same order until the epoch is set', () => {
    const sampler = new DistributedSampler(of(20), { numReplicas: 2, rank: 1 });
    const first = [...sampler];
    expect([...sampler]).toEqual(first);
    sampler.setEpoch(1);
    expect([...sampler]).not.toEqual(first);
    const { epoch } = sampler.stateDict();
    expect(epoch).toBe(1);
    sampler.loadStateDict({ epoch: 0 });
    expect([...sampler]).toEqual(first);
  });

  test('refuses a rank outside', () => {
    expect(() => new DistributedSampler(of(4), { numReplicas: 2, rank: 2 })).toThrow(
      'DistributedSampler: rank must be a whole number from 0 to 1, got 2',
    );
    expect(() => new DistributedSampler(of(4), { numReplicas: 0, rank: 0 })).toThrow('got 0');
  });
});
