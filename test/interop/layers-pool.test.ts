import fc from 'fast-check';
import { backend, F, nn, randn, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { python } from '../helpers/torch.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { floats, int, type OpCase, opCase, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_106, numRuns: 20 };

const torch = torchOfFile();

const axes = (count: number) => Array.from({ length: count }, (_, i) => i + 1).join(', ');
/** A number for sequences, a list otherwise. */
const sized = (values: number[]) => (values.length === 1 ? values[0] : values) as never;

type Pool = (count: number, space: number[], list: number[], seed: number) => [torch: string, layer: nn.Module];

const GLOBAL_MEANS = [nn.GlobalAvgPool1d, nn.GlobalAvgPool2d, nn.GlobalAvgPool3d];
const GLOBAL_MAXIMA = [nn.GlobalMaxPool1d, nn.GlobalMaxPool2d, nn.GlobalMaxPool3d];
const MEANS = [nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d, nn.AdaptiveAvgPool3d];
const MAXIMA = [nn.AdaptiveMaxPool1d, nn.AdaptiveMaxPool2d, nn.AdaptiveMaxPool3d];
const NORMS = [nn.LPPool1d, nn.LPPool2d, nn.LPPool3d];

const first = (program: string) => `F.${program}.movedim(1, -1)`;

const POOLS: Record<string, Pool> = {
  GlobalAvgPool: (n) => [`a.mean((${axes(n)}))`, new GLOBAL_MEANS[n - 1]()],
  GlobalMaxPool: (n) => [`a.amax((${axes(n)}))`, new GLOBAL_MAXIMA[n - 1]()],
  AdaptiveAvgPool: (n, _, to) => [
    first(`adaptive_avg_pool${n}d(a.movedim(-1, 1), (${to},))`),
    new MEANS[n - 1](sized(to)),
  ],
  AdaptiveMaxPool: (n, _, to) => [
    first(`adaptive_max_pool${n}d(a.movedim(-1, 1), (${to},))`),
    new MAXIMA[n - 1](sized(to)),
  ],
  LPPool: (n, space, to, seed) => {
    const [p, ceilMode] = [1 + (seed % 3), seed % 2 === 0];
    const kernel = to.map((k, i) => Math.min(k, space[i]));
    // PyTorch's kernel of a 1-D p-norm pool is a number.
    const torch = `lp_pool${n}d(a.movedim(-1, 1), ${p}, ${n === 1 ? kernel[0] : `(${kernel})`}, ceil_mode=${python(ceilMode)})`;
    return [first(torch), new NORMS[n - 1](p, sized(kernel), { ceilMode })];
  },
};

const CASES = Object.entries(POOLS).flatMap(([name, make]) =>
  [1, 2, 3].map((n): [string, number, Pool] => [name, n, make]),
);

describe('pools have PyTorch’s values, gradients and second gradients', () => {
  test.each(CASES)('%s%id', async (_name, count, make) => {
    const each = (min: number, max: number) => fc.array(int(min, max), { minLength: count, maxLength: count });
    const cases = fc
      .tuple(int(1, 2), each(1, count === 3 ? 4 : 7), int(1, 3), each(1, 4), seeds)
      .map(([batch, space, channels, list, seed]): OpCase => {
        const [program, layer] = make(count, space, list, seed);
        const x = floats([batch, ...space, channels], seed, { low: 0.2, high: 2 });
        return opCase([x], program, (v) => layer(...([v] as never[])) as Tensor);
      });
    await fc.assert(
      fc.asyncProperty(cases, (one) => agree(torch, one, { order: 2 })),
      SETTINGS,
    );
  });

  test('layers are the functions with their options', () => {
    const x = randn(2, 6, 7, 3);
    const options = { stride: 2, padding: 1, ceilMode: true } as const;
    const same = (a: Tensor, b: Tensor) => expect([...a.dataSync()]).toEqual([...b.dataSync()]);
    same(new nn.MaxPool2d([3, 2], options)(x), F.maxPool2d(x, { kernelSize: [3, 2], ...options }));
    same(
      new nn.AvgPool2d(2, { ...options, countIncludePad: false })(x),
      F.avgPool2d(x, { kernelSize: 2, ...options, countIncludePad: false }),
    );
    const [rows, cubes] = [x.select(1, 0), x.unsqueeze(1)];
    same(new nn.MaxPool1d(3, { dilation: 2 })(rows), F.maxPool1d(rows, { kernelSize: 3, dilation: 2 }));
    same(new nn.AvgPool1d(3, 1)(rows), F.avgPool1d(rows, { kernelSize: 3, stride: 1 }));
    same(new nn.MaxPool3d([1, 2, 3])(cubes), F.maxPool3d(cubes, { kernelSize: [1, 2, 3] }));
    same(
      new nn.AvgPool3d([1, 2, 2], { divisorOverride: 3 })(cubes),
      F.avgPool3d(cubes, { kernelSize: [1, 2, 2], divisorOverride: 3 }),
    );
  });

  test.each(['cpu', 'wasm', 'tensorflow'] as const)('an unpool undoes its pool on %s', async (name) => {
    const before = backend.name;
    await backend.use(name);
    try {
      const x = tensor([0, 3, 1, 2, 5, 4, 8, 6, 7]).reshape(1, 3, 3, 1).requiresGrad_();
      const [values, indices] = new nn.MaxPool2d(2, { stride: 1, returnIndices: true })(x);
      expect([...indices.dataSync()]).toEqual([4, 4, 6, 8]);
      const y = new nn.MaxUnpool2d(2, { stride: 1 })(values, indices);
      expect([...y.dataSync()]).toEqual([0, 0, 0, 0, 5, 0, 8, 0, 7]);
      y.sum().backward();
      expect([...x.grad!.dataSync()]).toEqual([0, 0, 0, 0, 2, 0, 1, 0, 1]);
    } finally {
      await backend.use(before);
    }
  });

  test('L2 pooling of zeros has slope 0', () => {
    const x = zeros(1, 2, 2, 1).requiresGrad_();
    new nn.LPPool2d(2, 2)(x).sum().backward();
    expect([...x.grad!.dataSync()]).toEqual([0, 0, 0, 0]);
  });

  test('other shapes than images are named', () => {
    expect(() => new nn.AdaptiveAvgPool2d(1)(zeros(2, 3))).toThrow('[batch, height, width, channels], got [2, 3]');
    expect(() => new nn.MaxPool1d(2)(zeros(4, 2))).toThrow(
      'expected [batch, length, channels], got [4, 2]; add the batch',
    );
    expect(() => F.maxPool3d(zeros(1, 1, 4, 4, 1), { kernelSize: 2 })).toThrow(
      'a 2×2×2 window does not fit into 1×4×4 volumes',
    );
    expect(() => F.maxUnpool1d(zeros(1, 1, 1), tensor([[[5]]], { dtype: 'int32' }), { kernelSize: 2 })).toThrow(
      'indices from 0 to 1 of 2, got 5',
    );
    expect(() => new nn.AdaptiveAvgPool2d(0)).toThrow('outputSize to be whole and at least 1, got 0');
  });
});
