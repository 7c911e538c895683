import fc from 'fast-check';
import { F, Generator, nn, ones, randn, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { python } from '../helpers/torch.js';
import { agreeModule } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { floats, int, opCase, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_102, numRuns: 20 };

const torch = torchOfFile();

/** `[batch, …, channels]` with `rank` dimensions. */
const images = (rank: number) => fc.array(int(2, 4), { minLength: rank, maxLength: rank });
const toTorch = (rank: number) => `.movedim(${rank - 1}, 1)`;
const fromTorch = (rank: number) => `.movedim(1, ${rank - 1})`;

describe('batch normalisation', () => {
  const kinds = fc.constantFrom(
    { name: 'BatchNorm1d', rank: 2 },
    { name: 'BatchNorm1d', rank: 3 },
    { name: 'BatchNorm2d', rank: 4 },
    { name: 'BatchNorm3d', rank: 5 },
  );
  const cases = kinds.chain(({ name, rank }) =>
    fc.record({
      name: fc.constant(name as 'BatchNorm1d' | 'BatchNorm2d' | 'BatchNorm3d'),
      shape: images(rank),
      affine: fc.boolean(),
      tracks: fc.boolean(),
      momentum: fc.constantFrom(0.1, 0.37, null),
      eps: fc.constantFrom(1e-5, 0.1),
      training: fc.boolean(),
      seed: seeds,
    }),
  );

  test('has PyTorch’s output, gradients and running statistics after two batches', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ name, shape, affine, tracks, momentum, eps, training, seed }) => {
        const channels = shape[shape.length - 1];
        const module = new nn[name](channels, { affine, trackRunningStats: tracks, momentum, eps }).train(training);
        const options = `affine=${python(affine)}, track_running_stats=${python(tracks)}, momentum=${momentum ?? 'None'}`;
        const [to, from] = [toTorch(shape.length), fromTorch(shape.length)];
        await agreeModule(torch, {
          module,
          program: `torch.nn.${name}(${channels}, eps=${eps}, ${options}).train(${python(training)})`,
          inputs: { x: floats(shape, seed), y: floats(shape, seed + 1) },
          ours: ({ x, y }) => [module(x), module(y)],
          theirs: `[net(x${to})${from}, net(y${to})${from}]`,
          tolerance: { rtol: 1e-3, atol: 2e-4 },
        });
      }),
      SETTINGS,
    );
  });

  test('names the shape that it cannot take, and a batch that is too small', () => {
    expect(() => new nn.BatchNorm2d(3)(zeros(2, 4))).toThrow(
      'BatchNorm2d 3: expected 4 dimensions, the last of 3 channels, got [2, 4]',
    );
    expect(() => new nn.BatchNorm1d(3)(zeros(1, 3))).toThrow('a channel needs more than one value, got [1, 3]');
    expect(new nn.BatchNorm1d(3).eval()(zeros(1, 3)).shape).toEqual([1, 3]);
  });
});

describe('normalisation of single items has PyTorch’s output and gradients', () => {
  const tolerance = { rtol: 1e-3, atol: 2e-4 };
  const setup = fc.record({
    shape: images(4),
    last: int(1, 2),
    affine: fc.boolean(),
    bias: fc.boolean(),
    seed: seeds,
  });

  test('LayerNorm', async () => {
    await fc.assert(
      fc.asyncProperty(setup, async ({ shape, last, affine, bias, seed }) => {
        const normalized = shape.slice(-last);
        const module = new nn.LayerNorm(normalized, { affine, bias, eps: 1e-3 });
        const options = `eps=1e-3, elementwise_affine=${python(affine)}, bias=${python(bias)}`;
        await agreeModule(torch, {
          module,
          program: `torch.nn.LayerNorm([${normalized}], ${options})`,
          inputs: { x: floats(shape, seed) },
          ours: ({ x }) => [module(x)],
          theirs: 'net(x),',
          tolerance,
        });
      }),
      SETTINGS,
    );
  });

  test('RMSNorm', async () => {
    await fc.assert(
      fc.asyncProperty(setup, async ({ shape, last, affine, seed }) => {
        const normalized = shape.slice(-last);
        const module = new nn.RMSNorm(normalized, { affine });
        await agreeModule(torch, {
          module,
          program: `torch.nn.RMSNorm([${normalized}], elementwise_affine=${python(affine)})`,
          inputs: { x: floats(shape, seed) },
          ours: ({ x }) => [module(x)],
          theirs: 'net(x),',
          tolerance,
        });
      }),
      SETTINGS,
    );
  });

  test('GroupNorm', async () => {
    const cases = fc.tuple(setup, int(1, 3), int(1, 3), int(1, 3));
    await fc.assert(
      fc.asyncProperty(cases, async ([{ shape, affine, seed }, groups, each, inner]) => {
        const channels = groups * each;
        const full = [...shape.slice(0, 1 + inner), channels];
        const module = new nn.GroupNorm(groups, channels, { affine, eps: 1e-3 });
        await agreeModule(torch, {
          module,
          program: `torch.nn.GroupNorm(${groups}, ${channels}, eps=1e-3, affine=${python(affine)})`,
          inputs: { x: floats(full, seed) },
          ours: ({ x }) => [module(x)],
          theirs: `net(x${toTorch(full.length)})${fromTorch(full.length)},`,
          tolerance,
        });
      }),
      SETTINGS,
    );
  });

  test('InstanceNorm', async () => {
    const cases = fc.tuple(int(1, 3), images(5), fc.boolean(), seeds);
    await fc.assert(
      fc.asyncProperty(cases, async ([dims, sizes, affine, seed]) => {
        const shape = sizes.slice(0, dims + 2);
        const channels = shape[dims + 1];
        const name = `InstanceNorm${dims as 1 | 2 | 3}d` as const;
        const module = new nn[name](channels, { affine, eps: 1e-3 });
        await agreeModule(torch, {
          module,
          program: `torch.nn.${name}(${channels}, affine=${python(affine)}, eps=1e-3)`,
          inputs: { x: floats(shape, seed) },
          ours: ({ x }) => [module(x)],
          theirs: `net(x${toTorch(dims + 2)})${fromTorch(dims + 2)},`,
          tolerance,
        });
      }),
      SETTINGS,
    );
  });

  test('LocalResponseNorm, also in the second gradient', async () => {
    const cases = fc
      .tuple(images(4), int(1, 6), fc.constantFrom(1e-4, 0.5), fc.constantFrom(0.75, 1), fc.constantFrom(1, 2), seeds)
      .map(([shape, window, alpha, beta, k, seed]) =>
        opCase(
          [floats(shape, seed)],
          `F.local_response_norm(a.movedim(3, 1), ${window}, ${alpha}, ${beta}, ${k}).movedim(1, 3)`,
          (x) => new nn.LocalResponseNorm(window, { alpha, beta, k })(x),
        ),
      );
    await fc.assert(
      fc.asyncProperty(cases, (one) => agree(torch, one, { order: 2 })),
      SETTINGS,
    );
  });

  test('F.normalize, also in the second gradient', async () => {
    const cases = fc
      .tuple(images(3), int(-3, 2), fc.constantFrom(1, 2, 3), seeds)
      .map(([shape, dim, p, seed]) =>
        opCase([floats(shape, seed, { away: 0.05 })], `F.normalize(a, p=${p}, dim=${dim})`, (x) =>
          F.normalize(x, { p, dim }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(cases, (one) => agree(torch, one, { order: 2 })),
      SETTINGS,
    );
    expect(F.normalize(zeros(2, 2)).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('the dropout family', () => {
  const share = (x: Tensor) => x.eq(0).to('float32').mean().item();

  test('drops whole channels of each item', () => {
    const options = { generator: new Generator(3) };
    const layers: [nn.TensorModule, number[]][] = [
      [new nn.Dropout1d(0.4, options), [60, 3, 20]],
      [new nn.Dropout2d(0.4, options), [60, 3, 2, 20]],
      [new nn.Dropout3d(0.4, options), [60, 3, 2, 2, 20]],
    ];
    for (const [layer, shape] of layers) {
      const y = layer(ones(shape));
      expect(Math.abs(share(y) - 0.4)).toBeLessThan(0.07);
      const spread = y.reshape(shape[0], -1, 20).std(1);
      expect(spread.max().item()).toBe(0);
      expect([...new Set(y.dataSync())].sort()).toEqual([0, Math.fround(1 / 0.6)]);
      expect(layer.eval()(ones(shape)).min().item()).toBe(1);
      expect(() => layer.train()(zeros(2, 2))).toThrow('with the channels last, got [2, 2]');
    }
  });

  test('AlphaDropout keeps mean 0 and variance 1', () => {
    const x = randn([400, 500], { generator: new Generator(1) });
    for (const p of [0.05, 0.3, 0.6]) {
      const y = new nn.AlphaDropout(p, { generator: new Generator(2) })(x);
      expect(Math.abs(y.mean().item())).toBeLessThan(0.02);
      expect(Math.abs(y.std().item() - 1)).toBeLessThan(0.02);
    }
  });
});
