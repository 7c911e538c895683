import fc from 'fast-check';
import { F, nn, ones, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { type Given, python } from '../helpers/torch.js';
import { agreeModule } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { booleans, floats, int, opCase, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_105, numRuns: 20 };

const torch = torchOfFile();

/** True at random, but never in the first column: somebody is always seen. */
function hiding(shape: readonly number[], seed: number): Given {
  const mask = booleans(shape, seed);
  for (let i = 0; i < mask.values.length; i += shape[shape.length - 1]) mask.values[i] = 0;
  return mask;
}

test('scaledDotProductAttention has PyTorch’s values, gradients and second gradients', async () => {
  const kinds = fc.constantFrom('none', 'causal', 'bool', 'float');
  const cases = fc
    .tuple(fc.array(int(1, 3), { maxLength: 2 }), int(1, 4), int(1, 4), int(1, 4), kinds, seeds)
    .map(([lead, targets, sources, width, kind, seed]) => {
      const inputs = [
        floats([...lead, targets, width], seed),
        floats([...lead, sources, width], seed + 1),
        floats([...lead, sources, 3], seed + 2),
      ];
      if (kind === 'bool') inputs.push(hiding([targets, sources], seed + 3));
      if (kind === 'float') inputs.push(floats([targets, sources], seed + 3));
      const given = { none: '', causal: ', is_causal=True', bool: ', attn_mask=~d', float: ', attn_mask=d' }[kind];
      return opCase(inputs, `F.scaled_dot_product_attention(a, b, c${given})`, (q, k, v, mask) =>
        F.scaledDotProductAttention(q, k, v, {
          isCausal: kind === 'causal',
          attnMask: kind === 'bool' ? mask.logicalNot() : mask,
        }),
      );
    });
  await fc.assert(
    fc.asyncProperty(cases, (one) => agree(torch, one, { order: 2 })),
    SETTINGS,
  );
});

describe('MultiheadAttention', () => {
  const cases = fc.record({
    heads: int(1, 3),
    each: int(1, 3),
    batch: int(1, 3),
    targets: int(1, 4),
    sources: int(1, 4),
    batchFirst: fc.boolean(),
    bias: fc.boolean(),
    ownSizes: fc.boolean(),
    padding: fc.boolean(),
    mask: fc.constantFrom('none', 'bool', 'float', 'heads'),
    average: fc.boolean(),
    seed: seeds,
  });

  test('has PyTorch’s output, weights and gradients with every kind of mask', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (it) => {
        const { heads, each, batch, targets, sources, batchFirst, bias, ownSizes, padding, mask, average, seed } = it;
        const embedDim = heads * each;
        const [kdim, vdim] = ownSizes ? [embedDim + 1, embedDim + 2] : [embedDim, embedDim];
        const shape = (length: number, width: number) => (batchFirst ? [batch, length, width] : [length, batch, width]);
        const inputs: Record<string, Given> = {
          q: floats(shape(targets, embedDim), seed),
          k: floats(shape(sources, kdim), seed + 1),
          v: floats(shape(sources, vdim), seed + 2),
        };
        if (padding) inputs.padding = hiding([batch, sources], seed + 3);
        if (mask === 'bool') inputs.mask = hiding([targets, sources], seed + 4);
        if (mask === 'heads') inputs.mask = hiding([batch * heads, targets, sources], seed + 4);
        if (mask === 'float') inputs.mask = floats([targets, sources], seed + 4);
        const module = new nn.MultiheadAttention(embedDim, heads, { batchFirst, bias, kdim, vdim });
        const sizes = `kdim=${kdim}, vdim=${vdim}, batch_first=${python(batchFirst)}, bias=${python(bias)}`;
        const paddingText =
          padding && mask === 'float'
            ? "torch.zeros_like(padding, dtype=torch.float).masked_fill(padding, float('-inf'))"
            : 'padding';
        const call = `key_padding_mask=${padding ? paddingText : 'None'}, attn_mask=${mask === 'none' ? 'None' : 'mask'}`;
        await agreeModule(torch, {
          module,
          program: `torch.nn.MultiheadAttention(${embedDim}, ${heads}, ${sizes})`,
          inputs,
          ours: ({ q, k, v, padding: keyPaddingMask, mask: attnMask }) =>
            module(q, k, v, { keyPaddingMask, attnMask, averageAttnWeights: average }) as Tensor[],
          theirs: `net(q, k, v, ${call}, average_attn_weights=${python(average)})`,
        });
      }),
      SETTINGS,
    );
  });

  test('gives no weights when none are wanted, and names sizes that do not fit', () => {
    const module = new nn.MultiheadAttention(4, 2);
    const x = ones(3, 1, 4);
    expect(module(x, x, x, { needWeights: false })[1]).toBeNull();
    expect(() => module(zeros(3, 4), x, x)).toThrow('expected three dimensions, length, batch, features, got [3, 4]');
    expect(() => module(x, zeros(3, 1, 5), x)).toThrow('expected key with 4 features');
    expect(() => new nn.MultiheadAttention(5, 2)).toThrow('a multiple of numHeads, got 5 and 2');
  });

  test('isCausal sees what a causal mask lets through', () => {
    const module = new nn.MultiheadAttention(4, 2);
    const x = ones(3, 1, 4);
    const weights = module(x, x, x, { isCausal: true })[1]!;
    expect(weights).toBeCloseToTensor({ shape: [1, 3, 3], values: [1, 0, 0, 1 / 2, 1 / 2, 0, 1 / 3, 1 / 3, 1 / 3] });
  });
});

describe('Transformer layers have PyTorch’s output and gradients', () => {
  const cases = fc.record({
    heads: int(1, 2),
    batch: int(1, 2),
    length: int(1, 4),
    batchFirst: fc.boolean(),
    normFirst: fc.boolean(),
    gelu: fc.boolean(),
    bias: fc.boolean(),
    masked: fc.boolean(),
    seed: seeds,
  });
  type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;
  const optionsOf = (it: Case) => ({
    dimFeedforward: 5,
    dropout: 0,
    batchFirst: it.batchFirst,
    normFirst: it.normFirst,
    activation: it.gelu ? ('gelu' as const) : ('relu' as const),
    bias: it.bias,
    layerNormEps: 1e-2,
  });
  const textOf = (it: Case) =>
    `dim_feedforward=5, dropout=0, batch_first=${python(it.batchFirst)}, norm_first=${python(it.normFirst)}, ` +
    `activation='${it.gelu ? 'gelu' : 'relu'}', bias=${python(it.bias)}, layer_norm_eps=1e-2`;
  const tolerance = { rtol: 1e-3, atol: 2e-4 };

  test('TransformerEncoderLayer', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (it) => {
        const { heads, batch, length, seed } = it;
        const module = new nn.TransformerEncoderLayer(heads * 2, heads, optionsOf(it));
        const shape = it.batchFirst ? [batch, length, heads * 2] : [length, batch, heads * 2];
        const inputs: Record<string, Given> = { x: floats(shape, seed) };
        if (it.masked)
          Object.assign(inputs, { mask: hiding([length, length], seed + 1), pad: hiding([batch, length], seed + 2) });
        await agreeModule(torch, {
          module,
          program: `torch.nn.TransformerEncoderLayer(${heads * 2}, ${heads}, ${textOf(it)})`,
          inputs,
          ours: ({ x, mask, pad }) => [module(x, { mask, keyPaddingMask: pad })],
          theirs: `net(x${it.masked ? ', src_mask=mask, src_key_padding_mask=pad' : ''}),`,
          tolerance,
        });
      }),
      SETTINGS,
    );
  });

  test('TransformerDecoderLayer', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (it) => {
        const { heads, batch, length, seed } = it;
        const module = new nn.TransformerDecoderLayer(heads * 2, heads, optionsOf(it));
        const shape = (n: number) => (it.batchFirst ? [batch, n, heads * 2] : [n, batch, heads * 2]);
        const inputs: Record<string, Given> = { x: floats(shape(length), seed), memory: floats(shape(3), seed + 1) };
        if (it.masked)
          Object.assign(inputs, { mask: hiding([length, length], seed + 2), pad: hiding([batch, 3], seed + 3) });
        await agreeModule(torch, {
          module,
          program: `torch.nn.TransformerDecoderLayer(${heads * 2}, ${heads}, ${textOf(it)})`,
          inputs,
          ours: ({ x, memory, mask, pad }) => [module(x, memory, { tgtMask: mask, memoryKeyPaddingMask: pad })],
          theirs: `net(x, memory${it.masked ? ', tgt_mask=mask, memory_key_padding_mask=pad' : ''}),`,
          tolerance,
        });
      }),
      SETTINGS,
    );
  });

  test('TransformerEncoder and TransformerDecoder stack layers with weights of their own', async () => {
    const options = { dimFeedforward: 6, dropout: 0 };
    const encoder = new nn.TransformerEncoder(
      () => new nn.TransformerEncoderLayer(4, 2, options),
      2,
      new nn.LayerNorm(4),
    );
    await agreeModule(torch, {
      module: encoder,
      program: `torch.nn.TransformerEncoder(torch.nn.TransformerEncoderLayer(4, 2, 6, 0), 2, torch.nn.LayerNorm(4))`,
      inputs: { x: floats([3, 2, 4], 1) },
      ours: ({ x }) => [encoder(x)],
      theirs: 'net(x),',
      tolerance,
    });
    const decoder = new nn.TransformerDecoder(() => new nn.TransformerDecoderLayer(4, 2, options), 2);
    await agreeModule(torch, {
      module: decoder,
      program: 'torch.nn.TransformerDecoder(torch.nn.TransformerDecoderLayer(4, 2, 6, 0), 2)',
      inputs: { x: floats([3, 2, 4], 1), memory: floats([5, 2, 4], 2) },
      ours: ({ x, memory }) => [decoder(x, memory, { tgtIsCausal: true })],
      theirs: 'net(x, memory, tgt_mask=torch.triu(torch.ones(3, 3), 1).bool()),',
      tolerance,
    });
  });
});

describe('positional encodings', () => {
  test('sines and cosines have wavelengths from 2π to 10000·2π', () => {
    const table = nn.sinusoidalPositions(3, 4);
    const [a, b] = [1, 2].map((place) => [
      Math.sin(place),
      Math.cos(place),
      Math.sin(place / 100),
      Math.cos(place / 100),
    ]);
    expect(table).toBeCloseToTensor({ shape: [3, 4], values: [0, 1, 0, 1, ...a, ...b] });
  });

  test('are added to sequences up to their length', () => {
    const fixed = new nn.SinusoidalPositionalEncoding(5, 4);
    expect(fixed(zeros(2, 3, 4)).get(1)).toBeCloseToTensor(nn.sinusoidalPositions(3, 4));
    expect(fixed.parameters()).toEqual([]);
    const learned = new nn.LearnedPositionalEncoding(5, 4);
    learned(zeros(2, 3, 4))
      .sum()
      .backward();
    expect(learned.weight.grad?.sum(1).dataSync()).toEqual(Float32Array.from([8, 8, 8, 0, 0]));
    expect(() => learned(zeros(2, 6, 4))).toThrow('with length up to 5, got [2, 6, 4]');
  });
});
