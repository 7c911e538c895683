import fc from 'fast-check';
import { data } from 'lectern';
import { describe, expect, test } from 'vitest';
import { python } from '../helpers/torch.js';
import { torchOfFile } from '../helpers/torch-of-file.js';

const SETTINGS = { seed: 20_261_121, numRuns: 25 };

const torch = torchOfFile();

/** What Python makes of an expression in `torch.utils.data`'s names. */
async function theirs(expression: string): Promise<number[]> {
  const script = `from torch.utils.data import *\nfrom torch.utils.data.distributed import DistributedSampler\nfound['x'] = torch.tensor(${expression})`;
  return Array.from((await torch.run(script)).x.values);
}

describe('equals torch.utils.data', () => {
  const source = fc.integer({ min: 1, max: 40 });

  test('DistributedSampler in order', async () => {
    const cases = fc.tuple(source, fc.integer({ min: 1, max: 7 }), fc.nat(), fc.boolean());
    await fc.assert(
      fc.asyncProperty(cases, async ([length, numReplicas, any, dropLast]) => {
        const rank = any % numReplicas;
        const ours = new data.DistributedSampler({ length }, { numReplicas, rank, dropLast, shuffle: false });
        const program = `list(DistributedSampler(range(${length}), ${numReplicas}, ${rank}, shuffle=False, drop_last=${python(dropLast)}))`;
        expect([...ours]).toEqual(await theirs(program));
      }),
      SETTINGS,
    );
  });

  test('BatchSampler', async () => {
    await fc.assert(
      fc.asyncProperty(source, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (length, batchSize, dropLast) => {
        const ours = new data.BatchSampler(new data.SequentialSampler({ length }), { batchSize, dropLast });
        const them = `BatchSampler(SequentialSampler(range(${length})), ${batchSize}, ${python(dropLast)})`;
        expect([...ours].map((batch) => batch.length)).toEqual(await theirs(`[len(b) for b in ${them}]`));
        expect([...ours].flat()).toEqual(await theirs(`[i for b in ${them} for i in b]`));
      }),
      SETTINGS,
    );
  });

  test('the lengths of randomSplit by fractions', async () => {
    const cuts = fc.tuple(source, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(cuts, async ([length, weights]) => {
        const total = weights.reduce((a, b) => a + b);
        // PyTorch takes no fractions whose sum was rounded up.
        fc.pre(weights.reduce((sum, weight) => sum + weight / total, 0) <= 1);
        const set = new data.MapDataset(new data.ConcatDataset([numbers(length)]), (x) => x);
        const ours = data.randomSplit(
          set,
          weights.map((weight) => weight / total),
        );
        const fractions = `[w / ${total} for w in [${weights}]]`;
        expect(ours.map((part) => part.length)).toEqual(
          await theirs(`[len(p) for p in random_split(range(${length}), ${fractions})]`),
        );
      }),
      SETTINGS,
    );
  });

  test('the number of draws of RandomSampler', async () => {
    await fc.assert(
      fc.asyncProperty(source, fc.integer({ min: 1, max: 90 }), async (length, numSamples) => {
        const ours = [...new data.RandomSampler({ length }, { numSamples })];
        const counts = (order: number[]) =>
          Array.from({ length }, (_, i) => order.filter((j) => j === i).length).sort();
        expect(counts(ours)).toEqual(
          counts(await theirs(`list(RandomSampler(range(${length}), num_samples=${numSamples}))`)),
        );
      }),
      SETTINGS,
    );
  });
});

function numbers(length: number): data.Dataset<number> {
  return new (class extends data.Dataset<number> {
    readonly length = length;
    get(index: number): number {
      return index;
    }
  })();
}
