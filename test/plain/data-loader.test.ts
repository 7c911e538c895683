import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  type DataLoaderOptions,
  Dataset,
  DistributedSampler,
  IterableDataset,
  RandomSampler,
  SequentialSampler,
  StratifiedSampler,
  WeightedRandomSampler,
} from '../../lib/src/data/index.js';
import { Generator, manualSeed } from '../../lib/src/random/index.js';

class Numbers extends Dataset<number> {
  constructor(readonly length: number) {
    super();
  }
  get(index: number): number {
    return index;
  }
}

class Counted extends IterableDataset<number> {
  *[Symbol.iterator](): Iterator<number> {
    for (let i = 0; i < 5; i++) yield i;
  }
}

const list = (samples: number[]) => samples;
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

/** The first `count` batches of a new iteration. */
function some<Batch>(loader: Iterable<Batch>, count: number): Batch[] {
  const seen: Batch[] = [];
  for (const batch of loader) if (seen.push(batch) === count) break;
  return seen;
}

describe('the order of a DataLoader', () => {
  test('is that of its sampler or its batch sampler', () => {
    const set = new Numbers(6);
    const sampler = new StratifiedSampler([0, 0, 0, 1, 1, 1], { seed: 1 });
    const loader = new DataLoader(set, { batchSize: 2, sampler, collate: list });
    for (const [a, b] of loader) expect(Number(a < 3) + Number(b < 3)).toBe(1);
    const batchSampler = new BatchSampler(new SequentialSampler(set), { batchSize: 4 });
    const whole = new DataLoader(set, { batchSampler, collate: list });
    expect([whole.length, [...whole]]).toEqual([
      2,
      [
        [0, 1, 2, 3],
        [4, 5],
      ],
    ]);
  });

  test('is decided in one place only', () => {
    const set = new Numbers(6);
    const sampler = new SequentialSampler(set);
    const batchSampler = new BatchSampler(sampler, { batchSize: 2 });
    expect(() => new DataLoader(set, { shuffle: true, sampler })).toThrow(
      'DataLoader: expected no shuffle beside sampler, which has its own order, got both; leave one out',
    );
    expect(() => new DataLoader(set, { batchSize: 2, batchSampler })).toThrow('expected no batchSize beside');
    expect(() => new DataLoader(new Counted(), { shuffle: true })).toThrow('beside an IterableDataset');
  });

  test('is the dataset’s own for an IterableDataset', async () => {
    const loader = new DataLoader(new Counted(), { batchSize: 2, collate: list });
    expectTypeOf(loader).toEqualTypeOf<DataLoader<number, number[]>>();
    expect([...loader]).toEqual([[0, 1], [2, 3], [4]]);
    expect([...new DataLoader(new Counted(), { batchSize: 2, dropLast: true, collate: list })]).toEqual([
      [0, 1],
      [2, 3],
    ]);
    const seen: number[][] = [];
    for await (const batch of loader) seen.push(batch);
    expect(seen.flat()).toEqual([0, 1, 2, 3, 4]);
    expect(() => loader.length).toThrow('DataLoader.length: expected a dataset with a length');
  });
});

describe('the state of a DataLoader', () => {
  const orders: Record<string, () => DataLoaderOptions<number, number[]>> = {
    'in order': () => ({}),
    shuffled: () => ({ shuffle: true, seed: 5 }),
    'with replacement': () => ({ sampler: new RandomSampler(new Numbers(23), { replacement: true, seed: 2 }) }),
    weighted: () => ({
      sampler: new WeightedRandomSampler(
        Array.from({ length: 23 }, (_, i) => i),
        23,
        { seed: 2 },
      ),
    }),
    stratified: () => ({
      sampler: new StratifiedSampler(
        Array.from({ length: 23 }, (_, i) => i % 3),
        { seed: 2 },
      ),
    }),
    'in batches of a sampler': () => ({
      batchSize: undefined,
      batchSampler: new BatchSampler(new RandomSampler(new Numbers(23), { seed: 8 }), { batchSize: 4 }),
    }),
    'of a rank': () => ({ sampler: new DistributedSampler(new Numbers(46), { numReplicas: 2, rank: 1 }) }),
  };

  test.each(Object.entries(orders))(
    'resumes in the middle of an epoch and goes on with the same epochs, %s',
    (_, options) => {
      const make = () => new DataLoader(new Numbers(46), { batchSize: 4, collate: list, ...options() });
      for (const seen of [0, 1, 3]) {
        const unbroken = make();
        [...unbroken];
        const saved: unknown[] = [];
        const first = unbroken[Symbol.iterator]();
        for (let i = 0; i < seen; i++) first.next();
        const state = plain(unbroken.stateDict());
        for (let next = first.next(); !next.done; next = first.next()) saved.push(next.value);
        saved.push([...unbroken], [...unbroken]);

        const resumed = make();
        resumed.loadStateDict(state);
        expect(plain(resumed.stateDict())).toEqual(state);
        expect([...resumed, [...resumed], [...resumed]]).toEqual(saved);
      }
    },
  );

  test('between two epochs is that of the next one', () => {
    const make = () => new DataLoader(new Numbers(9), { shuffle: true, seed: 5, collate: list });
    const [unbroken, resumed] = [make(), make()];
    [...unbroken];
    resumed.loadStateDict(plain(unbroken.stateDict()));
    expect([...resumed]).toEqual([...unbroken]);
  });

  test('counts the batch at hand as seen, also after break', () => {
    const make = () => new DataLoader(new Numbers(10), { batchSize: 2, shuffle: true, seed: 1, collate: list });
    const loader = make();
    const seen = some(loader, 2);
    const resumed = make();
    resumed.loadStateDict(loader.stateDict());
    expect([...seen.flat(), ...[...resumed].flat()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('carries on the default generator as it was', () => {
    const make = () => new DataLoader(new Numbers(12), { batchSize: 3, shuffle: true, collate: list });
    const chance = () => manualSeedless().permutation(5).join();
    const manualSeedless = () => new Generator().setState(shared.getState());
    const shared = manualSeed(3);
    const unbroken = make()[Symbol.iterator]();
    unbroken.next();
    shared.nextUint32();
    const loader = make();
    some(loader, 2);
    shared.nextUint32();
    const [state, next] = [plain(loader.stateDict()), chance()];
    manualSeed(99);
    const resumed = make();
    resumed.loadStateDict(state);
    expect(chance()).toBe(next);
  });

  test('of an IterableDataset skips what was seen', () => {
    const loader = new DataLoader(new Counted(), { batchSize: 2, collate: list });
    some(loader, 1);
    const resumed = new DataLoader(new Counted(), { batchSize: 2, collate: list });
    resumed.loadStateDict(loader.stateDict());
    expect([...resumed]).toEqual([[2, 3], [4]]);
    expect([...resumed]).toEqual([[0, 1], [2, 3], [4]]);
  });

  test('of other data is refused', () => {
    const loader = new DataLoader(new Numbers(10), { collate: list });
    some(loader, 8);
    expect(() => new DataLoader(new Numbers(5), { collate: list }).loadStateDict(loader.stateDict())).toThrow(
      'expected a state of the same data and options, got one where 8 were handed out, but an epoch has 5',
    );
  });
});
