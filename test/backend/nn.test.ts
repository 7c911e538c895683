import { inspect } from 'node:util';
import { nn, ones, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { lenet } from '../helpers/lenet.js';
import { TwoLayerNet } from '../helpers/two-layer-net.js';

class Counter extends nn.Module {
  override name = 'my own';
  forward(text: string, times = 2): string {
    return text.repeat(times);
  }
}

const values = (x: Tensor): number[] => [...x.dataSync()];

describe('Module', () => {
  test('is a function with the types of its forward', () => {
    const counter = new Counter();
    expect(counter('ab', 3)).toBe('ababab');
    expect(counter('ab')).toBe('abab');
    expectTypeOf(counter).parameters.toEqualTypeOf<[text: string, times?: number]>();
    expectTypeOf(counter('a')).toEqualTypeOf<string>();
    expect(counter).toBeInstanceOf(Counter);
    expect(counter).toBeInstanceOf(nn.Module);
    expect(counter.name).toBe('my own');
  });

  test('names parameters by their fields, parents before children, shared ones once', () => {
    const net = new TwoLayerNet(3, 4, 2);
    expect(net.namedParameters().map(([name, p]) => [name, p.shape])).toEqual([
      ['linear1.weight', [4, 3]],
      ['linear1.bias', [4]],
      ['linear2.weight', [2, 4]],
      ['linear2.bias', [2]],
    ]);
    net.linear2.bias = null;
    expect(net.parameters()).toHaveLength(3);
    net.linear2 = net.linear1;
    expect(net.parameters()).toHaveLength(2);
    expect(Object.keys(net.stateDict())).toHaveLength(4);
  });

  test('finds modules and parameters in arrays and plain objects', () => {
    class Blocks extends nn.Module {
      blocks = [new nn.Linear(1, 1), new nn.Linear(1, 1, { bias: false })];
      heads = { a: new nn.Identity(), b: { scale: new nn.Parameter(ones(2)) } };
      history = [1, 2, 3];
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    const blocks = new Blocks();
    expect(blocks.namedChildren().map(([name]) => name)).toEqual(['blocks.0', 'blocks.1', 'heads.a']);
    expect(blocks.namedParameters().map(([name]) => name)).toEqual([
      'heads.b.scale',
      'blocks.0.weight',
      'blocks.0.bias',
      'blocks.1.weight',
    ]);
  });

  test('prints its tree as PyTorch does, also in a notebook and in node', () => {
    const net = new nn.Sequential(
      new nn.Conv2d(1, 6, [5, 3], { padding: 2, bias: false }),
      new nn.Sequential(new nn.ReLU(), new nn.Dropout(0.25)),
      new nn.MaxPool2d(2, 1),
    );
    const text = [
      'Sequential(',
      '  (0): Conv2d(1, 6, kernelSize=[5, 3], padding=2, bias=false)',
      '  (1): Sequential(',
      '    (0): ReLU()',
      '    (1): Dropout(p=0.25)',
      '  )',
      '  (2): MaxPool2d(kernelSize=2, stride=1)',
      ')',
    ].join('\n');
    expect(net.toString()).toBe(text);
    expect(inspect(net)).toBe(text);
    expect(net[Symbol.for('Jupyter.display') as never]).toBeTypeOf('function');
    expect(String(new nn.Linear(1, 200))).toBe('Linear(inFeatures=1, outFeatures=200, bias=true)');
  });

  test('sets training behaviour below itself with train and eval', () => {
    const net = new nn.Sequential(new nn.Sequential(new nn.Dropout()));
    net.eval();
    expect(net.modules().map((module) => module.training)).toEqual([false, false, false]);
    net.train();
    expect(net.modules().map((module) => module.training)).toEqual([true, true, true]);
  });

  test('freezes parameters and forgets gradients', () => {
    const net = new TwoLayerNet(3, 4, 2);
    net.linear1.requiresGrad_(false);
    net(ones(5, 3)).sum().backward();
    expect(net.parameters().map((p) => p.grad !== null)).toEqual([false, false, true, true]);
    net.zeroGrad();
    expect(net.parameters().map((p) => p.grad)).toEqual([null, null, null, null]);
  });

  test('applies a function to children first', () => {
    const seen: string[] = [];
    new nn.Sequential(new nn.ReLU(), new nn.Tanh()).apply((module) => seen.push(module.label()));
    expect(seen).toEqual(['ReLU', 'Tanh', 'Sequential']);
  });

  test('runs forward hooks until their handles are removed', () => {
    const net = new nn.Sequential(new nn.Identity(), new nn.ReLU());
    const shapes: unknown[] = [];
    const looking = net[1].registerForwardHook((_module, [x], y) => {
      shapes.push([(x as Tensor).shape, (y as Tensor).shape]);
    });
    const before = net.registerForwardPreHook((_module, [x]) => [(x as Tensor).mul(-1)]);
    const after = net.registerForwardHook((_module, _args, y) => (y as Tensor).mul(10));
    expect(values(net(tensor([1, -2])))).toEqual([0, 20]);
    expect(shapes).toEqual([[[2], [2]]]);
    for (const handle of [looking, before, after, after]) handle.remove();
    expect(values(net(tensor([1, -2])))).toEqual([1, 0]);
    expect(shapes).toHaveLength(1);
  });
});

describe('Sequential', () => {
  test('can be indexed, counted, iterated and extended like an array', () => {
    const net = new nn.Sequential(new nn.ReLU(), new nn.Tanh());
    net.append(new nn.Sigmoid());
    expect(net.length).toBe(3);
    expect([...net].map(String)).toEqual(['ReLU()', 'Tanh()', 'Sigmoid()']);
    expect(net[2]).toBeInstanceOf(nn.Sigmoid);
    expectTypeOf(net(zeros(1))).toEqualTypeOf<Tensor>();
  });

  test('knows the types of its modules by index, and can be extended', () => {
    const net = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU());
    expectTypeOf(net[0]).toEqualTypeOf<nn.Linear>();
    expect(net[0].weight.shape).toEqual([3, 2]);
    const anyLength: nn.Sequential = net;
    expectTypeOf(anyLength[0]).toEqualTypeOf<nn.TensorModule>();
    class Mlp extends nn.Sequential {
      constructor(...sizes: number[]) {
        super(...sizes.slice(1).map((out, i) => new nn.Linear(sizes[i], out)));
      }
    }
    const mlp = new Mlp(4, 3, 2);
    expect(mlp(zeros(1, 4)).shape).toEqual([1, 2]);
    expect(String(mlp)).toMatch(/^Mlp\(\n {2}\(0\): Linear/);
    expect(String(net)).toMatch(/^Sequential\(/);
    expect(mlp).toBeInstanceOf(nn.Sequential);
    expect(() => mlp(zeros(1, 3))).toThrow(/^Mlp\.0 \(Linear 4→3\): /);
  });

  test('takes an image through LeNet-5', () => {
    const net = lenet();
    expect(net(zeros(3, 28, 28, 1)).shape).toEqual([3, 10]);
    expect(net.parameters().reduce((sum, p) => sum + p.numel(), 0)).toBe(61_706);
  });
});

describe('errors inside modules', () => {
  test('name the path, the layer, the rule and the shape', () => {
    const net = new nn.Sequential(new nn.Linear(1, 200), new nn.ReLU(), new nn.Linear(200, 1));
    expect(() => net(zeros(64, 100))).toThrow(
      'net.0 (Linear 1→200): expected last dimension 1, got [64, 100]; did you mean to flatten or transpose?',
    );
    expect(() => new TwoLayerNet(3, 4, 2)(zeros(3, 5))).toThrow(
      'TwoLayerNet.linear1 (Linear 3→4): expected last dimension 3, got [3, 5]; transpose it first: x.t()',
    );
    expect(() => new nn.Linear(3, 4)(zeros(5))).toThrow('Linear 3→4: expected last dimension 3, got [5]');
  });

  test('tell how to flatten images before a Linear', () => {
    const net = new nn.Sequential(new nn.Linear(64, 10));
    expect(() => net(zeros(5, 8, 8, 1))).toThrow('got [5, 8, 8, 1]; flatten it first: x.reshape(5, -1)');
    expect(() => net(zeros(5, 9, 9, 1))).toThrow('flattened it would have 81, so make this Linear(81, …)?');
  });

  test('tell that images are NHWC', () => {
    const net = new nn.Sequential(new nn.Conv2d(3, 6, 5), new nn.MaxPool2d(2));
    expect(() => net(zeros(2, 3, 32, 32))).toThrow(
      'net.0 (Conv2d 3→6): expected [batch, height, width, 3], got [2, 3, 32, 32]; ' +
        'images are NHWC here, so move the channels last: x.permute(0, 2, 3, 1)',
    );
    expect(() => net(zeros(32, 32, 3))).toThrow('add a batch dimension: x.unsqueeze(0)');
    expect(() => new nn.Conv2d(1, 6, 5)(zeros(2, 28, 28))).toThrow('add a channel dimension: x.unsqueeze(-1)');
    expect(() => new nn.MaxPool2d(2)(zeros(4))).toThrow(
      'MaxPool2d: expected [batch, height, width, channels], got [4]',
    );
  });

  test('put the path of a user’s own module before the operation that failed, once, also in the stack', () => {
    class Bad extends nn.Module {
      forward(x: Tensor): Tensor {
        return x.matmul(zeros(3, 3));
      }
    }
    const net = new nn.Sequential(new nn.Identity(), new nn.Sequential(new Bad()));
    let error = new Error();
    try {
      net(zeros(2, 2));
    } catch (caught) {
      error = caught as Error;
    }
    expect(error.message).toMatch(/^net\.1\.0 \(Bad\): matmul: /);
    expect(error.stack).toContain(error.message);
    expect(error.message.match(/net/g)).toHaveLength(1);
  });

  test('leave the call path clean for the next call', () => {
    const net = new nn.Sequential(new nn.Linear(1, 1));
    expect(() => net(zeros(1, 2))).toThrow(/^net\.0 /);
    expect(() => new nn.Linear(1, 1)(zeros(1, 2))).toThrow(/^Linear 1→1: /);
  });
});
