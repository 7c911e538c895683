import fc from 'fast-check';
import { Generator, nn, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { asTensor } from './ops/derive.js';
import { array, type Domain, floats, int, type OpCase, opCase, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_205, numRuns: 20 };

const torch = torchOfFile();

const FIRST = 'a.movedim(-1, 1)';

/** A layer of one input and PyTorch's expression for it. */
type Layers = fc.Arbitrary<[layer: nn.TensorModule, torch: string]>;
const one = (layer: () => nn.TensorModule, program: string): Layers => fc.constant(null).map(() => [layer(), program]);
const number = fc.constantFrom(-0.5, 0.3, 1.2);

const ACTIVATIONS: Record<string, [Layers, Domain?]> = {
  Threshold: [fc.tuple(number, number).map(([t, v]) => [new nn.Threshold(t, v), `F.threshold(a, ${t}, ${v})`])],
  Hardsigmoid: [one(() => new nn.Hardsigmoid(), 'F.relu6(a + 3) / 6'), { low: -5, high: 5 }],
  Hardswish: [one(() => new nn.Hardswish(), 'F.hardswish(a)'), { low: -5, high: 5 }],
  Hardshrink: [fc.constantFrom(0.2, 0.5, 1).map((l) => [new nn.Hardshrink(l), `F.hardshrink(a, ${l})`])],
  Softshrink: [fc.constantFrom(0, 0.5, 1).map((l) => [new nn.Softshrink(l), `F.softshrink(a, ${l})`])],
  Tanhshrink: [one(() => new nn.Tanhshrink(), 'F.tanhshrink(a)')],
  Softmin: [one(() => new nn.Softmin(0), 'F.softmin(a, 0)')],
  RReLU: [one(() => new nn.RReLU(0.1, 0.4).eval(), 'F.rrelu(a, 0.1, 0.4)')],
};

async function check(cases: fc.Arbitrary<OpCase>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(cases, (it) => agree(torch, it, { order: 2 })),
    SETTINGS,
  );
}

describe('activations have PyTorch’s values, gradients and second gradients', () => {
  test.each(Object.entries(ACTIVATIONS))('%s', async (_name, [layers, domain]) => {
    await check(fc.tuple(layers, array(1, 3, domain)).map(([[layer, text], x]) => opCase([x], text, (v) => layer(v))));
  });

  test('GLU', async () => {
    const cases = fc.tuple(int(1, 3), int(1, 3), fc.boolean(), seeds).map(([n, m, last, seed]) => {
      const shape = last ? [n, 2 * m] : [2 * n, m];
      return opCase([floats(shape, seed)], `F.glu(a, ${last ? -1 : 0})`, (v) => new nn.GLU(last ? -1 : 0)(v));
    });
    await check(cases);
  });

  test('RReLU draws a slope for each negative value in training', () => {
    const x = zeros(2000).sub(1).requiresGrad_();
    const y = new nn.RReLU(0.1, 0.3, { generator: new Generator(3) })(x);
    const slopes = y.neg().dataSync();
    expect(Math.min(...slopes)).toBeGreaterThanOrEqual(0.1);
    expect(Math.max(...slopes)).toBeLessThanOrEqual(0.3);
    expect(y.mean().item()).toBeCloseTo(-0.2, 2);
    y.sum().backward();
    expect(x.grad).toBeCloseToTensor(y.neg());
  });
});

const PADS = {
  ZeroPad: 'constant',
  ConstantPad: 'constant',
  ReflectionPad: 'reflect',
  ReplicationPad: 'replicate',
  CircularPad: 'circular',
};
const BORDERS = Object.entries(PADS).flatMap(([name, mode]) =>
  [1, 2, 3].map((n): [string, number, string] => [name, n, mode]),
);

describe('padding layers have PyTorch’s values, gradients and second gradients', () => {
  test.each(BORDERS)('%s%id', async (name, count, mode) => {
    const Layer = (nn as unknown as Record<string, new (padding: unknown, value?: number) => nn.TensorModule>)[
      `${name}${count}d`
    ];
    const each = fc.array(fc.tuple(int(0, 2), int(0, 2)), { minLength: count, maxLength: count });
    const space = fc.array(int(3, 4), { minLength: count, maxLength: count });
    const cases = fc.tuple(each, space, fc.boolean(), seeds).map(([sides, sizes, single, seed]) => {
      const used = single ? sides.map(() => [1, 1] as const) : sides;
      const value = name === 'ConstantPad' ? 0.5 : 0;
      const layer = new Layer(single ? 1 : used, value);
      const flat = [...used].reverse().flat();
      const options = `mode='${mode}'${mode === 'constant' ? `, value=${value}` : ''}`;
      const x = floats([2, ...sizes, 2], seed);
      return opCase([x], `F.pad(${FIRST}, (${flat}), ${options}).movedim(1, -1)`, (v) => layer(v));
    });
    await check(cases);
  });
});

describe('layers that move values have PyTorch’s values, gradients and second gradients', () => {
  const images = fc.tuple(int(1, 2), int(1, 3), int(1, 3), int(1, 2), int(1, 3), seeds);
  const MOVES: Record<string, fc.Arbitrary<OpCase>> = {
    ChannelShuffle: images.map(([b, h, w, c, g, seed]) =>
      opCase(
        [floats([b, h, w, c * g], seed)],
        `torch.nn.ChannelShuffle(${g})(${FIRST}.contiguous()).movedim(1, -1) ** 2`,
        (v) => new nn.ChannelShuffle(g)(v).pow(2),
      ),
    ),
    PixelShuffle: images.map(([b, h, w, c, r, seed]) =>
      opCase([floats([b, h, w, c * r * r], seed)], `torch.nn.PixelShuffle(${r})(${FIRST}).movedim(1, -1)`, (v) =>
        new nn.PixelShuffle(r)(v),
      ),
    ),
    PixelUnshuffle: images.map(([b, h, w, c, r, seed]) =>
      opCase([floats([b, h * r, w * r, c], seed)], `torch.nn.PixelUnshuffle(${r})(${FIRST}).movedim(1, -1)`, (v) =>
        new nn.PixelUnshuffle(r)(v),
      ),
    ),
    Upsample: images.map(([b, h, w, c, r, seed]) =>
      opCase(
        [floats([b, h, w, c], seed)],
        `torch.nn.Upsample(scale_factor=${r}, mode='bilinear')(${FIRST}).movedim(1, -1)`,
        (v) => new nn.Upsample({ scaleFactor: r, mode: 'bilinear' })(v),
      ),
    ),
    Unflatten: images.map(([b, h, w, , , seed]) =>
      opCase([floats([b, h * w], seed)], `torch.nn.Unflatten(1, (${h}, ${w}))(a) ** 2`, (v) =>
        new nn.Unflatten(1, [h, w])(v).pow(2),
      ),
    ),
    'Fold of Unfold': images.map(([b, h, w, c, , seed]) =>
      opCase(
        [floats([b, h + 1, w + 1, c], seed)],
        `F.fold(F.unfold(${FIRST}, 2), (${h + 1}, ${w + 1}), 2).movedim(1, -1)`,
        (v) => new nn.Fold([h + 1, w + 1], { kernelSize: 2 })(new nn.Unfold({ kernelSize: 2 })(v)),
      ),
    ),
  };
  test.each(Object.entries(MOVES))('%s', async (_name, cases) => check(cases));
});

test('distances are the functions’', async () => {
  const cases = fc
    .tuple(int(1, 3), int(2, 4), fc.constantFrom(1, 2, 3), seeds)
    .map(([n, d, p, seed]) =>
      opCase(
        [floats([n, d], seed, { away: 0.2 }), floats([n, d], seed + 1, { away: 0.2 })],
        `F.cosine_similarity(a, b, 1) + F.pairwise_distance(a, b, ${p})`,
        (x, y) => new nn.CosineSimilarity({ dim: 1 })(x, y).add(new nn.PairwiseDistance({ p })(x, y)),
      ),
    );
  await check(cases);
});

test('FeatureAlphaDropout drops whole channels and keeps mean and variance', () => {
  const x = asTensor(floats([200, 3, 50], 5, { low: -Math.sqrt(3), high: Math.sqrt(3) }));
  const net = new nn.FeatureAlphaDropout(0.3, { generator: new Generator(2) });
  const y: Tensor = net(x);
  const rows = y.transpose(1, 2).reshape(-1, 3);
  const dropped = rows.max(1).eq(rows.min(1)).to('float32').mean().item();
  expect(Math.abs(dropped - 0.3)).toBeLessThan(0.02);
  expect(Math.abs(y.mean().item())).toBeLessThan(0.05);
  expect(Math.abs(y.std().item() - 1)).toBeLessThan(0.05);
  expect(net.eval()(x)).toBe(x);
});

test('mistakes are named', () => {
  expect(() => new nn.GLU()(zeros(2, 3))).toThrow(
    'GLU: expected an even number of entries along dimension -1, got [2, 3]',
  );
  expect(() => new nn.ZeroPad2d([[1, 1]])).toThrow(
    'ZeroPad2d: expected padding as a whole number of at least 0 or 2 pairs',
  );
  expect(() => new nn.ReflectionPad1d(1)(zeros(3, 3))).toThrow(
    'ReflectionPad1d: expected [batch, length, channels], got [3, 3]',
  );
  expect(() => new nn.ChannelShuffle(2)(zeros(1, 3))).toThrow('groups that divide the channels of [1, 3], got 2');
  expect(String(new nn.ConstantPad1d(1, 2))).toBe('ConstantPad1d(padding=[[1,1]], value=2)');
});
