import { manualSeed, nn, randn, type Tensor, tensor, view } from 'lectern';
import { expect, test } from 'vitest';
import { networkSpec } from '../../lib/src/explore/diagram/network.js';
import { traced } from '../../lib/src/explore/diagram/trace.js';
import { inputsOf } from '../../lib/src/nn/summary.js';

class Residual extends nn.Module {
  conv1 = new nn.Conv2d(2, 2, 3, { padding: 1 });
  norm = new nn.BatchNorm2d(2);
  act = new nn.ReLU();
  conv2 = new nn.Conv2d(2, 2, 3, { padding: 1 });

  forward(x: Tensor): Tensor {
    const y = this.act(this.norm(this.conv1(x)));
    return this.act(this.conv2(y).add(x)).mean([1, 2]);
  }
}

const names = ({ layers }: ReturnType<typeof networkSpec>) => layers.map(({ name }) => name);

test('calls of layers and the operations between them follow each other, also past layers', () => {
  const spec = networkSpec(new Residual(), { input: [1, 6, 6, 2] });
  expect(names(spec)).toEqual(['input', 'conv1', 'norm', 'act', 'conv2', 'add', 'act', 'mean']);
  expect(spec.edges).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 5],
    [0, 5],
    [5, 6],
    [6, 7],
  ]);
  expect(spec.layers.map(({ again }) => again ?? false).indexOf(true)).toBe(6);
  expect([spec.parameters, spec.trainable, spec.layers[1].parameters]).toEqual([80, 80, 38]);
  expect(spec.multiplyAdds).toBe(2 * 36 * 36);
});

test('modules within modules are groups, and a layer that hands its input on is in the way', () => {
  const net = new nn.Sequential(new nn.Sequential(new nn.Linear(3, 4), new nn.Dropout(0.5)), new nn.Linear(4, 2));
  const spec = networkSpec(net, { input: [1, 3], weights: false });
  expect(spec.layers.map(({ name, group }) => [name, group])).toEqual([
    ['input', []],
    ['0.0', ['0']],
    ['0.1', ['0']],
    ['1', []],
  ]);
  expect(spec.edges).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(spec.layers.flatMap(({ details }) => details)).toEqual([]);
});

test('shapes give weights; a tensor also gives activations and dead units', () => {
  const net = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU());
  const [linear] = net.children() as [nn.Linear, nn.ReLU];
  linear.weight.data = tensor([
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
  linear.bias!.data = tensor([0, 0, -1]);
  const empty = networkSpec(net, { input: [1, 2] });
  expect(empty.layers.map(({ details }) => details.map(({ name }) => name))).toEqual([[], ['weight', 'bias'], []]);
  const spec = networkSpec(net, {
    input: tensor([
      [1, 2],
      [3, 4],
    ]),
  });
  expect(spec.layers.map(({ details }) => details.map(({ name }) => name))).toEqual([
    ['values'],
    ['weight', 'bias', 'activations'],
    ['activations'],
  ]);
  expect(spec.layers[2].dead).toEqual({ units: 1, of: 3 });
  expect(spec.units).toEqual([
    { layer: 0, size: 2, values: [1, 2] },
    {
      layer: 1,
      size: 3,
      weights: [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
      bias: [0, 0, -1],
      values: [1, 2, 0],
    },
  ]);
});

test('a large network stays below a megabyte, its weights cut and the cut stated', () => {
  manualSeed(1);
  const wide = new nn.Sequential(...Array.from({ length: 12 }, () => new nn.Linear(300, 300)));
  const spec = networkSpec(wide, { input: randn(4, 300) });
  expect(JSON.stringify(spec).length).toBeLessThan(1_000_000);
  const [weight] = spec.layers[1].details;
  expect(weight.spec.shape).toEqual([300, 300]);
  expect(weight.kind === 'tensor' && weight.spec.kept[0].length).toBe(2);
});

test('several inputs each have a step, and int32 inputs lead into an embedding', () => {
  class Both extends nn.Module {
    table = new nn.Embedding(5, 3);
    head = new nn.Linear(3, 1);
    forward(i: Tensor, x: Tensor): Tensor {
      return this.head(this.table(i).add(x));
    }
  }
  const { steps, edges } = traced(new Both(), [tensor([1, 2], { dtype: 'int32' }), randn(2, 3)]);
  expect(steps.map(({ name }) => name)).toEqual(['input 1', 'input 2', 'table', 'add', 'head']);
  expect(edges).toEqual([
    [0, 2],
    [2, 3],
    [1, 3],
    [3, 4],
  ]);
});

test('what a model was before a diagram of it, it is after, also when it throws', () => {
  const net = new nn.Sequential(new nn.Linear(2, 2), new nn.Dropout(0.5));
  const x = randn(3, 2);
  networkSpec(net, { input: x });
  expect(() => networkSpec(net, { input: [1, 3] })).toThrow('expected last dimension 2, got [1, 3]');
  expect(net.modules().every((module) => module.training)).toBe(true);
  expect([x.requiresGrad, net.parameters().every(({ grad }) => grad === null)]).toEqual([false, true]);
  expect(() => networkSpec(net, {} as never)).toThrow('view.network: expected an input, got none; give');
});

test('what is computed without a record follows the step before it', () => {
  class Cut extends nn.Module {
    first = new nn.Linear(2, 2);
    second = new nn.Linear(2, 2);
    forward(x: Tensor): Tensor {
      return this.second(this.first(x).detach());
    }
  }
  expect(traced(new Cut(), inputsOf('test', [1, 2], 'float32')).edges).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

test('view.network and view.graph print text where no notebook is', () => {
  const printed: string[] = [];
  const { log } = console;
  console.log = (text: string) => void printed.push(text);
  try {
    view.network(new nn.Linear(2, 1), { input: [1, 2] });
    view.graph(tensor(2, { requiresGrad: true }).mul(3), { title: 'f' });
  } finally {
    console.log = log;
  }
  expect(printed[0]).toContain('Linear: 1 layer, 3 parameters');
  expect(printed[1]).toMatch(/^f: 1 operation, 1 leaf\nmul/);
});
