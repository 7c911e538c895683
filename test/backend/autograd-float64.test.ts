import fc from 'fast-check';
import {
  autograd,
  eye,
  F,
  gradcheck,
  gradgradcheck,
  linalg,
  manualSeed,
  nn,
  randn,
  type Tensor,
  tensor,
} from 'lectern';
import { beforeEach, describe, expect, test } from 'vitest';
import { kernels, withBackend } from '../../lib/src/backend/choose.js';
import { Float64Backend } from '../../lib/src/backend/float64/float64.js';
import '../helpers/close.js';
import { FAMILIES } from '../interop/ops/all.js';
import { derive } from '../interop/ops/derive.js';

beforeEach(() => {
  manualSeed(5);
});

const precision = 'float64';
const int = (...values: number[]) => tensor(values, { dtype: 'int32' });

/** Functions whose derivatives must be right to 1e-6, with the shapes of their inputs. */
const FUNCTIONS: [title: string, f: (...xs: Tensor[]) => Tensor, ...shapes: number[][]][] = [
  ['arithmetic', (a, b) => a.mul(b).div(b.mul(b).add(1)).sub(a.neg()), [2, 3], [3]],
  ['powers', (a) => a.mul(a).add(1).pow(1.7).add(a.pow(3)), [4]],
  ['exponentials', (a) => a.exp().add(a.mul(a).add(0.5).log()).add(a.expm1().mul(a)), [4]],
  ['trigonometry', (a) => a.sin().mul(a.cos()).add(a.atan()).add(a.sinh()), [4]],
  ['the error function', (a) => a.erf().mul(a), [6]],
  ['activations', (a) => a.sigmoid().add(a.tanh()).add(F.softplus(a)).add(F.gelu(a)).add(F.silu(a)), [5]],
  ['matrix products', (a, b) => a.matmul(b).tanh(), [2, 3, 4], [4, 2]],
  ['reductions', (a) => a.mean(0).add(a.pow(2).sum(0)).mul(a.std(0)).add(a.logsumexp(0)), [3, 4]],
  ['products and sums along an axis', (a) => a.cumsum(1).mul(a.prod(1).unsqueeze(1)).add(a.cumprod(0)), [3, 3]],
  ['softmax', (a) => a.softmax(-1).mul(a.logSoftmax(-1)), [3, 4]],
  ['cross-entropy', (a) => F.crossEntropy(a, int(1, 0, 2)), [3, 3]],
  [
    'movement',
    (a) =>
      F.pad(a.transpose(0, 1).flip(0).mul(a.t()), [
        [1, 0],
        [0, 2],
      ])
        .roll(1, 0)
        .slice(0, 1)
        .pow(2),
    [3, 2],
  ],
  [
    'indexing',
    (a) =>
      a
        .indexSelect(0, int(2, 0, 2))
        .mul(a)
        .add(a.gather(1, tensor([[1], [0], [1]], { dtype: 'int32' }))),
    [3, 2],
  ],
  ['scattering', (a, b) => a.scatterAdd(0, tensor([[1, 0]], { dtype: 'int32' }), b.mul(b)).pow(2), [2, 2], [1, 2]],
  ['sorting', (a) => a.sort()[0].mul(a.topk(3)[0].pow(2)), [2, 3]],
  ['convolution', (x, w, b) => F.conv2d(x, w, b, { stride: 2, padding: 1 }).tanh(), [1, 5, 4, 2], [3, 3, 2, 2], [2]],
  [
    'grouped and dilated convolution',
    (x, w) => F.conv2d(x, w, null, { groups: 2, dilation: 2 }).pow(2),
    [1, 5, 5, 2],
    [2, 2, 1, 2],
  ],
  ['transposed convolution', (x, w) => F.convTranspose2d(x, w, null, { stride: 2 }).pow(2), [1, 2, 2, 2], [2, 2, 2, 1]],
  ['pooling', (x) => F.avgPool2d(x, { kernelSize: 2 }).mul(F.maxPool2d(x, { kernelSize: 2 })), [1, 4, 4, 2]],
  [
    'decompositions',
    (a) => linalg.inv(a.mul(0.1).add(eye(3))).add(linalg.cholesky(a.matmul(a.t()).add(eye(3)))),
    [3, 3],
  ],
  ['layer norm', (x) => F.layerNorm(x, [4]).pow(3), [2, 4]],
];

describe('float64 gradients are within 1e-6 of finite differences, first and second, of', () => {
  test.each(FUNCTIONS)('%s', (_title, f, ...shapes) => {
    const inputs = shapes.map((shape) => randn(shape));
    expect(gradcheck(f, inputs, { precision })).toBe(true);
    expect(gradgradcheck(f, inputs, { precision })).toBe(true);
  });

  test('a whole network with parameters on the other backend', () => {
    const [head, tail] = [new nn.Linear(3, 4), new nn.LSTM(4, 2)];
    expect(gradcheck((x) => tail(head(x).tanh())[0], [randn(2, 1, 3)], { precision })).toBe(true);
    expect(head.weight.grad).toBeNull();
  });
});

describe('float64', () => {
  test('finds an error of 1e-4 that float32 cannot see', () => {
    const off = autograd.customFunction('off', (x: Tensor) => ({
      output: x.mul(x),
      backward: (g: Tensor) => [g.mul(x).mul(2.0001)],
    }));
    const x = tensor([1, 2]);
    expect(gradcheck((a) => off(a), [x])).toBe(true);
    expect(() => gradcheck((a) => off(a), [x], { precision })).toThrow('gradcheck: input 0, entry 0: the gradient is');
  });

  test('leaves the backend as it was, also after an error', () => {
    const fail = (): Tensor => {
      throw new RangeError('inside');
    };
    expect(() => gradcheck(fail, [randn(2)], { precision })).toThrow('inside');
    expect(kernels()).not.toBeInstanceOf(Float64Backend);
    expect(randn(2).add(1).numel()).toBe(2);
  });
});

/** Random cases an operation. */
const CASES = 1;
describe.each(Object.entries(FAMILIES))('float64 agrees with the active backend on %s', (_name, specs) => {
  test.each(specs.map((spec) => [spec.title, spec] as const))('%s', (_title, { cases, order, tolerance }) => {
    fc.assert(
      fc.property(cases, (it) => {
        const expected = derive(it, order);
        const actual = withBackend(new Float64Backend(kernels()), () => derive(it, order));
        expect(actual.value, 'value').toBeCloseToTensor(expected.value, tolerance);
        for (const pass of ['backward', 'first', 'second'] as const) {
          expected[pass]?.forEach((g, i) => {
            expect(actual[pass]?.[i], `${pass} ${i}`).toBeCloseToTensor(g, tolerance);
          });
        }
      }),
      { seed: 20_260_304, numRuns: CASES },
    );
  });
});
