import fc from 'fast-check';
import { backend, nn, randn, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { python } from '../helpers/torch.js';
import { agreeModule } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { floats, int, opCase, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_203, numRuns: 25 };
const { packPaddedSequence, packSequence, padPackedSequence, padSequence, unpackSequence } = nn.utils.rnn;
const RNN = 'torch.nn.utils.rnn';

const torch = torchOfFile();

const batches = fc.record({
  lengths: fc.array(int(1, 5), { minLength: 1, maxLength: 4 }),
  more: int(0, 2),
  sorted: fc.boolean(),
  batchFirst: fc.boolean(),
  seed: seeds,
});

/** Lengths in the order that the option wants, and the shape of the padded batch. */
function shaped({
  lengths,
  more,
  sorted,
  batchFirst,
}: {
  lengths: number[];
  more: number;
  sorted: boolean;
  batchFirst: boolean;
}) {
  const list = sorted ? [...lengths].sort((a, b) => b - a) : lengths;
  const time = Math.max(...lengths) + more;
  return { list, lead: batchFirst ? [lengths.length, time] : [time, lengths.length] };
}

describe('recurrent layers of packed sequences have PyTorch’s outputs, last states and gradients', () => {
  test.each(['RNN', 'LSTM', 'GRU'] as const)('%s', async (name) => {
    const layers = fc.record({
      input: int(1, 3),
      hidden: int(1, 3),
      numLayers: int(1, 2),
      bidirectional: fc.boolean(),
      given: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(batches, layers, async (of, { input, hidden, numLayers, bidirectional, given }) => {
        const { list, lead } = shaped(of);
        const { batchFirst, sorted: enforceSorted, seed } = of;
        const module = new nn[name](input, hidden, { numLayers, bidirectional });
        const both = name === 'LSTM';
        const state = [numLayers * (bidirectional ? 2 : 1), list.length, hidden];
        const states = given ? { h: floats(state, seed + 1), ...(both && { c: floats(state, seed + 2) }) } : {};
        const flags = `batch_first=${python(batchFirst)}`;
        const packed = `${RNN}.pack_padded_sequence(x, [${list}], ${flags}, enforce_sorted=${python(enforceSorted)})`;
        const padded = `(lambda y, s: [y.data, *${RNN}.pad_packed_sequence(y, ${flags}), ${both ? 's[0], s[1]' : 's'}])`;
        await agreeModule(torch, {
          module,
          program: `torch.nn.${name}(${input}, ${hidden}, ${numLayers}, bidirectional=${python(bidirectional)})`,
          inputs: { x: floats([...lead, input], seed), ...states },
          ours: ({ x, h, c }) => {
            const begin = (both && given ? [h, c] : h) as never;
            const [y, last] = (module as nn.LSTM)(packPaddedSequence(x, list, { batchFirst, enforceSorted }), begin);
            const [values, lengths] = padPackedSequence(y, { batchFirst });
            const ends = (both ? last : [last]) as Tensor[];
            return [y.data, values, lengths.to('float32'), ...ends];
          },
          theirs: `${padded}(*net(${packed}${given ? (both ? ', (h, c)' : ', h') : ''}))`,
        });
      }),
      SETTINGS,
    );
  });
});

describe('packing has PyTorch’s values, gradients and second gradients', () => {
  test('packPaddedSequence and padPackedSequence', async () => {
    await fc.assert(
      fc.asyncProperty(batches, int(0, 2), async (of, extra) => {
        const { list, lead } = shaped(of);
        const { batchFirst, sorted: enforceSorted, seed } = of;
        const totalLength = Math.max(...list) + extra;
        const flags = `batch_first=${python(batchFirst)}`;
        const pack = `${RNN}.pack_padded_sequence(a, [${list}], ${flags}, enforce_sorted=${python(enforceSorted)})`;
        const pad = `${RNN}.pad_packed_sequence(${pack}, ${flags}, padding_value=0.5, total_length=${totalLength})[0]`;
        const x = floats([...lead, 2], seed);
        await agree(
          torch,
          opCase([x], `(${pack}).data ** 2`, (v) =>
            packPaddedSequence(v, list, { batchFirst, enforceSorted }).data.pow(2),
          ),
          { order: 2 },
        );
        await agree(
          torch,
          opCase([x], `${pad} ** 2`, (v) => {
            const packed = packPaddedSequence(v, list, { batchFirst, enforceSorted });
            return padPackedSequence(packed, { batchFirst, paddingValue: 0.5, totalLength })[0].pow(2);
          }),
          { order: 2 },
        );
      }),
      SETTINGS,
    );
  });

  test('padSequence and packSequence', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.boolean(), async ({ lengths, batchFirst, seed }, wide) => {
        const rest = wide ? [2] : [];
        const inputs = lengths.map((n, i) => floats([n, ...rest], seed + i));
        const names = inputs.map((_, i) => 'abcdefgh'[i]).join(', ');
        const pad = `${RNN}.pad_sequence([${names}], batch_first=${python(batchFirst)}, padding_value=-1.0) ** 2`;
        await agree(
          torch,
          opCase(inputs, pad, (...xs) => padSequence(xs, { batchFirst, paddingValue: -1 }).pow(2)),
          { order: 2 },
        );
        const pack = `${RNN}.pack_sequence([${names}], enforce_sorted=False).data ** 2`;
        await agree(
          torch,
          opCase(inputs, pack, (...xs) => packSequence(xs, { enforceSorted: false }).data.pow(2)),
          { order: 2 },
        );
      }),
      SETTINGS,
    );
  });
});

test.each(['cpu', 'wasm', 'tensorflow'] as const)('sequences come back from a packed batch on %s', async (name) => {
  const before = backend.name;
  await backend.use(name);
  try {
    const sequences = [randn(2, 3), randn(4, 3), randn(1, 3)];
    const packed = packSequence(sequences, { enforceSorted: false });
    expect([packed.batchSizes, packed.sortedIndices, packed.unsortedIndices]).toEqual([
      [3, 2, 1, 1],
      [1, 0, 2],
      [1, 0, 2],
    ]);
    for (const [i, back] of unpackSequence(packed).entries()) expect(back).toBeCloseToTensor(sequences[i]);
    const net = new nn.LSTM(3, 2, { bidirectional: true });
    const [y, [h]] = net(packed);
    // Each sequence for itself gives the same.
    for (const [i, alone] of unpackSequence(y).entries()) {
      const [expected, [end]] = net(sequences[i]);
      expect(alone).toBeCloseToTensor(expected);
      expect(h.select(1, i)).toBeCloseToTensor(end);
    }
  } finally {
    await backend.use(before);
  }
});

test('mistakes are named', () => {
  const x = zeros(4, 2, 3);
  expect(() => packPaddedSequence(x, [2, 3])).toThrow(
    'lengths that do not rise, got [2, 3]; pass {enforceSorted: false}',
  );
  expect(() => packPaddedSequence(x, tensor([5, 1], { dtype: 'int32' }))).toThrow('2 lengths from 1 to 4, got [5, 1]');
  const packed = packPaddedSequence(x, [3, 2]);
  expect(() => padPackedSequence(packed, { totalLength: 2 })).toThrow('totalLength of at least 3, got 2');
  expect(() => new nn.GRU(2, 4)(packed)).toThrow('GRU 2→4: expected packed steps [steps, 2], got [5, 3]');
  expect(() => padSequence([])).toThrow('expected sequences [length, …], got none');
});
