import fc from 'fast-check';
import { autograd, nn, noGrad, ones, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { python } from '../helpers/torch.js';
import { given } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { asTensor } from './ops/derive.js';
import { floats, seeds } from './ops/spec.js';

const torch = torchOfFile();

const SETTINGS = { seed: 20_260_302, numRuns: 20 };
const leaf = (data: Parameters<typeof tensor>[0]) => tensor(data, { requiresGrad: true });

describe('hooks on tensors', () => {
  const cases = fc.record({
    n: fc.integer({ min: 1, max: 4 }),
    seed: seeds,
    replace: fc.boolean(),
    onLeaf: fc.boolean(),
    retain: fc.boolean(),
  });

  test('see and replace the gradients that PyTorch’s see and replace', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ n, seed, replace, onLeaf, retain }) => {
        const arrays = { x: floats([n], seed), w: floats([n, n], seed + 1) };
        const script = `
x, w = given['x'].requires_grad_(), given['w'].requires_grad_()
h = (w @ x).tanh()
seen = []
def hook(g):
    seen.append(g.clone())
    return g * 3 + 1 if ${python(replace)} else None
(${onLeaf ? 'x' : 'h'}).register_hook(hook)
${retain ? 'h.retain_grad()' : ''}
(h * h).sum().add((x * h).sum()).backward()
found['calls'], found['seen'], found['x'], found['w'] = torch.tensor(len(seen)), seen[0], x.grad, w.grad
found['h'] = ${retain ? 'h.grad' : 'torch.zeros(0)'}`;
        const theirs = await torch.run(script, arrays);
        const [x, w] = [arrays.x, arrays.w].map((a) => asTensor(a).requiresGrad_());
        const h = w.matmul(x).tanh();
        const seen: Tensor[] = [];
        (onLeaf ? x : h).registerHook((g) => {
          seen.push(g);
          return replace ? g.mul(3).add(1) : undefined;
        });
        if (retain) h.retainGrad();
        h.mul(h).sum().add(x.mul(h).sum()).backward();
        expect(seen.length).toBe(theirs.calls.values[0]);
        expect(seen[0]).toBeCloseToTensor(theirs.seen);
        expect(x.grad).toBeCloseToTensor(theirs.x);
        expect(w.grad).toBeCloseToTensor(theirs.w);
        if (retain) expect(h.grad).toBeCloseToTensor(theirs.h);
        else expect(h.grad).toBeNull();
      }),
      SETTINGS,
    );
  });

  test('run in the order in which they were added, until they are removed', () => {
    const x = leaf([1, 2]);
    const order: string[] = [];
    const first = x.registerHook(() => order.push('first'));
    x.registerHook((g) => {
      order.push('second');
      return g.mul(2);
    });
    x.mul(3).sum().backward();
    expect(x.grad?.toArray()).toEqual([6, 6]);
    first.remove();
    first.remove();
    x.mul(3).sum().backward();
    expect(order).toEqual(['first', 'second', 'second']);
    expect(x.grad?.toArray()).toEqual([12, 12]);
  });

  test('are part of what createGraph records', () => {
    const x = leaf([2]);
    x.registerHook((g) => g.mul(x));
    const [g] = autograd.grad(x.mul(x).sum(), [x], { createGraph: true });
    // 2x · x, whose own gradient 4x goes through the hook again.
    expect(g?.toArray()).toEqual([8]);
    expect(autograd.grad((g as Tensor).sum(), [x])[0]?.toArray()).toEqual([16]);
  });

  test('that wait for a whole gradient find it complete, once a pass', () => {
    const x = leaf([1, 2]);
    const seen: unknown[] = [];
    x.registerPostAccumulateGradHook((leaf) => {
      seen.push(leaf.grad?.toArray());
      leaf.grad = null;
    });
    for (let i = 0; i < 2; i++) x.mul(x).add(x.mul(3)).sum().backward();
    expect(seen).toEqual([
      [5, 7],
      [5, 7],
    ]);
    expect(x.grad).toBeNull();
  });

  test('of unused leaves and of leaves that autograd.grad does not ask for stay silent', () => {
    const [x, y, unused] = [leaf([1]), leaf([1]), leaf([1])];
    let calls = 0;
    for (const each of [y, unused]) each.registerHook(() => calls++);
    autograd.grad(x.mul(y).sum(), [x]);
    expect(calls).toBe(0);
  });

  test('refuse gradients of another shape, and tensors that have none', () => {
    const x = leaf([1, 2]);
    x.registerHook(() => ones(3));
    expect(() => x.sum().backward()).toThrow(
      'registerHook: expected the hook to return a gradient of shape [2], got [3]',
    );
    expect(() => ones(2).registerHook(() => {})).toThrow(
      'registerHook: expected a tensor that requires a gradient, got one of shape [2] without; call .requiresGrad_() first',
    );
    expect(() => ones(2).retainGrad()).toThrow('retainGrad: expected a tensor that requires a gradient');
    expect(() => x.mul(2).registerPostAccumulateGradHook(() => {})).toThrow('expected a leaf, got a result of mul');
  });
});

class TwoInTwoOut extends nn.Module {
  linear = new nn.Linear(3, 2);
  forward(x: Tensor, scale: number, y: Tensor): { sum: Tensor; rest: [Tensor, string] } {
    const h = this.linear(x).tanh();
    return { sum: h.mul(scale).add(y), rest: [h.mul(y), 'words'] };
  }
}

describe('backward hooks on modules', () => {
  const cases = fc.record({
    seed: seeds,
    replaceIn: fc.boolean(),
    replaceOut: fc.boolean(),
    useRest: fc.boolean(),
    xGrad: fc.boolean(),
    yGrad: fc.boolean(),
  });

  test('see and replace what PyTorch’s do, for several arguments and results', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, replaceIn, replaceOut, useRest, xGrad, yGrad }) => {
        const net = new TwoInTwoOut();
        const arrays = { x: floats([4, 3], seed), y: floats([4, 2], seed + 1) };
        const weights = { weight: given(net.linear.weight), bias: given(net.linear.bias as Tensor) };
        const script = `
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(3, 2)
    def forward(self, x, scale, y):
        h = self.linear(x).tanh()
        return h * scale + y, h * y
net = Net()
net.linear.load_state_dict({k: given[k] for k in ('weight', 'bias')})
zero = torch.zeros(0)
def hook(module, gi, go):
    for i, g in enumerate(gi): found['in%d' % i] = zero if g is None else g.clone()
    for i, g in enumerate(go): found['out%d' % i] = zero if g is None else g.clone()
    if ${python(replaceIn)}: return tuple(None if g is None else g * 2 for g in gi)
def pre(module, go):
    if ${python(replaceOut)}: return tuple(None if g is None else g * 3 for g in go)
net.register_full_backward_hook(hook)
net.register_full_backward_pre_hook(pre)
x, y = given['x'].requires_grad_(${python(xGrad)}), given['y'].requires_grad_(${python(yGrad)})
a, b = net(x * 2, 1.5, y)
(a.pow(2).sum() + ${useRest ? 'b.sum()' : '0'}).backward()
found['x'], found['y'] = x.grad if ${python(xGrad)} else zero, y.grad if ${python(yGrad)} else zero
found['w'] = net.linear.weight.grad`;
        const theirs = await torch.run(script, { ...arrays, ...weights });
        const found: Record<string, Tensor | null> = {};
        net.registerFullBackwardHook((_, gradInput, gradOutput) => {
          for (const [i, g] of gradInput.entries()) found[`in${i}`] = g;
          for (const [i, g] of gradOutput.entries()) found[`out${i}`] = g;
          return replaceIn ? gradInput.map((g) => g?.mul(2)) : undefined;
        });
        net.registerFullBackwardPreHook((_, gradOutput) => (replaceOut ? gradOutput.map((g) => g?.mul(3)) : undefined));
        const [x, y] = [asTensor(arrays.x).requiresGrad_(xGrad), asTensor(arrays.y).requiresGrad_(yGrad)];
        const { sum, rest } = net(x.mul(2), 1.5, y);
        const loss = sum.pow(2).sum();
        (useRest ? loss.add(rest[0].sum()) : loss).backward();
        expect(rest[1]).toBe('words');
        Object.assign(found, { x: x.grad, y: y.grad, w: net.linear.weight.grad });
        for (const [name, expected] of Object.entries(theirs)) {
          if (expected.values.length === 0) expect(found[name] ?? null, name).toBeNull();
          else if (found[name] === null)
            expect(
              Array.from(expected.values).every((v) => v === 0),
              name,
            ).toBe(true);
          else expect(found[name], name).toBeCloseToTensor(expected);
        }
      }),
      SETTINGS,
    );
  });

  test('run once a backward pass, also a retained one, and cost nothing under noGrad', () => {
    const layer = new nn.Linear(2, 2);
    let calls = 0;
    const handle = layer.registerFullBackwardHook(() => calls++);
    const y = layer(leaf([1, 2])).sum();
    y.backward(undefined, { retainGraph: true });
    y.backward();
    expect(calls).toBe(2);
    noGrad(() => layer(ones(2)));
    handle.remove();
    layer(leaf([1, 2]))
      .sum()
      .backward();
    expect(calls).toBe(2);
  });

  test('refuse lists that do not fit', () => {
    const layer = new nn.Linear(2, 2);
    const run = (given: unknown) => {
      const handle = layer.registerFullBackwardHook(() => given);
      try {
        layer(leaf([1, 2]))
          .sum()
          .backward();
      } finally {
        handle.remove();
      }
    };
    expect(() => run([])).toThrow('registerFullBackwardHook: expected the hook to return 1 gradients, got 0');
    expect(() => run([ones(3)])).toThrow('expected the hook to return gradient 0 of [2], got [3]');
  });

  test('give the gradient that Grad-CAM weighs feature maps with', () => {
    const net = new nn.Sequential(new nn.Conv2d(1, 3, 3), new nn.ReLU(), new nn.Flatten(), new nn.Linear(48, 2));
    let maps: Tensor | undefined;
    let slope: Tensor | null = null;
    net[1].registerForwardHook((_, __, y) => {
      maps = y as Tensor;
    });
    net[1].registerFullBackwardHook((_, __, [g]) => {
      slope = g;
    });
    const image = asTensor(floats([1, 6, 6, 1], 3));
    const score = net(image).at(0, 1);
    score.backward(undefined, { retainGraph: true });
    const weights = net[3].parameters()[0].at(1).reshape(1, 4, 4, 3);
    expect(slope as unknown as Tensor).toBeCloseToTensor(weights.detach());
    expect((maps as Tensor).shape).toEqual([1, 4, 4, 3]);
  });
});
