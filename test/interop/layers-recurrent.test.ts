import fc from 'fast-check';
import { Generator, manualSeed, nn, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { python } from '../helpers/torch.js';
import { agreeModule } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { floats, int, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_104, numRuns: 20 };

const torch = torchOfFile();

const cases = fc.record({
  input: int(1, 4),
  hidden: int(1, 4),
  numLayers: int(1, 3),
  bidirectional: fc.boolean(),
  batchFirst: fc.boolean(),
  bias: fc.boolean(),
  relu: fc.boolean(),
  given: fc.boolean(),
  single: fc.boolean(),
  time: int(1, 5),
  batch: int(1, 3),
  seed: seeds,
});

describe('recurrent layers have PyTorch’s outputs, last states and gradients', () => {
  test.each(['RNN', 'LSTM', 'GRU'] as const)('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(cases, async (it) => {
        const { input, hidden, numLayers, bidirectional, batchFirst, bias, given, single, time, batch, seed } = it;
        const nonlinearity = it.relu ? 'relu' : 'tanh';
        const module = new nn[name](input, hidden, { numLayers, bidirectional, batchFirst, bias, nonlinearity });
        const flags = `bidirectional=${python(bidirectional)}, batch_first=${python(batchFirst)}, bias=${python(bias)}`;
        const extra = name === 'RNN' ? `, nonlinearity='${nonlinearity}'` : '';
        const shape = single ? [time, input] : batchFirst ? [batch, time, input] : [time, batch, input];
        const state = [numLayers * (bidirectional ? 2 : 1), ...(single ? [] : [batch]), hidden];
        const states = given
          ? { h: floats(state, seed + 1), ...(name === 'LSTM' && { c: floats(state, seed + 2) }) }
          : {};
        const both = name === 'LSTM';
        await agreeModule(torch, {
          module,
          program: `torch.nn.${name}(${input}, ${hidden}, ${numLayers}, ${flags}${extra})`,
          inputs: { x: floats(shape, seed), ...states },
          ours: ({ x, h, c }) => {
            const begin = (both && given ? [h, c] : h) as never;
            const [y, last] = (module as nn.Module)(...([x, begin] as never[])) as [Tensor, Tensor | Tensor[]];
            return [y, ...(Array.isArray(last) ? last : [last])];
          },
          theirs: `(lambda y, s: [y, ${both ? 's[0], s[1]' : 's'}])(*net(x${given ? (both ? ', (h, c)' : ', h') : ''}))`,
        });
      }),
      SETTINGS,
    );
  });

  test.each(['RNNCell', 'LSTMCell', 'GRUCell'] as const)('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ input, hidden, bias, given, single, batch, seed }) => {
        const module = new nn[name](input, hidden, { bias });
        const lead = single ? [] : [batch];
        const both = name === 'LSTMCell';
        const state = [...lead, hidden];
        const states = given ? { h: floats(state, seed + 1), ...(both && { c: floats(state, seed + 2) }) } : {};
        await agreeModule(torch, {
          module,
          program: `torch.nn.${name}(${input}, ${hidden}, bias=${python(bias)})`,
          inputs: { x: floats([...lead, input], seed), ...states },
          ours: ({ x, h, c }) => {
            const begin = (both && given ? [h, c] : h) as never;
            const next = (module as nn.Module)(...([x, begin] as never[])) as Tensor | Tensor[];
            return Array.isArray(next) ? next : [next];
          },
          theirs: `${both ? 'list(' : '[('}net(x${given ? (both ? ', (h, c)' : ', h') : ''})${both ? ')' : ')]'}`,
        });
      }),
      SETTINGS,
    );
  });

  test('dropout acts between layers in training only', () => {
    const net = new nn.LSTM(3, 4, { numLayers: 2, dropout: 0.5, generator: new Generator(1) });
    manualSeed(1);
    const x = zeros(5, 2, 3).add(1);
    const run = () => [...net(x)[0].dataSync()];
    expect(run()).not.toEqual(run());
    net.eval();
    expect(run()).toEqual(run());
  });

  test('a wrong input or state is named', () => {
    const net = new nn.GRU(3, 4, { batchFirst: true });
    expect(() => net(zeros(2, 5, 4))).toThrow('GRU 3→4: expected [batch, time, 3] or [time, 3], got [2, 5, 4]');
    expect(() => net(zeros(2, 5, 3), zeros(1, 5, 4))).toThrow('initial state of shape [1, 2, 4], got [1, 5, 4]');
    expect(() => new nn.LSTMCell(3, 4)(zeros(2, 5))).toThrow('LSTMCell 3→4: expected [batch, 3], got [2, 5]');
  });
});
