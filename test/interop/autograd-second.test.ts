import fc from 'fast-check';
import { autograd, F, nn, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { type Given, python } from '../helpers/torch.js';
import { agreeModule } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { asTensor } from './ops/derive.js';
import { floats, int, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_303, numRuns: 20 };
const tolerance = { rtol: 1e-3, atol: 1e-4 };

const torch = torchOfFile();

test('the whole Hessian of a network with softmax and cross-entropy is PyTorch’s', async () => {
  const activations = [
    ['tanh', (x: Tensor) => x.tanh(), 'torch.tanh'],
    ['softplus', (x: Tensor) => F.softplus(x), 'F.softplus'],
    ['gelu', (x: Tensor) => F.gelu(x), 'F.gelu'],
    ['sigmoid', (x: Tensor) => x.sigmoid(), 'torch.sigmoid'],
    ['silu', (x: Tensor) => F.silu(x), 'F.silu'],
  ] as const;
  const losses = [
    ['crossEntropy', (y: Tensor, t: Tensor) => F.crossEntropy(y, t), 'F.cross_entropy(y, t)'],
    ['softmax', (y: Tensor) => y.softmax(1).pow(2).sum(), 'y.softmax(1).pow(2).sum()'],
  ] as const;
  const cases = fc.record({
    at: fc.nat(activations.length - 1),
    by: fc.nat(losses.length - 1),
    inputs: int(1, 3),
    hidden: int(1, 3),
    classes: int(2, 3),
    batch: int(1, 4),
    seed: seeds,
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ at, by, inputs, hidden, classes, batch, seed }) => {
      const [[, activation, theirs], [, loss, program]] = [activations[at], losses[by]];
      const weights = [[hidden, inputs], [hidden], [classes, hidden], [classes]].map((s, i) => floats(s, seed + i));
      const x = floats([batch, inputs], seed + 9);
      const labels = Array.from({ length: batch }, (_, i) => (i * 7 + (seed % 5)) % classes);
      const net = (w: Tensor, b: Tensor, v: Tensor, c: Tensor) =>
        F.linear(activation(F.linear(asTensor(x), w, b)), v, c);
      const target = tensor(labels, { dtype: 'int32' });
      const ours = autograd.hessian(
        (...ws) => loss(net(...(ws as [Tensor, Tensor, Tensor, Tensor])), target),
        weights.map(asTensor),
      );
      const script = `
x, ws = given['x'].double(), tuple(given['w%d' % i].double() for i in range(4))
t = torch.tensor([${labels}])
def f(w, b, v, c):
    y = F.linear(${theirs}(F.linear(x, w, b)), v, c)
    return ${program}
h = torch.autograd.functional.hessian(f, ws)
for i in range(4):
    for j in range(4): found['%d%d' % (i, j)] = h[i][j]`;
      const given: Record<string, Given> = { x, ...Object.fromEntries(weights.map((w, i) => [`w${i}`, w])) };
      const expected = await torch.run(script, given);
      for (let i = 0; i < 4; i++) {
        for (let j = 0; j < 4; j++) expect(ours[i][j], `${i}, ${j}`).toBeCloseToTensor(expected[`${i}${j}`]);
      }
    }),
    SETTINGS,
  );
});

/** Mean of (|∂Σy/∂x| − 1)² over the items of a batch. Gulrajani et al. 2017. */
function penalty(y: Tensor, x: Tensor): Tensor {
  const [g] = autograd.grad(y.sum(), [x], { createGraph: true }) as [Tensor];
  const norms = g.reshape(x.shape[0], -1).pow(2).sum(1).add(1e-6).sqrt();
  return norms.sub(1).pow(2).mean();
}

const theirPenalty = (y: string) =>
  `((torch.autograd.grad(${y}.sum(), x, create_graph=True)[0].reshape(x.shape[0], -1).pow(2).sum(1) + 1e-6).sqrt() - 1).pow(2).mean()`;

describe('a gradient penalty has PyTorch’s gradients', () => {
  test('through convolution, batch normalisation, pooling and dense layers', async () => {
    const activations = [
      [() => new nn.Tanh(), 'Tanh()'],
      [() => new nn.Softplus(), 'Softplus()'],
      [() => new nn.LeakyReLU(0.2), 'LeakyReLU(0.2)'],
      [() => new nn.GELU(), 'GELU()'],
    ] as const;
    const cases = fc.record({
      at: fc.nat(activations.length - 1),
      batch: int(2, 3),
      side: int(4, 6),
      channels: int(1, 2),
      filters: int(1, 3),
      stride: int(1, 2),
      training: fc.boolean(),
      seed: seeds,
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ at, batch, side, channels, filters, stride, training, seed }) => {
        const [activation, theirs] = activations[at];
        const module = new nn.Sequential(
          new nn.Conv2d(channels, filters, 3, { stride, padding: 1 }),
          new nn.BatchNorm2d(filters),
          activation(),
          new nn.AvgPool2d(2),
          new nn.Conv2d(filters, 2, 1),
          activation(),
          new nn.AdaptiveAvgPool2d(1),
          new nn.Flatten(),
          new nn.Linear(2, 1),
        ).train(training);
        const n = 'torch.nn.';
        const layers = [
          `Conv2d(${channels}, ${filters}, 3, ${stride}, 1)`,
          `BatchNorm2d(${filters})`,
          theirs,
          'AvgPool2d(2)',
          `Conv2d(${filters}, 2, 1)`,
          theirs,
          'AdaptiveAvgPool2d(1)',
          'Flatten()',
          'Linear(2, 1)',
        ];
        await agreeModule(torch, {
          module,
          program: `${n}Sequential(${layers.map((layer) => n + layer).join(', ')}).train(${python(training)})`,
          inputs: { x: floats([batch, side, side, channels], seed) },
          ours: ({ x }) => {
            const y = module(x);
            return [penalty(y, x), y];
          },
          theirs: `(lambda y: [${theirPenalty('y')}, y])(net(x.movedim(3, 1)))`,
          tolerance,
        });
      }),
      SETTINGS,
    );
  });

  test.each(['LSTM', 'GRU', 'RNN'] as const)('through %s', async (name) => {
    const cases = fc.record({
      input: int(1, 3),
      hidden: int(1, 4),
      numLayers: int(1, 2),
      bidirectional: fc.boolean(),
      time: int(1, 4),
      batch: int(1, 3),
      seed: seeds,
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ input, hidden, numLayers, bidirectional, time, batch, seed }) => {
        const module = new nn[name](input, hidden, { numLayers, bidirectional, batchFirst: true });
        const flags = `batch_first=True, bidirectional=${python(bidirectional)}`;
        await agreeModule(torch, {
          module,
          program: `torch.nn.${name}(${input}, ${hidden}, ${numLayers}, ${flags})`,
          inputs: { x: floats([batch, time, input], seed) },
          ours: ({ x }) => {
            const [y] = (module as nn.Module)(...([x] as never[])) as [Tensor];
            return [penalty(y, x), y];
          },
          theirs: `(lambda y: [${theirPenalty('y')}, y])(net(x)[0])`,
          tolerance,
        });
      }),
      SETTINGS,
    );
  });
});

test('steps of meta-learning have PyTorch’s gradients through the inner step', async () => {
  const cases = fc.record({ inner: int(1, 3), hidden: int(1, 5), batch: int(1, 4), seed: seeds });
  await fc.assert(
    fc.asyncProperty(cases, async ({ inner, hidden, batch, seed }) => {
      const shapes = [[hidden, 1], [hidden], [1, hidden], [1]];
      const arrays = Object.fromEntries(shapes.map((shape, i) => [`w${i}`, floats(shape, seed + i)]));
      const data = { x: floats([batch, 1], seed + 5), q: floats([batch, 1], seed + 6) };
      const script = `
ws = [given['w%d' % i].double().requires_grad_() for i in range(4)]
x, q = given['x'].double(), given['q'].double()
def loss(ws, x): return F.mse_loss(F.linear(torch.tanh(F.linear(x, ws[0], ws[1])), ws[2], ws[3]), x.sin())
fast = ws
for _ in range(${inner}):
    fast = [w - 0.1 * g for w, g in zip(fast, torch.autograd.grad(loss(fast, x), fast, create_graph=True))]
outer = loss(fast, q)
outer.backward()
found['loss'] = outer
for i, w in enumerate(ws): found['w%d' % i] = w.grad`;
      const expected = await torch.run(script, { ...arrays, ...data });
      const ws = shapes.map((_, i) => asTensor(arrays[`w${i}`]).requiresGrad_());
      const loss = ([w, b, v, c]: readonly Tensor[], x: Tensor) =>
        F.mseLoss(F.linear(F.linear(x, w, b).tanh(), v, c), x.sin());
      let fast: Tensor[] = ws;
      for (let i = 0; i < inner; i++) {
        const grads = autograd.grad(loss(fast, asTensor(data.x)), fast, { createGraph: true }) as Tensor[];
        fast = fast.map((w, j) => w.sub(grads[j].mul(0.1)));
      }
      const outer = loss(fast, asTensor(data.q));
      outer.backward();
      expect(outer).toBeCloseToTensor(expected.loss);
      for (const [i, w] of ws.entries()) expect(w.grad, `w${i}`).toBeCloseToTensor(expected[`w${i}`]);
    }),
    SETTINGS,
  );
});
