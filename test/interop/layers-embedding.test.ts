import fc from 'fast-check';
import { nn, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { python } from '../helpers/torch.js';
import { agreeModule } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { floats, int, integers, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_103, numRuns: 20 };

const torch = torchOfFile();

const padding = fc.option(int(-2, 1), { nil: undefined });
const text = (index: number | undefined) => (index === undefined ? 'None' : `${index}`);

test('Bilinear has PyTorch’s output and gradients', async () => {
  const cases = fc.tuple(fc.array(int(1, 4), { minLength: 1, maxLength: 2 }), int(1, 5), int(1, 5), int(1, 4), seeds);
  await fc.assert(
    fc.asyncProperty(cases, async ([lead, in1, in2, out, seed]) => {
      const bias = seed % 2 === 0;
      const module = new nn.Bilinear(in1, in2, out, { bias });
      await agreeModule(torch, {
        module,
        program: `torch.nn.Bilinear(${in1}, ${in2}, ${out}, bias=${python(bias)})`,
        inputs: { a: floats([...lead, in1], seed), b: floats([...lead, in2], seed + 1) },
        ours: ({ a, b }) => [module(a, b)],
        theirs: 'net(a, b),',
      });
    }),
    SETTINGS,
  );
});

describe('embeddings', () => {
  test('Embedding has PyTorch’s output and gradients, with and without a padding row', async () => {
    const cases = fc.tuple(fc.array(int(1, 4), { maxLength: 3 }), int(2, 6), int(1, 5), padding, seeds);
    await fc.assert(
      fc.asyncProperty(cases, async ([shape, rows, dim, paddingIdx, seed]) => {
        const module = new nn.Embedding(rows, dim, { paddingIdx });
        await agreeModule(torch, {
          module,
          program: `torch.nn.Embedding(${rows}, ${dim}, padding_idx=${text(paddingIdx)})`,
          inputs: { x: integers(shape, seed, 0, rows) },
          ours: ({ x }) => [module(x)],
          theirs: 'net(x),',
        });
      }),
      SETTINGS,
    );
  });

  test('EmbeddingBag has PyTorch’s output and gradients for bags of one length', async () => {
    const cases = fc.tuple(fc.constantFrom('sum', 'mean', 'max'), int(1, 4), int(1, 5), int(2, 6), padding, seeds);
    await fc.assert(
      fc.asyncProperty(cases, async ([mode, bags, length, rows, paddingIdx, seed]) => {
        const module = new nn.EmbeddingBag(rows, 3, { mode: mode as 'sum', paddingIdx });
        await agreeModule(torch, {
          module,
          program: `torch.nn.EmbeddingBag(${rows}, 3, mode='${mode}', padding_idx=${text(paddingIdx)})`,
          // Different rows in a bag: equal maxima would share the gradient.
          inputs: { x: distinct(bags, Math.min(length, rows), rows, seed) },
          ours: ({ x }) => [module(x)],
          theirs: 'net(x),',
        });
      }),
      SETTINGS,
    );
  });

  test('EmbeddingBag has PyTorch’s output and gradients with offsets and factors', async () => {
    const cases = fc.tuple(fc.array(int(0, 4), { minLength: 1, maxLength: 4 }), int(2, 6), seeds);
    await fc.assert(
      fc.asyncProperty(cases, async ([lengths, rows, seed]) => {
        const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
        const total = lengths.reduce((a, b) => a + b, 1);
        const module = new nn.EmbeddingBag(rows, 2, { mode: 'sum' });
        await agreeModule(torch, {
          module,
          program: `torch.nn.EmbeddingBag(${rows}, 2, mode='sum')`,
          inputs: {
            x: integers([total], seed, 0, rows),
            offsets: { dtype: 'int32', shape: [starts.length], values: Int32Array.from(starts) },
            factors: floats([total], seed + 1),
          },
          ours: ({ x, offsets, factors }) => [module(x, offsets, factors)],
          theirs: 'net(x, offsets, factors),',
        });
      }),
      SETTINGS,
    );
  });

  test('name what they cannot look up', () => {
    const table = new nn.Embedding(3, 2);
    expect(() => table(zeros(2))).toThrow("indices must be int32, got float32; convert them: indices.to('int32')");
    expect(() => table(tensor([0, 3], { dtype: 'int32' }))).toThrow('got 3 at place 1');
    expect(() => new nn.Embedding(3, 2, { paddingIdx: 3 })).toThrow('paddingIdx must be one of 3 rows, got 3');
    const bag = new nn.EmbeddingBag(3, 2);
    expect(() => bag(zeros([4], { dtype: 'int32' }))).toThrow('got [4] with offsets none');
  });
});

/** Rows of different indices. */
function distinct(bags: number, length: number, rows: number, seed: number) {
  const first = integers([bags], seed, 0, rows).values;
  const values = Int32Array.from(
    { length: bags * length },
    (_, i) => (first[Math.floor(i / length)] + (i % length)) % rows,
  );
  return { dtype: 'int32' as const, shape: [bags, length], values };
}
