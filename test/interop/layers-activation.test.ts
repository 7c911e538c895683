import fc from 'fast-check';
import { F, nn, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { agreeModule } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { array, floats, type OpCase, opCase } from './ops/spec.js';

const SETTINGS = { seed: 20_260_101, numRuns: 20 };

const torch = torchOfFile();

type Activation = [name: string, torch: (a: number) => string, module: (a: number) => nn.TensorModule];

/** Kinks lie at −1, 0, 1, so random arrays avoid them; `a` is a random setting from 0.1 to 2. */
const ACTIVATIONS: Activation[] = [
  ['ReLU', () => 'F.relu(a)', () => new nn.ReLU()],
  ['Tanh', () => 'torch.tanh(a)', () => new nn.Tanh()],
  ['Sigmoid', () => 'torch.sigmoid(a)', () => new nn.Sigmoid()],
  ['ReLU6', () => 'F.relu6(a)', () => new nn.ReLU6()],
  ['LeakyReLU', (a) => `F.leaky_relu(a, ${a})`, (a) => new nn.LeakyReLU(a)],
  ['ELU', (a) => `F.elu(a, ${a})`, (a) => new nn.ELU(a)],
  ['CELU', (a) => `F.celu(a, ${a})`, (a) => new nn.CELU(a)],
  ['SELU', () => 'F.selu(a)', () => new nn.SELU()],
  ['GELU', () => 'F.gelu(a)', () => new nn.GELU()],
  ['GELU by tanh', () => "F.gelu(a, approximate='tanh')", () => new nn.GELU({ approximate: 'tanh' })],
  ['SiLU', () => 'F.silu(a)', () => new nn.SiLU()],
  ['Mish', () => 'F.mish(a)', () => new nn.Mish()],
  ['Softplus', (a) => `F.softplus(a, ${a})`, (a) => new nn.Softplus(a)],
  ['LogSigmoid', () => 'F.logsigmoid(a)', () => new nn.LogSigmoid()],
  ['Softsign', () => 'F.softsign(a)', () => new nn.Softsign()],
  ['Hardtanh', (a) => `F.hardtanh(a, ${-a}, ${2 * a})`, (a) => new nn.Hardtanh(-a, 2 * a)],
  ['Softmax', () => 'F.softmax(a, -1)', () => new nn.Softmax()],
  ['LogSoftmax', () => 'F.log_softmax(a, 0)', () => new nn.LogSoftmax(0)],
];

describe('activations have PyTorch’s values, gradients and second gradients', () => {
  const wide = fc.oneof(array(1, 4, { away: 0.01 }), array(1, 3, { low: -40, high: 40, away: 0.01 }));
  const setting = fc.integer({ min: 1, max: 20 }).map((n) => n / 10);
  test.each(ACTIVATIONS)('%s', async (_name, program, make) => {
    const cases = fc.tuple(wide, setting).map(([x, a]): OpCase => opCase([x], program(a), (v) => make(a)(v)));
    await fc.assert(
      fc.asyncProperty(cases, (one) => agree(torch, one, { order: 2 })),
      SETTINGS,
    );
  });

  test('PReLU with one slope and with one for each channel', async () => {
    for (const [channels, count] of [
      [5, 1],
      [5, 5],
      [1, 1],
    ]) {
      const module = new nn.PReLU(count);
      await agreeModule(torch, {
        module,
        program: `torch.nn.PReLU(${count})`,
        inputs: { x: floats([4, 3, channels], 3) },
        ours: ({ x }) => [module(x)],
        theirs: 'net(x.transpose(1, 2)).transpose(1, 2),',
      });
    }
  });
});

test('Softplus and LogSigmoid stay finite for large inputs', () => {
  const x = zeros(2).add(zeros(2)).add(500);
  expect(F.softplus(x.neg()).dataSync()[0]).toBe(0);
  expect(F.softplus(x).dataSync()[0]).toBe(500);
  expect(F.logSigmoid(x.neg()).dataSync()[0]).toBe(-500);
});

test('Maxout takes the largest of neighbouring features', async () => {
  const cases = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 99 }))
    .map(([pieces, features, seed]) =>
      opCase([floats([3, pieces * features], seed)], `a.reshape(3, ${features}, ${pieces}).amax(-1)`, (x: Tensor) =>
        new nn.Maxout(pieces)(x),
      ),
    );
  await fc.assert(
    fc.asyncProperty(cases, (one) => agree(torch, one, { order: 2 })),
    SETTINGS,
  );
  expect(() => new nn.Maxout(3)(zeros(2, 4))).toThrow('the last dimension must be a multiple of 3 pieces, got [2, 4]');
});

test('Step is 1 from 0 on', () => {
  expect([...new nn.Step()(zeros(1)).dataSync(), ...F.step(zeros(1).sub(1e-6)).dataSync()]).toEqual([1, 0]);
});
