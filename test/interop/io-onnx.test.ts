import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { backend, cat, F, Generator, io, nn, noGrad, ones, randn, type Tensor, tensor, zeros } from 'lectern';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { afterAll, describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { lenet } from '../helpers/lenet.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { asTensor } from './ops/derive.js';
import { floats, int, integers } from './ops/spec.js';

const folder = temporaryFolder();
let n = 0;
const sessions: InferenceSession[] = [];
afterAll(async () => {
  for (const session of sessions) await session.release();
});

type Net = nn.Module & { forward(...xs: Tensor[]): Tensor | Tensor[] };

/** Exports with the example and gives back what ONNX Runtime runs. */
async function load(net: Net, example: Tensor | Tensor[], options: io.ExportOnnxOptions = {}) {
  const path = join(folder, `${n++}.onnx`);
  io.exportOnnx(net, example, path, options);
  const session = await InferenceSession.create(path, { logSeverityLevel: 3 });
  sessions.push(session);
  return {
    session,
    run: async (...inputs: Tensor[]) => {
      const feeds = inputs.map((x, i) => {
        const values = x.dataSync();
        const given =
          x.dtype === 'bool'
            ? new OnnxTensor('bool', values as Uint8Array, [...x.shape])
            : new OnnxTensor(values as Float32Array, [...x.shape]);
        return [session.inputNames[i], given] as const;
      });
      const outputs = await session.run(Object.fromEntries(feeds));
      return session.outputNames.map((name) => ({
        shape: [...outputs[name].dims],
        values: Array.from(outputs[name].data as Float32Array, Number),
      }));
    },
  };
}

/** ONNX Runtime gives the same outputs, for the batch of the example and for another one. */
async function agree(net: Net, inputs: Tensor[], options: io.ExportOnnxOptions = {}): Promise<InferenceSession> {
  const example = inputs.map((x) => x.narrow(0, 0, 2));
  const { session, run } = await load(net, example, options);
  net.eval();
  for (const given of [example, inputs, inputs.map((x) => x.narrow(0, 0, 1))]) {
    const expected = [net(...given)].flat();
    const got = await run(...given);
    expect(got.length).toBe(expected.length);
    for (const [i, y] of expected.entries())
      expect(y, String(net)).toBeCloseToTensor(got[i], { rtol: 1e-3, atol: 1e-4 });
  }
  return session;
}

/** Statistics as after some training, and weights that are no ones and zeros. */
function trained<M extends nn.Module>(net: M): M {
  noGrad(() => {
    for (const [i, [name, x]] of [...net.namedParameters(), ...net.namedBuffers()].entries()) {
      if (x.dtype === 'float32')
        x.copy_(asTensor(floats(x.shape, i + 3, /Var/.test(name) ? { low: 0.5, high: 2 } : { low: -0.4, high: 0.5 })));
    }
  });
  return net;
}

class Lambda extends nn.Module {
  constructor(readonly fn: (...xs: Tensor[]) => Tensor | Tensor[]) {
    super();
  }
  forward(...xs: Tensor[]): Tensor | Tensor[] {
    return this.fn(...xs);
  }
}

class ResidualBlock extends nn.Module {
  conv1: nn.Conv2d;
  conv2: nn.Conv2d;
  norm1: nn.BatchNorm2d;
  norm2: nn.BatchNorm2d;
  shortcut: nn.TensorModule;
  constructor(channels: number, out: number, stride: number) {
    super();
    this.conv1 = new nn.Conv2d(channels, out, 3, { stride, padding: 1, bias: false });
    this.norm1 = new nn.BatchNorm2d(out);
    this.conv2 = new nn.Conv2d(out, out, 3, { padding: 1, bias: false });
    this.norm2 = new nn.BatchNorm2d(out);
    this.shortcut =
      stride === 1 && channels === out
        ? new nn.Identity()
        : new nn.Sequential(new nn.Conv2d(channels, out, 1, { stride, bias: false }), new nn.BatchNorm2d(out));
  }
  forward(x: Tensor): Tensor {
    return this.norm2(this.conv2(this.norm1(this.conv1(x)).relu()))
      .add(this.shortcut(x))
      .relu();
  }
}

const operations = (session: InferenceSession, path: string) => [session.inputNames, session.outputNames, path];
const x4 = (...shape: number[]) => asTensor(floats([3, ...shape], 4));

describe('ONNX Runtime gives the same outputs for', () => {
  test('random multi-layer perceptrons, of every opset', async () => {
    const activations = [nn.ReLU, nn.Tanh, nn.Sigmoid, nn.GELU, nn.SiLU, nn.ELU, nn.Softplus, nn.LeakyReLU, nn.SELU];
    const others = [nn.Mish, nn.Softsign, nn.Hardtanh, nn.ReLU6, nn.LogSigmoid, nn.CELU, nn.Softmax, nn.LogSoftmax];
    const cases = fc.record({
      sizes: fc.array(int(1, 7), { minLength: 2, maxLength: 4 }),
      kind: fc.constantFrom(...activations, ...others, nn.PReLU),
      rank: int(1, 3),
      opset: int(13, 17),
      norm: fc.constantFrom(undefined, 'batch', 'layer'),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ sizes, kind, rank, opset, norm }) => {
        const layers = sizes.slice(1).flatMap((out, i): nn.TensorModule[] => {
          const middle =
            norm === 'layer' ? [new nn.LayerNorm(out)] : norm === 'batch' && rank < 3 ? [new nn.BatchNorm1d(out)] : [];
          return [new nn.Linear(sizes[i], out, { bias: i % 2 === 0 }), ...middle, new kind(), new nn.Dropout(0.5)];
        });
        const shape = [3, ...[2, 4].slice(0, rank - 1), sizes[0]];
        await agree(trained(new nn.Sequential(...layers)), [asTensor(floats(shape, 9))], { opset });
      }),
      { seed: 11, numRuns: 40 },
    );
  });

  test('random convolutions and pools of one to three dimensions, in both layouts', async () => {
    const cases = fc.record({
      dims: int(1, 3),
      k: fc.tuple(int(1, 3), int(1, 3), int(1, 3)),
      stride: int(1, 3),
      dilation: int(1, 2),
      groups: fc.constantFrom([1, 3, 2], [2, 4, 6], [3, 3, 3], [2, 2, 4]),
      padding: fc.constantFrom<'same' | 'valid' | 0 | 1>('same', 'valid', 0, 1),
      bias: fc.boolean(),
      pool: fc.constantFrom('max', 'avg', 'avgInside', 'maxCeil', 'none'),
      layout: fc.constantFrom<'channelsFirst' | 'channelsLast'>('channelsFirst', 'channelsLast'),
      batch: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ dims, k, stride, dilation, groups, padding, bias, pool, layout, batch }) => {
        const [count, channels, out] = groups;
        const kernel = dims === 1 ? k[0] : k.slice(0, dims);
        const options = { stride: padding === 'same' ? 1 : stride, dilation, groups: count, padding, bias };
        const conv = new { 1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d }[dims as 1]!(
          channels,
          out,
          kernel as number,
          options,
        );
        const norm = batch ? [new { 1: nn.BatchNorm1d, 2: nn.BatchNorm2d, 3: nn.BatchNorm3d }[dims as 1]!(out)] : [];
        const Max = { 1: nn.MaxPool1d, 2: nn.MaxPool2d, 3: nn.MaxPool3d }[dims as 1]!;
        const Avg = { 1: nn.AvgPool1d, 2: nn.AvgPool2d, 3: nn.AvgPool3d }[dims as 1]!;
        const pools: Record<string, () => nn.TensorModule[]> = {
          none: () => [],
          max: () => [new Max(2, { stride: 2, padding: 1 })],
          maxCeil: () => [new Max(2, { stride: 2, ceilMode: true })],
          avg: () => [new Avg(2, { stride: 1, padding: 1 })],
          avgInside: () => [new Avg(3, { stride: 2, padding: 1, countIncludePad: false })],
        };
        const net = new nn.Sequential(conv, ...norm, new nn.ReLU(), ...pools[pool]());
        const x = asTensor(floats([3, ...[9, 8, 7].slice(0, dims), channels], 2));
        const move = (y: Tensor, to: boolean) => {
          const axes = [...Array(dims).keys()];
          return to ? y.permute(0, dims + 1, ...axes.map((a) => a + 1)) : y.permute(0, ...axes.map((a) => a + 2), 1);
        };
        trained(net).eval();
        if (layout === 'channelsLast') return void (await agree(net, [x], { layout }));
        const { run } = await load(net, x.narrow(0, 0, 2), { layout });
        const [y] = await run(move(x, true));
        expect(move(net(x), true), String(net)).toBeCloseToTensor(y, { rtol: 1e-3, atol: 1e-4 });
      }),
      { seed: 12, numRuns: 40 },
    );
  });

  test('LeNet-5, without a transposition in it from channels-first images on', async () => {
    const activations = Array.from({ length: 4 }, () => nn.ReLU);
    const net = (channelsFirst: boolean) =>
      trained(new nn.Sequential(...lenet({ activations, pool: nn.MaxPool2d, channelsFirst }), new nn.Softmax()));
    const session = await agree(net(false), [x4(28, 28, 1)]);
    expect(session.inputMetadata[0]).toMatchObject({ name: 'input', type: 'float32', shape: ['batch', 28, 28, 1] });
    expect(session.outputMetadata[0]).toMatchObject({ name: 'output', type: 'float32', shape: ['batch', 10] });
    const path = join(folder, 'lenet.onnx');
    io.exportOnnx(net(true), zeros(1, 28, 28, 1), path, { layout: 'channelsFirst' });
    const text = readFileSync(path, 'latin1');
    expect(text).toContain('0.weight');
    expect(text).not.toContain('Transpose');
  });

  test('residual blocks with batch normalisation, global pools and a head', async () => {
    const net = new nn.Sequential(
      new ResidualBlock(3, 4, 2),
      new ResidualBlock(4, 4, 1),
      new nn.GlobalAvgPool2d(),
      new nn.Linear(4, 3),
    );
    await agree(trained(net), [x4(9, 10, 3)]);
    for (const pool of [new nn.GlobalMaxPool2d(), new nn.AdaptiveAvgPool2d(1), new nn.AdaptiveAvgPool2d([2, 3])]) {
      await agree(trained(new nn.Sequential(new nn.Conv2d(3, 4, 3), pool)), [x4(8, 11, 3)]);
    }
  });

  test('depthwise separable convolutions, dense connections and squeeze-and-excitation in own classes', async () => {
    class Own extends nn.Module {
      depthwise = new nn.Conv2d(4, 4, 3, { padding: 1, groups: 4 });
      pointwise = new nn.Conv2d(4, 6, 1);
      squeeze = new nn.Linear(10, 10);
      forward(x: Tensor): Tensor {
        const y = cat([x, F.relu(this.pointwise(this.depthwise(x)))], 3);
        const gate = this.squeeze(y.mean([1, 2]))
          .sigmoid()
          .reshape(x.shape[0], 1, 1, 10);
        return y.mul(gate).clamp({ min: -1, max: 1 }).pow(2).sum([1, 2]).sqrt();
      }
    }
    await agree(trained(new Own()), [x4(5, 6, 4)]);
  });

  test('functional convolutions and pools, also with padding that is no zeros', async () => {
    const weight = randn([3, 3, 2, 4], { generator: new Generator(1) });
    const fns: ((x: Tensor) => Tensor)[] = [
      (x) => F.maxPool2d(F.conv2d(x, weight, null, { padding: 1 }).tanh(), { kernelSize: 2, padding: 1 }),
      (x) => F.avgPool2d(F.conv2d(x, weight, null, { stride: [2, 1], padding: 1 }), { kernelSize: 2, stride: 1 }),
      (x) =>
        F.pad(
          x,
          [
            [0, 0],
            [1, 2],
            [0, 1],
            [0, 0],
          ],
          { value: 2 },
        ),
    ];
    for (const fn of fns) await agree(new Lambda(fn as (...xs: Tensor[]) => Tensor), [x4(7, 8, 2)]);
    await agree(trained(new nn.Sequential(new nn.Conv2d(2, 3, 3, { padding: 1, paddingMode: 'reflect' }))), [
      x4(7, 8, 2),
    ]);
  });

  test.each<[string, (...xs: Tensor[]) => Tensor | Tensor[]]>([
    ['arithmetic', (x, y) => x.add(y).sub(x.mul(2)).div(y.abs().add(1)).neg()],
    ['functions', (x) => x.exp().add(1).log().sqrt().add(x.sin()).sub(x.cos()).mul(x.tanh()).add(x.erf())],
    ['rounding', (x) => cat([x.floor(), x.ceil(), x.sign(), x.mul(3).round()], 1)],
    ['matrices', (x, y) => x.matmul(y.transpose(1, 2)).softmax(-1).matmul(y)],
    ['comparisons', (x, y) => x.gt(y).logicalOr(x.lt(0)).logicalNot().to('float32').add(x.ne(y).to('float32'))],
    ['choices', (x, y) => x.maximum(y).minimum(1).maskedFill(x.gt(0.5), 9)],
    [
      'sums',
      (x) => [x.sum(2), x.mean({ dim: 1, keepdim: true }), x.amax([1, 2]), x.max(), x.var(2), x.prod(1), x.cumsum(1)],
    ],
    ['places', (x) => [x.argmax(2), x.argmin(1).to('float32')]],
    ['parts', (x) => [x.narrow(1, 1, 2), x.select(2, 3), x.flip(1), x.at(':', '1:', -1)]],
    [
      'shapes',
      (x) => [x.flatten(1), x.permute(0, 2, 1), x.unsqueeze(1), x.reshape(x.shape[0], 2, -1), x.reshape(-1, 5)],
    ],
    ['repeats', (x, y) => [x.select(1, 0).unsqueeze(1).expand(x.shape[0], 3, 5), y.mul(tensor([1, 2, 3, 4, 5]))]],
  ])('an own module with %s', async (_name, fn) => {
    await agree(new Lambda(fn), [asTensor(floats([3, 4, 5], 21)), asTensor(floats([3, 4, 5], 22))].slice(0, fn.length));
  });

  test('embeddings, attention and an encoder layer', async () => {
    const net = new nn.Sequential(
      new nn.Embedding(9, 8),
      new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 12, batchFirst: true }),
    );
    await agree(trained(net), [asTensor(integers([3, 5], 3, 0, 9))]);
  });

  test('recurrent networks of a fixed batch', async () => {
    class Tagger extends nn.Module {
      lstm = new nn.LSTM(3, 4, { batchFirst: true, bidirectional: true });
      gru = new nn.GRU(8, 2, { batchFirst: true });
      forward(x: Tensor): Tensor {
        return this.gru(this.lstm(x)[0])[0];
      }
    }
    const [net, x] = [trained(new Tagger()), x4(5, 3)];
    const { run } = await load(net, x, { dynamicBatch: false });
    expect(net.eval()(x)).toBeCloseToTensor((await run(x))[0], { rtol: 1e-3, atol: 1e-4 });
    const path = join(folder, 'tagger.onnx');
    expect(() => io.exportOnnx(net, x, path)).toThrow('pass { dynamicBatch: false }');
  });

  test('several inputs and outputs under names of their own', async () => {
    const net = new Lambda((x, y) => [x.add(y), x.mul(y)]);
    const names = { inputNames: ['left', 'right'], outputNames: ['sum', 'product'] };
    const session = await agree(
      net,
      [x4(2), x4(2)].map((x, i) => x.add(i)),
      names,
    );
    expect(operations(session, '')).toEqual([['left', 'right'], ['sum', 'product'], '']);
  });
});

describe('the export', () => {
  const path = join(folder, 'refused.onnx');
  const refused = (fn: (x: Tensor) => unknown, message: string, options: io.ExportOnnxOptions = {}) =>
    expect(() => io.exportOnnx(new Lambda(fn as (...xs: Tensor[]) => Tensor), ones(2, 3), path, options)).toThrow(
      message,
    );

  test('leaves modes, hooks and gradients of the network as they were', () => {
    const net = new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.BatchNorm2d(2), new nn.Dropout());
    net[2].eval();
    const before = net[1].runningMean!.toArray();
    io.exportOnnx(net, ones(1, 5, 5, 1), path);
    expect(net.modules().map((module) => module.training)).toEqual([true, true, true, false]);
    expect(net[1].runningMean!.toArray()).toEqual(before);
    expect(net(ones(1, 5, 5, 1)).requiresGrad).toBe(true);
  });

  test.each(['cpu', 'wasm'] as const)('on %s writes the same file as on TensorFlow', async (name) => {
    const write = (file: string) => {
      const net = trained(
        new nn.Sequential(new ResidualBlock(1, 2, 2), new nn.GlobalAvgPool2d(), new nn.Linear(2, 3), new nn.GELU()),
      );
      io.exportOnnx(net, ones(1, 7, 7, 1), join(folder, file));
      return readFileSync(join(folder, file));
    };
    const expected = write('tensorflow.onnx');
    await backend.use(name);
    try {
      expect(write(`${name}.onnx`).equals(expected)).toBe(true);
    } finally {
      await backend.use('tensorflow');
    }
  });

  test('of a fixed batch writes its size', async () => {
    const { session } = await load(new Lambda((x) => x.reshape(-1)), ones(2, 3), { dynamicBatch: false });
    expect(session.inputMetadata[0]).toMatchObject({ shape: [2, 3] });
    expect(session.outputMetadata[0]).toMatchObject({ shape: [6] });
  });

  test('names what it cannot do', () => {
    class Sorting extends nn.Module {
      forward(x: Tensor): Tensor {
        return x.topk(2)[0];
      }
    }
    const net = new nn.Sequential(new nn.Linear(3, 3), new Sorting());
    expect(() => io.exportOnnx(net, ones(2, 3), path)).toThrow(
      'net.1 (Sorting): io.exportOnnx: expected operations made of unary',
    );
    refused((x) => x.add(ones(x.shape[0], 3)), 'expected the same computation for every batch size, got');
    refused((x) => x.mul(x.shape[0]), 'pass { dynamicBatch: false }');
    refused(() => ones(2), 'expected outputs that depend on the input, got a constant as number 0');
    refused(() => 5, 'expected a tensor or a list of tensors as output, got number');
    refused((x) => x.neg(), 'expected an opset from 13 to 17, got 18', { opset: 18 });
    refused((x) => x.neg(), 'expected 1 inputNames, got 2', { inputNames: ['a', 'b'] });
    refused((x) => x.neg(), "expected layout 'channelsLast' or 'channelsFirst', got 'NCHW'", {
      layout: 'NCHW' as 'channelsFirst',
    });
  });
});
