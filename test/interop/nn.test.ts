import { F, Generator, nn, noGrad, optim, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { lenet } from '../helpers/lenet.js';
import type { Given } from '../helpers/torch.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { asTensor } from './ops/derive.js';
import { floats, integers } from './ops/spec.js';

const torch = torchOfFile();

/** A tensor as PyTorch gets it. */
function given(x: Tensor): Given {
  return { dtype: x.dtype, shape: x.shape, values: x.dataSync() };
}

/** The weights of a module in PyTorch's names and layout. */
function weightsOf(module: nn.Module): Record<string, Given> {
  const state = Object.entries(module.stateDict({ layout: 'torch' }));
  return Object.fromEntries(state.map(([name, x]) => [`w.${name}`, given(x)]));
}

const LOAD = "net.load_state_dict({k[2:]: v for k, v in given.items() if k.startswith('w.')})";

/** Layers that have weights or act on images, with the PyTorch expression for the same. */
const LAYERS: [title: string, module: () => nn.TensorModule, torch: string, shape: number[]][] = [
  ['Linear', () => new nn.Linear(7, 5), 'torch.nn.Linear(7, 5)', [4, 3, 7]],
  ['Linear without bias', () => new nn.Linear(7, 5, { bias: false }), 'torch.nn.Linear(7, 5, bias=False)', [4, 7]],
  ['Conv2d', () => new nn.Conv2d(3, 8, 5), 'torch.nn.Conv2d(3, 8, 5)', [2, 9, 8, 3]],
  [
    'Conv2d with stride, padding and dilation',
    () => new nn.Conv2d(2, 4, [3, 2], { stride: [2, 1], padding: [1, 2], dilation: [2, 1], bias: false }),
    'torch.nn.Conv2d(2, 4, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(2, 1), bias=False)',
    [3, 8, 7, 2],
  ],
  [
    "Conv2d with padding 'same'",
    () => new nn.Conv2d(2, 4, 4, { padding: 'same' }),
    "torch.nn.Conv2d(2, 4, 4, padding='same')",
    [2, 6, 5, 2],
  ],
  ['MaxPool2d', () => new nn.MaxPool2d(2), 'torch.nn.MaxPool2d(2)', [2, 7, 6, 3]],
  [
    'MaxPool2d with stride and padding',
    () => new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
    'torch.nn.MaxPool2d(3, stride=2, padding=1)',
    [2, 7, 6, 3],
  ],
  ['AvgPool2d', () => new nn.AvgPool2d(2), 'torch.nn.AvgPool2d(2)', [2, 7, 6, 3]],
  [
    'AvgPool2d with stride and padding',
    () => new nn.AvgPool2d(3, { stride: 2, padding: 1 }),
    'torch.nn.AvgPool2d(3, stride=2, padding=1)',
    [2, 7, 6, 3],
  ],
  ['ReLU', () => new nn.ReLU(), 'torch.nn.ReLU()', [5, 6]],
  ['Tanh', () => new nn.Tanh(), 'torch.nn.Tanh()', [5, 6]],
  ['Sigmoid', () => new nn.Sigmoid(), 'torch.nn.Sigmoid()', [5, 6]],
  ['Flatten', () => new nn.Flatten(), 'torch.nn.Flatten()', [2, 3, 4]],
];

describe("layers with PyTorch's weights", () => {
  test.each(LAYERS)('%s gives the same output and gradients', async (_title, make, program, shape) => {
    const module = make();
    const x = asTensor(floats(shape, 11)).requiresGrad_();
    const y = module(x);
    const g = asTensor(floats(y.shape, 12));
    y.backward(g);
    const [image, back] = shape.length === 4 ? ['.permute(0, 3, 1, 2)', '.permute(0, 2, 3, 1)'] : ['', ''];
    const script = `
net = ${program}
${LOAD}
x = given['x'].requires_grad_()
y = net(x${image})${back}
y.backward(given['g'])
found['y'], found['x'] = y, x.grad
for name, p in net.named_parameters(): found['d.' + name] = p.grad
`;
    const theirs = await torch.run(script, { ...weightsOf(module), x: given(x), g: given(g) });
    expect(y).toBeCloseToTensor(theirs.y);
    expect(x.grad).toBeCloseToTensor(theirs.x);
    for (const [name, p] of module.namedParameters()) {
      const grad = p.ndim === 4 ? p.grad?.permute(3, 2, 0, 1) : p.grad;
      expect(grad, name).toBeCloseToTensor(theirs[`d.${name}`]);
    }
  });

  test('Dropout keeps the share and the mean of what it drops, and gives the gradient of its mask', async () => {
    const x = asTensor(floats([200, 500], 3, { low: 1, high: 2 })).requiresGrad_();
    for (const p of [0.1, 0.5, 0.8]) {
      const y = new nn.Dropout(p, { generator: new Generator(5) })(x);
      const dropped = y.eq(0).to('float32').mean().item();
      const bound = 4 * Math.sqrt((p * (1 - p)) / x.numel());
      expect(Math.abs(dropped - p)).toBeLessThan(bound);
      x.grad = null;
      y.sum().backward();
      expect(x.grad).toBeCloseToTensor(y.detach().div(x.detach()));
      expect(y.mean().item() / x.mean().item()).toBeCloseTo(1, 1);
    }
  });
});

describe('losses', () => {
  const logits = floats([9, 6], 1, { low: -8, high: 8 });
  const labels = integers([9], 2, 0, 6);

  test.each(['mean', 'sum', 'none'] as const)('CrossEntropyLoss with reduction %s is PyTorch’s', async (reduction) => {
    const x = asTensor(logits).requiresGrad_();
    const loss = new nn.CrossEntropyLoss({ reduction })(x, asTensor(labels));
    loss.sum().backward();
    const script = `
x = given['x'].requires_grad_()
loss = torch.nn.CrossEntropyLoss(reduction='${reduction}')(x, given['labels'])
loss.sum().backward()
found['loss'], found['x'] = loss, x.grad
`;
    const theirs = await torch.run(script, { x: logits, labels });
    expect(loss).toBeCloseToTensor(theirs.loss);
    expect(x.grad).toBeCloseToTensor(theirs.x);
    expect(F.crossEntropy(x, asTensor(labels), { reduction })).toBeCloseToTensor(theirs.loss);
  });

  test.each(['mean', 'sum', 'none'] as const)('MSELoss with reduction %s is PyTorch’s', async (reduction) => {
    const [a, b] = [floats([4, 5], 1), floats([4, 5], 2)];
    const [x, y] = [asTensor(a).requiresGrad_(), asTensor(b).requiresGrad_()];
    const loss = new nn.MSELoss({ reduction })(x, y);
    loss.sum().backward();
    const script = `
x, y = given['x'].requires_grad_(), given['y'].requires_grad_()
loss = torch.nn.MSELoss(reduction='${reduction}')(x, y)
loss.sum().backward()
found['loss'], found['x'], found['y'] = loss, x.grad, y.grad
`;
    const theirs = await torch.run(script, { x: a, y: b });
    expect(loss).toBeCloseToTensor(theirs.loss);
    expect(x.grad).toBeCloseToTensor(theirs.x);
    expect(y.grad).toBeCloseToTensor(theirs.y);
  });
});

type Make = (params: Tensor[]) => { zeroGrad(): void; step(): void };

const OPTIMISERS: [title: string, make: Make, torch: string][] = [
  ['SGD', (p) => new optim.SGD(p, { lr: 0.05 }), 'SGD(params, lr=0.05)'],
  ['SGD with momentum', (p) => new optim.SGD(p, { lr: 0.02, momentum: 0.9 }), 'SGD(params, lr=0.02, momentum=0.9)'],
  [
    'SGD with dampening and weight decay',
    (p) => new optim.SGD(p, { lr: 0.02, momentum: 0.8, dampening: 0.3, weightDecay: 0.1 }),
    'SGD(params, lr=0.02, momentum=0.8, dampening=0.3, weight_decay=0.1)',
  ],
  [
    'SGD with Nesterov momentum',
    (p) => new optim.SGD(p, { lr: 0.02, momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
    'SGD(params, lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.01)',
  ],
  ['Adam', (p) => new optim.Adam(p, { lr: 0.01 }), 'Adam(params, lr=0.01)'],
  [
    'Adam with weight decay and other betas',
    (p) => new optim.Adam(p, { lr: 0.02, betas: [0.8, 0.95], eps: 1e-6, weightDecay: 0.1 }),
    'Adam(params, lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)',
  ],
  ['Adam with AMSGrad', (p) => new optim.Adam(p, { lr: 0.05, amsgrad: true }), 'Adam(params, lr=0.05, amsgrad=True)'],
];

describe('optimisers', () => {
  test.each(OPTIMISERS)('%s follows PyTorch’s path for 100 steps', async (_title, make, program) => {
    const arrays = { a: floats([6, 4], 1), b: floats([4], 2), x: floats([20, 6], 3), y: floats([20, 4], 4) };
    const [a, b] = [asTensor(arrays.a).requiresGrad_(), asTensor(arrays.b).requiresGrad_()];
    const [x, y] = [asTensor(arrays.x), asTensor(arrays.y)];
    const optimizer = make([a, b]);
    for (let step = 0; step < 100; step++) {
      // Another part of the data each time, so that the gradient does not just fade away.
      const [rows, target] = [x.narrow(0, step % 10, 10), y.narrow(0, step % 10, 10)];
      const loss = F.mseLoss(rows.matmul(a).add(b).tanh(), target);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
    const script = `
params = [given[name].double().requires_grad_() for name in 'ab']
a, b = params
x, y = given['x'].double(), given['y'].double()
optimizer = torch.optim.${program}
for step in range(100):
    rows, target = x.narrow(0, step % 10, 10), y.narrow(0, step % 10, 10)
    loss = F.mse_loss((rows @ a + b).tanh(), target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
found['a'], found['b'] = a, b
`;
    const theirs = await torch.run(script, arrays);
    expect(a).toBeCloseToTensor(theirs.a, { rtol: 1e-5, atol: 1e-5 });
    expect(b).toBeCloseToTensor(theirs.b, { rtol: 1e-5, atol: 1e-5 });
    expect(noGrad(() => a.sub(asTensor(arrays.a)).abs().max().item())).toBeGreaterThan(0.1);
  });
});

test('LeNet-5 has PyTorch’s loss in each of 50 steps from the same weights', async () => {
  const steps = 50;
  const net = lenet({ activations: [nn.Tanh, nn.Tanh, nn.Tanh, nn.ReLU], pool: nn.MaxPool2d, channelsFirst: true });
  const arrays = { x: floats([64, 28, 28, 1], 7, { low: 0, high: 1 }), labels: integers([64], 8, 0, 10) };
  const weights = weightsOf(net);
  const [x, labels] = [asTensor(arrays.x), asTensor(arrays.labels)];
  const optimizer = new optim.SGD(net.parameters(), { lr: 0.05, momentum: 0.9 });
  const losses = zeros(steps).dataSync();
  for (let step = 0; step < steps; step++) {
    const loss = F.crossEntropy(net(x), labels);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    losses[step] = loss.item();
  }
  const script = `
from torch import nn
net = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
${LOAD}
x, labels = given['x'].permute(0, 3, 1, 2), given['labels']
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
losses = []
for step in range(${steps}):
    loss = F.cross_entropy(net(x), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
found['losses'] = torch.tensor(losses)
`;
  const theirs = await torch.run(script, { ...weights, ...arrays });
  expect({ shape: [steps], values: losses }).toBeCloseToTensor(theirs.losses, { rtol: 1e-3, atol: 1e-3 });
  expect(losses[steps - 1]).toBeLessThan(losses[0] - 0.1);
});
