import { inspect } from 'node:util';
import { Generator, manualSeed, nn, noGrad, ones, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, expectTypeOf, test } from 'vitest';

class TwoLayerNet extends nn.Module {
  linear1: nn.Linear;
  linear2: nn.Linear;
  constructor(dIn: number, h: number, dOut: number) {
    super();
    this.linear1 = new nn.Linear(dIn, h);
    this.linear2 = new nn.Linear(h, dOut);
  }
  forward(x: Tensor): Tensor {
    return this.linear2(this.linear1(x).clamp({ min: 0 }));
  }
}

class Counter extends nn.Module {
  override name = 'my own';
  forward(text: string, times = 2): string {
    return text.repeat(times);
  }
}

function lenet(): nn.Sequential {
  return new nn.Sequential(
    new nn.Conv2d(1, 6, 5, { padding: 2 }),
    new nn.Tanh(),
    new nn.AvgPool2d(2),
    new nn.Conv2d(6, 16, 5),
    new nn.Tanh(),
    new nn.AvgPool2d(2),
    new nn.Flatten(),
    new nn.Linear(400, 120),
    new nn.Tanh(),
    new nn.Linear(120, 84),
    new nn.Tanh(),
    new nn.Linear(84, 10),
  );
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

describe('stateDict', () => {
  test('goes through loadStateDict into another module without change', () => {
    const from = lenet();
    const to = lenet();
    expect(values(from.parameters()[0])).not.toEqual(values(to.parameters()[0]));
    expect(to.loadStateDict(from.stateDict())).toEqual({ missing: [], unexpected: [] });
    for (const [i, p] of to.parameters().entries()) expect(values(p)).toEqual(values(from.parameters()[i]));
    expect(to.parameters().every((p) => p.requiresGrad)).toBe(true);
  });

  test('is a snapshot that training does not change', () => {
    const layer = new nn.Linear(2, 2);
    const state = layer.stateDict();
    const before = values(state.weight);
    noGrad(() => layer.weight.mul_(2));
    expect(values(state.weight)).toEqual(before);
    layer.loadStateDict(state);
    noGrad(() => layer.weight.mul_(2));
    expect(values(state.weight)).toEqual(before);
    expect(values(layer.weight)).toEqual(before.map((v) => 2 * v));
  });

  test('gives and takes convolution filters as OIHW in the torch layout', () => {
    const conv = new nn.Conv2d(2, 3, [4, 5]);
    const state = conv.stateDict({ layout: 'torch' });
    expect(state.weight.shape).toEqual([3, 2, 4, 5]);
    const [ours, theirs] = [conv.weight.toArray(), state.weight.toArray()] as [number[][][][], number[][][][]];
    expect(theirs[2][1][3][4]).toBe(ours[3][4][1][2]);
    const other = new nn.Conv2d(2, 3, [4, 5]);
    other.loadStateDict(state, { layout: 'torch' });
    expect(values(other.weight)).toEqual(values(conv.weight));
  });

  test('names every missing key, unexpected key and wrong shape in one error and changes nothing', () => {
    const net = new TwoLayerNet(3, 4, 2);
    const { 'linear1.bias': bias, ...state } = net.stateDict();
    const bad = { ...state, 'linear3.bias': bias, 'linear2.weight': zeros(4, 2), 'linear1.weight': zeros(4, 3) };
    const before = values(net.linear1.weight);
    expect(() => net.loadStateDict(bad)).toThrow(
      'TwoLayerNet.loadStateDict: keys and shapes must be those of the module, got missing linear1.bias; ' +
        'unexpected linear3.bias; linear2.weight expected [2, 4], got [4, 2]',
    );
    expect(values(net.linear1.weight)).toEqual(before);
    const fitting = { ...state, 'linear3.bias': bias };
    expect(() => net.loadStateDict(fitting)).toThrow('pass {strict: false} to load what fits');
    expect(net.loadStateDict(fitting, { strict: false })).toEqual({
      missing: ['linear1.bias'],
      unexpected: ['linear3.bias'],
    });
  });

  test('holds persistent buffers, which are not parameters', () => {
    class Normed extends nn.Module {
      declare mean: Tensor;
      constructor() {
        super();
        this.registerBuffer('mean', zeros(3));
        this.registerBuffer('scratch', zeros(1), { persistent: false });
      }
      forward(x: Tensor): Tensor {
        return x.sub(this.mean);
      }
    }
    const normed = new Normed();
    expect(Object.keys(normed.stateDict())).toEqual(['mean']);
    expect(normed.namedBuffers().map(([name]) => name)).toEqual(['mean', 'scratch']);
    expect(normed.parameters()).toEqual([]);
    normed.loadStateDict({ mean: ones(3) });
    expect(values(normed(ones(3)))).toEqual([0, 0, 0]);
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

describe('layers', () => {
  test('Linear computes x Wᵀ + b', () => {
    const layer = new nn.Linear(2, 3);
    layer.loadStateDict({
      weight: tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      bias: tensor([10, 20, 30]),
    });
    expect(
      layer(
        tensor([
          [1, 1],
          [2, 0],
        ]),
      ).toArray(),
    ).toEqual([
      [13, 27, 41],
      [12, 26, 40],
    ]);
    expect(layer(ones(2, 4, 2)).shape).toEqual([2, 4, 3]);
  });

  test('Conv2d correlates with its filters', () => {
    const layer = new nn.Conv2d(1, 1, 2);
    layer.loadStateDict({ weight: tensor([1, 2, 3, 4]).reshape(2, 2, 1, 1), bias: tensor([0.5]) });
    const image = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9]).reshape(1, 3, 3, 1);
    expect(values(layer(image))).toEqual([37.5, 47.5, 67.5, 77.5]);
    expect(new nn.Conv2d(1, 4, 3, { padding: 'same' })(image).shape).toEqual([1, 3, 3, 4]);
    expect(new nn.Conv2d(1, 4, 3, { padding: 1, stride: 2 })(image).shape).toEqual([1, 2, 2, 4]);
  });

  test('pools take maxima and means of windows', () => {
    const image = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]).reshape(1, 4, 4, 1);
    expect(values(new nn.MaxPool2d(2)(image))).toEqual([6, 8, 14, 16]);
    expect(values(new nn.AvgPool2d(2)(image))).toEqual([3.5, 5.5, 11.5, 13.5]);
    expect(new nn.MaxPool2d(2, 1)(image).shape).toEqual([1, 3, 3, 1]);
    expect(new nn.MaxPool2d(2, { stride: 1 })(image).shape).toEqual([1, 3, 3, 1]);
  });

  test('activations compute their functions', () => {
    const x = tensor([-1, 0, 2]);
    expect(values(new nn.ReLU()(x))).toEqual([0, 0, 2]);
    values(new nn.Tanh()(x)).forEach((y, i) => {
      expect(y).toBeCloseTo(Math.tanh([-1, 0, 2][i]), 6);
    });
    values(new nn.Sigmoid()(x)).forEach((y, i) => {
      expect(y).toBeCloseTo(1 / (1 + Math.exp(-[-1, 0, 2][i])), 6);
    });
  });

  test('Flatten keeps the batch, and has PyTorch’s order on request', () => {
    const x = tensor([1, 2, 3, 4, 5, 6, 7, 8]).reshape(1, 2, 2, 2);
    expect(new nn.Flatten()(x).toArray()).toEqual([[1, 2, 3, 4, 5, 6, 7, 8]]);
    expect(new nn.Flatten(1, -1, { channelsFirst: true })(x).toArray()).toEqual([[1, 3, 5, 7, 2, 4, 6, 8]]);
    expect(new nn.Flatten(1, 2)(x).shape).toEqual([1, 4, 2]);
    expect(() => new nn.Flatten(3)(zeros(2, 2))).toThrow('got dimensions 3 to -1 of [2, 2]');
  });

  test('Dropout keeps the expected value in training and does nothing in evaluation', () => {
    const layer = new nn.Dropout(0.25, { generator: new Generator(1) });
    const x = ones(10_000);
    const y = values(layer(x));
    expect(new Set(y)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(y.reduce((a, b) => a + b, 0) / y.length).toBeCloseTo(1, 1);
    expect(values(layer(x))).not.toEqual(y);
    layer.eval();
    expect(values(layer(x))).toEqual(values(x));
    expect(values(new nn.Dropout(1)(ones(3)))).toEqual([0, 0, 0]);
    expect(() => new nn.Dropout(1.5)).toThrow('Dropout: p must be from 0 to 1, got 1.5');
  });

  test('refuse settings that make no sense', () => {
    expect(() => new nn.Conv2d(1, 1, 3, { stride: 2, padding: 'same' })).toThrow(
      "padding 'same' needs stride 1, got 2",
    );
    expect(() => new nn.Conv2d(1, 1, 0)).toThrow('got 0');
    expect(() => new nn.MaxPool2d(2.5)).toThrow('got 2.5');
  });
});

describe('init', () => {
  test('repeats weights for the same seed', () => {
    const make = () => {
      manualSeed(4);
      return values(new nn.Linear(3, 5).weight);
    };
    expect(make()).toEqual(make());
  });

  test('starts Linear and Conv2d uniform in ±1/√fanIn', () => {
    for (const [layer, fanIn] of [
      [new nn.Linear(100, 300), 100],
      [new nn.Conv2d(4, 64, 5), 100],
    ] as const) {
      const bound = 1 / Math.sqrt(fanIn);
      for (const p of layer.parameters()) {
        const largest = Math.max(...values(p).map(Math.abs));
        expect(largest).toBeLessThanOrEqual(bound + 1e-7);
        expect(largest).toBeGreaterThan(0.9 * bound);
      }
    }
  });

  test('counts fans of matrices as [out, in] and of filters as HWIO', () => {
    expect(nn.init.calculateFans([10, 20])).toEqual({ fanIn: 20, fanOut: 10 });
    expect(nn.init.calculateFans([5, 3, 2, 8])).toEqual({ fanIn: 30, fanOut: 120 });
    expect(() => nn.init.calculateFans([3])).toThrow('calculateFans: fans need at least two dimensions, got [3]');
  });

  test('gives the deviations of Xavier and Kaiming', () => {
    const std = (x: Tensor) => Math.sqrt(values(x).reduce((sum, v) => sum + v * v, 0) / x.numel());
    const options = { generator: new Generator(2) };
    expect(std(nn.init.xavierUniform_(zeros(200, 400), 1, options))).toBeCloseTo(Math.sqrt(2 / 600), 3);
    expect(std(nn.init.xavierNormal_(zeros(200, 400), 2, options))).toBeCloseTo(2 * Math.sqrt(2 / 600), 3);
    expect(std(nn.init.kaimingUniform_(zeros(200, 400), options))).toBeCloseTo(Math.sqrt(2 / 400), 3);
    const backward = { ...options, mode: 'fanOut', nonlinearity: 'linear' } as const;
    expect(std(nn.init.kaimingNormal_(zeros(200, 400), backward))).toBeCloseTo(Math.sqrt(1 / 200), 3);
    expect(nn.init.calculateGain('tanh')).toBe(5 / 3);
  });
});
