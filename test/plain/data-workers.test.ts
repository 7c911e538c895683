import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { describe, expect, test, vi } from 'vitest';
import { DataLoader, Dataset, FunctionDataset, Subset } from '../../lib/src/data/index.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const list = <Sample>(samples: Sample[]) => samples;

/** Worker threads of this process that were started and have not ended. */
const live = new Set<Worker>();
let started = 0;
process.on('worker', (worker) => {
  started++;
  live.add(worker);
  worker.on('exit', () => live.delete(worker));
});

const squares = (length = 20) => new FunctionDataset({ length, args: { add: 1 }, get: (i, { add }) => i * i + add });

async function all<Batch>(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const seen: Batch[] = [];
  for await (const batch of batches) seen.push(batch);
  return seen;
}

describe('a DataLoader with worker threads', () => {
  test.each([1, 3])('gives the same batches as one without, %d workers', async (numWorkers) => {
    const subset = new Subset(squares(), [3, 1, 19, 4, 7, 0, 11]);
    for (const dataset of [squares(), subset]) {
      const make = (workers: number) =>
        new DataLoader(dataset, { batchSize: 3, shuffle: true, seed: 4, collate: list, numWorkers: workers });
      const [plain, sync, late] = [make(0), make(numWorkers), make(numWorkers)];
      const epochs = [[...plain], [...plain]];
      expect([[...sync], [...sync]]).toEqual(epochs);
      expect([await all(late), await all(late)]).toEqual(epochs);
    }
  });

  test('makes samples in other threads, all of them', () => {
    const where = new FunctionDataset({
      length: 12,
      get: () => process.getBuiltinModule('node:worker_threads').threadId,
    });
    const here = new Set([...new DataLoader(where, { collate: list })].flat());
    const there = new Set([...new DataLoader(where, { collate: list, numWorkers: 3 })].flat());
    expect([here.size, there.size]).toEqual([1, 3]);
    expect(there.has([...here][0])).toBe(false);
  });

  test('makes as many batches ahead as it was told', async () => {
    const made = new Int32Array(new SharedArrayBuffer(4));
    const counting = new FunctionDataset({
      length: 100,
      args: { made },
      get: (index, args) => {
        Atomics.add(args.made, 0, 1);
        return index;
      },
    });
    const loader = new DataLoader(counting, { batchSize: 5, numWorkers: 2, prefetchFactor: 3, collate: list });
    for await (const batch of loader) {
      expect(batch).toEqual([0, 1, 2, 3, 4]);
      await vi.waitFor(() => expect(made[0]).toBe(2 * 3 * 5));
      break;
    }
  });

  test('goes on from a state as one without workers', () => {
    const make = (numWorkers: number) =>
      new DataLoader(squares(), { batchSize: 3, shuffle: true, seed: 1, collate: list, numWorkers });
    const [ahead, plain] = [make(2), make(0)];
    const seen: number[][] = [];
    for (const batch of ahead) if (seen.push(batch) === 2) break;
    plain.loadStateDict(ahead.stateDict());
    expect(ahead.stateDict().batches).toBe(2);
    expect([...seen, ...plain]).toEqual([...make(0)]);
  });

  test('takes functions of a module, with or without workers', () => {
    const file = join(temporaryFolder(), 'cubes.mjs');
    writeFileSync(
      file,
      'const cube = (x) => x ** 3;\nexport function get(index, { add }) { return cube(index) + add; }\n',
    );
    const set = (name: string) =>
      new FunctionDataset<number, { add: number }>({
        length: 4,
        get: { module: pathToFileURL(file), name },
        args: { add: 2 },
      });
    expect([...new DataLoader(set('get'), { batchSize: 4, collate: list, numWorkers: 1 })]).toEqual([[2, 3, 10, 29]]);
    expect([...new DataLoader(set('get'), { batchSize: 4, collate: list })]).toEqual([[2, 3, 10, 29]]);
    expect(() => [...new DataLoader(set('gone'), { numWorkers: 1 })]).toThrow(
      /worker 0 failed, got TypeError: expected file:.* to export a function gone/,
    );
    expect(() => set('gone').get(0)).toThrow(/to export a function gone, got undefined/);
  });

  test('takes functions in every form', () => {
    const forms: ((i: number) => number)[] = [
      (i) => i,
      function named(i) {
        return i;
      },
      {
        get(i: number): number {
          return i;
        },
      }.get,
      { get: (i: number): number => i }.get,
    ];
    for (const get of forms) {
      expect([...new DataLoader(new FunctionDataset({ length: 2, get }), { collate: list, numWorkers: 1 })]).toEqual([
        [0],
        [1],
      ]);
    }
    expect(() => new FunctionDataset({ length: 2, get: Math.sqrt })).toThrow('got a bound or built-in one');
  });
});

describe('what goes wrong in a worker thread', () => {
  const failing = new FunctionDataset({
    length: 10,
    get: function breaks(index: number): number {
      if (index === 7) throw new RangeError('no seven');
      return index;
    },
  });

  test('arrives with the sample and its stack, after the batches before it', async () => {
    for (const late of [false, true]) {
      const loader = new DataLoader(failing, { batchSize: 2, numWorkers: 2, collate: list });
      const seen: number[][] = [];
      const run = async () => {
        if (late) for await (const batch of loader) seen.push(batch);
        else for (const batch of loader) seen.push(batch);
      };
      const error: Error = await run().then(
        () => expect.unreachable(),
        (caught) => caught,
      );
      expect(error.message).toBe('DataLoader: sample 7 failed in worker 1, got RangeError: no seven');
      expect((error.cause as Error).stack).toMatch(/RangeError: no seven\n\s+at .*breaks/);
      expect(seen).toEqual([
        [0, 1],
        [2, 3],
        [4, 5],
      ]);
    }
  });

  test('tells how to mend what cannot travel', () => {
    const outside = 3;
    const run = <Sample, Args>(get: (index: number, args: Args) => Sample, args?: Args) => [
      ...new DataLoader(new FunctionDataset({ length: 2, get, args }), { numWorkers: 1, collate: list }),
    ];
    expect(() => run((i) => i + outside)).toThrow(
      'sample 0 failed in worker 0, got ReferenceError: outside is not defined; in a worker a function sees its arguments only, pass the rest in args',
    );
    expect(() => run(() => () => 1)).toThrow(
      /got DataCloneError: .*; samples from a worker are plain data, typed arrays/,
    );
    expect(() => run(async () => 1)).toThrow(/DataCloneError/);
    expect(() => run((i) => i, { f: () => 1 })).toThrow(
      'DataLoader: expected args of plain data for the workers, got what cannot be copied: ',
    );
  });

  test('refuses datasets that cannot go there, and numbers that make no sense', () => {
    class Mine extends Dataset<number> {
      length = 3;
      get = (index: number) => index;
    }
    expect(() => new DataLoader(new Mine(), { numWorkers: 1 })).toThrow(
      'DataLoader: numWorkers needs a FunctionDataset or a Subset of one, got Mine, which cannot go to another thread; ' +
        'use numWorkers: 0 or make the samples in a FunctionDataset',
    );
    expect(() => new DataLoader(squares(), { numWorkers: 1.5 })).toThrow(
      'numWorkers must be a whole number of at least 0',
    );
    expect(() => new DataLoader(squares(), { numWorkers: 1, prefetchFactor: 0 })).toThrow('prefetchFactor must be');
  });

  test('is told when the thread itself ends or is too late', async () => {
    const ends = new FunctionDataset({ length: 3, get: () => process.exit(3) });
    const message = 'DataLoader: expected samples from worker 0, got its end with code 3';
    expect(() => [...new DataLoader(ends, { numWorkers: 1 })]).toThrow(message);
    await expect(all(new DataLoader(ends, { numWorkers: 1 }))).rejects.toThrow(message);
    const hangs = new FunctionDataset({
      length: 3,
      get: () => {
        for (;;);
      },
    });
    const late = 'DataLoader: expected samples from worker 0 within 50 ms, got none';
    expect(() => [...new DataLoader(hangs, { numWorkers: 1, timeout: 50 })]).toThrow(late);
    await expect(all(new DataLoader(hangs, { numWorkers: 1, timeout: 50 }))).rejects.toThrow(late);
  });
});

describe('no worker thread is left behind', () => {
  const busy = () => new DataLoader(squares(1000), { numWorkers: 3, collate: list });
  const loops: Record<string, () => void | Promise<void>> = {
    'after the last batch': () => {
      expect([...busy()].length).toBe(1000);
    },
    'after break': () => {
      for (const _ of busy()) break;
    },
    'after break from for await': async () => {
      for await (const _ of busy()) break;
    },
    'after an error in the loop': () => {
      expect(() => {
        for (const _ of busy()) throw new Error('mine');
      }).toThrow('mine');
    },
    'after an interrupt, which runs no finally': async () => {
      const before = live.size;
      busy()[Symbol.iterator]().next();
      await vi.waitFor(() => expect(live.size).toBe(before + 3));
      (globalThis as unknown as Record<symbol, () => void>)[Symbol.for('lectern.interrupted')]();
    },
  };

  test.each(Object.entries(loops))('%s', async (_, loop) => {
    await vi.waitFor(() => expect(live.size).toBe(0), { timeout: 10_000 });
    const before = started;
    await loop();
    await vi.waitFor(() => expect([started - before, live.size]).toEqual([3, 0]), { timeout: 10_000 });
  });
});
