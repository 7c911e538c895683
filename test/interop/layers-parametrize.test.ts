import fc from 'fast-check';
import { nn, optim, randn, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { python } from '../helpers/torch.js';
import { agreeModule } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { floats, int, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_202, numRuns: 20 };

const torch = torchOfFile();

/** Layers with a weight of each layout, the same in PyTorch, and an input. */
function layerOf(
  kind: string,
  inner: number,
  outer: number,
): [make: () => nn.TensorModule, torch: string, shape: number[]] {
  switch (kind) {
    case 'linear':
      return [() => new nn.Linear(inner, outer), `torch.nn.Linear(${inner}, ${outer})`, [3, inner]];
    case 'conv':
      return [
        () => new nn.Conv2d(inner, outer, [2, 3]),
        `torch.nn.Conv2d(${inner}, ${outer}, (2, 3))`,
        [2, 4, 4, inner],
      ];
    default:
      return [
        () => new nn.ConvTranspose2d(inner, outer, [2, 3]),
        `torch.nn.ConvTranspose2d(${inner}, ${outer}, (2, 3))`,
        [2, 3, 3, inner],
      ];
  }
}

const cases = fc.record({
  kind: fc.constantFrom('linear', 'conv', 'transposed'),
  inner: int(1, 4),
  outer: int(1, 4),
  whole: fc.boolean(),
  training: fc.boolean(),
  iterations: int(1, 3),
  seed: seeds,
});
const NORM = 'torch.nn.utils.parametrizations';
const called = (shape: readonly number[]) => (shape.length === 4 ? 'net(x.movedim(-1, 1)).movedim(1, -1)' : 'net(x)');

describe('parametrised layers have PyTorch’s keys, outputs and gradients', () => {
  test('weightNorm', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ kind, inner, outer, whole, seed }) => {
        const [make, program, shape] = layerOf(kind, inner, outer);
        const module = whole ? nn.utils.weightNorm(make(), 'weight', { dim: null }) : nn.utils.weightNorm(make());
        await agreeModule(torch, {
          module,
          program: `${NORM}.weight_norm(${program}${whole ? ", 'weight', None" : ''})`,
          inputs: { x: floats(shape, seed) },
          ours: ({ x }) => [module(x)],
          theirs: `[${called(shape)}]`,
        });
      }),
      SETTINGS,
    );
  });

  test('spectralNorm', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ kind, inner, outer, training, iterations, seed }) => {
        const [make, program, shape] = layerOf(kind, inner, outer);
        const module = nn.utils.spectralNorm(make(), 'weight', { nPowerIterations: iterations }).train(training);
        await agreeModule(torch, {
          module,
          program: `${NORM}.spectral_norm(${program}, n_power_iterations=${iterations}).train(${python(training)})`,
          inputs: { x: floats(shape, seed) },
          ours: ({ x }) => [module(x), module(x)],
          theirs: `[${called(shape)}, ${called(shape)}]`,
          tolerance: { rtol: 1e-3, atol: 1e-4 },
        });
      }),
      SETTINGS,
    );
  });
});

test('the keys are those of PyTorch’s parametrisations', () => {
  const net = nn.utils.spectralNorm(nn.utils.weightNorm(new nn.LSTM(2, 3), 'weightHhL0'), 'weightIhL0');
  expect(Object.keys(net.stateDict({ layout: 'torch' })).sort()).toEqual([
    'bias_hh_l0',
    'bias_ih_l0',
    'parametrizations.weight_hh_l0.original0',
    'parametrizations.weight_hh_l0.original1',
    'parametrizations.weight_ih_l0.0._u',
    'parametrizations.weight_ih_l0.0._v',
    'parametrizations.weight_ih_l0.original',
  ]);
});

test('a spectral norm makes the largest singular value 1', () => {
  const layer = nn.utils.spectralNorm(new nn.Linear(6, 4));
  for (let i = 0; i < 200; i++) layer(randn(1, 6));
  const [, values] = torchless(layer.weight);
  expect(values).toBeCloseTo(1, 4);
});

/** Largest value of ‖Wx‖/‖x‖ by repeated products with WᵀW. */
function torchless(weight: Tensor): [Tensor, number] {
  let x = randn(weight.shape[1], 1);
  for (let i = 0; i < 200; i++) {
    x = weight.t().matmul(weight.matmul(x)).detach();
    x = x.div(x.norm());
  }
  return [x, weight.matmul(x).norm().item()];
}

test('a weight norm does not change the layer, can be assigned to, trained, and removed', () => {
  const layer = new nn.Linear(3, 2);
  const [x, y] = [randn(5, 3), randn(5, 2)];
  const before = layer(x);
  const given = [...layer.weight.dataSync()];
  nn.utils.weightNorm(layer);
  expect(layer(x)).toBeCloseToTensor(before);
  expect(nn.utils.isParametrized(layer, 'weight')).toBe(true);
  expect(layer.namedParameters().map(([name]) => name)).toEqual([
    'bias',
    'parametrizations.weight.original0',
    'parametrizations.weight.original1',
  ]);
  const optimizer = new optim.SGD(layer.parameters(), { lr: 0.1 });
  layer(x).sub(y).pow(2).mean().backward();
  optimizer.step();
  expect([...layer.weight.dataSync()]).not.toEqual(given);
  (layer as { weight: Tensor }).weight = zeros(2, 3).add(2);
  expect(layer.weight).toBeCloseToTensor(zeros(2, 3).add(2));
  nn.utils.removeParametrizations(layer, 'weight');
  expect(layer.weight).toBeInstanceOf(nn.Parameter);
  expect(layer.weight).toBeCloseToTensor(zeros(2, 3).add(2));
  expect(layer.namedParameters().map(([name]) => name)).toEqual(['weight', 'bias']);
  expect(nn.utils.isParametrized(layer)).toBe(false);
});

test('mistakes are named', () => {
  const layer = nn.utils.weightNorm(new nn.Linear(3, 2));
  expect(() => nn.utils.weightNorm(layer)).toThrow("expected a plain parameter, got 'weight', which is parametrised");
  expect(() => nn.utils.weightNorm(layer, 'wait')).toThrow("the name of a parameter, got 'wait' of Linear 3→2");
  expect(() => nn.utils.spectralNorm(layer, 'bias')).toThrow("a parameter 'bias' of two or more axes, got 1");
  expect(() => nn.utils.removeParametrizations(layer, 'bias')).toThrow("a parametrised name, got 'bias'");
});
