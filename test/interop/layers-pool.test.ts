import fc from 'fast-check';
import { nn, zeros } from 'lectern';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Torch } from '../helpers/torch.js';
import { agree } from './ops/agree.js';
import { floats, type OpCase, opCase, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_106, numRuns: 20 };

let torch: Torch;
beforeAll(() => {
  torch = new Torch();
});
afterAll(() => torch.close());

const size = (min: number, max: number) => fc.integer({ min, max });
const images = fc.tuple(size(1, 2), size(2, 7), size(2, 7), size(1, 3));
const layouts = (program: string) => `${program.replace('(x', '(a.movedim(3, 1)')}.movedim(1, 3)`;

const POOLS: [title: string, cases: fc.Arbitrary<OpCase>][] = [
  [
    'GlobalAvgPool2d',
    fc
      .tuple(images, seeds)
      .map(([shape, seed]) => opCase([floats(shape, seed)], 'a.mean((1, 2))', (x) => new nn.GlobalAvgPool2d()(x))),
  ],
  [
    'GlobalMaxPool2d',
    fc
      .tuple(images, seeds)
      .map(([shape, seed]) => opCase([floats(shape, seed)], 'a.amax((1, 2))', (x) => new nn.GlobalMaxPool2d()(x))),
  ],
  [
    'AdaptiveAvgPool1d',
    fc
      .tuple(size(1, 3), size(1, 9), size(1, 3), size(1, 7), seeds)
      .map(([batch, length, channels, out, seed]) =>
        opCase(
          [floats([batch, length, channels], seed)],
          `F.adaptive_avg_pool1d(a.movedim(2, 1), ${out}).movedim(1, 2)`,
          (x) => new nn.AdaptiveAvgPool1d(out)(x),
        ),
      ),
  ],
  [
    'AdaptiveAvgPool2d',
    fc
      .tuple(images, size(1, 6), size(1, 6), seeds)
      .map(([shape, h, w, seed]) =>
        opCase([floats(shape, seed)], layouts(`F.adaptive_avg_pool2d(x, (${h}, ${w}))`), (x) =>
          new nn.AdaptiveAvgPool2d([h, w])(x),
        ),
      ),
  ],
  [
    'AdaptiveMaxPool2d',
    fc
      .tuple(images, size(1, 4), size(1, 4), seeds)
      .map(([shape, h, w, seed]) =>
        opCase([floats(shape, seed)], layouts(`F.adaptive_max_pool2d(x, (${h}, ${w}))`), (x) =>
          new nn.AdaptiveMaxPool2d([h, w])(x),
        ),
      ),
  ],
  [
    'LPPool2d',
    fc
      .tuple(images, fc.constantFrom(1, 2, 3), size(1, 2), size(1, 2), size(1, 2), seeds)
      .map(([shape, p, h, w, stride, seed]) =>
        opCase(
          [floats(shape, seed, { low: 0.2, high: 2 })],
          layouts(`F.lp_pool2d(x, ${p}, (${h}, ${w}), stride=${stride})`),
          (x) => new nn.LPPool2d(p, [h, w], { stride })(x),
        ),
      ),
  ],
];

describe('pools have PyTorch’s values, gradients and second gradients', () => {
  test.each(POOLS)('%s', async (_title, cases) => {
    await fc.assert(
      fc.asyncProperty(cases, (one) => agree(torch, one, { order: 2 })),
      SETTINGS,
    );
  });

  test('L2 pooling of zeros has slope 0', () => {
    const x = zeros(1, 2, 2, 1).requiresGrad_();
    new nn.LPPool2d(2, 2)(x).sum().backward();
    expect([...x.grad!.dataSync()]).toEqual([0, 0, 0, 0]);
  });

  test('other shapes than images are named', () => {
    expect(() => new nn.AdaptiveAvgPool2d(1)(zeros(2, 3))).toThrow('[batch, height, width, channels], got [2, 3]');
    expect(() => new nn.AdaptiveAvgPool2d(0)).toThrow('outputSize to be whole and at least 1, got 0');
  });
});
