import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { FileError, io, nn, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { int } from './ops/spec.js';

const folder = temporaryFolder();
const script = fileURLToPath(new URL('io-tfjs-models.mjs', import.meta.url));

type LayerSpec = [kind: string, options: Record<string, unknown>];
interface ModelSpec {
  layers: LayerSpec[];
  /** Shape with the batch, and `int` for whole numbers from 0 to 6. */
  input: [shape: number[], kind?: 'int'];
  functional?: boolean;
  /** Saved with weights of fewer bits. */
  quantize?: 'uint8' | 'uint16';
}
interface Values {
  shape: number[];
  values: number[];
}

/** Has TensorFlow.js build and save the models; their folders, inputs and outputs. */
function build(name: string, models: readonly ModelSpec[]): { path: string; x: Values; y: Values }[] {
  const request = models.map((model, i) => {
    const [first, ...others] = model.layers;
    const begin: LayerSpec = [first[0], { inputShape: model.input[0].slice(1), ...first[1] }];
    return {
      ...model,
      layers: model.functional ? model.layers : [begin, ...others],
      folder: join(folder, `${name}${i}`),
    };
  });
  const answer = execFileSync(process.execPath, [script], { input: JSON.stringify(request), maxBuffer: 2 ** 28 });
  const outputs = JSON.parse(answer.toString()) as { x: Values; y: Values }[];
  return outputs.map((output, i) => ({ path: join(request[i].folder, 'model.json'), ...output }));
}

const read = ({ shape, values }: Values) => tensor(values).reshape(shape);

/** Ours and theirs agree on every model. */
function agree(name: string, models: readonly ModelSpec[], tolerance = { rtol: 1e-4, atol: 1e-5 }): nn.Sequential[] {
  return build(name, models).map(({ path, x, y }, i) => {
    const net = io.loadTfjsLayers(path).eval();
    expect(net(read(x)), JSON.stringify(models[i].layers)).toBeCloseToTensor(y, tolerance);
    return net;
  });
}

/** `count` random models. */
const sample = (arbitrary: fc.Arbitrary<ModelSpec>, count: number, seed: number) =>
  fc.sample(arbitrary, { numRuns: count, seed });
const padding = fc.constantFrom('same', 'valid');
const activation = fc.constantFrom(
  ...['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'hardSigmoid', 'tanh', 'softmax', 'softplus', 'softsign'],
  ...['swish', 'mish', 'gelu', 'gelu_new', 'logSoftmax'],
);

describe('models of TensorFlow.js give the same outputs here', () => {
  const windowed = fc.record({
    rank: fc.constantFrom(1, 2),
    h: int(5, 11),
    w: int(5, 11),
    c: int(1, 3),
    k: fc.tuple(int(1, 4), int(1, 4)),
    s: fc.tuple(int(1, 3), int(1, 3)),
    padding,
    useBias: fc.boolean(),
    dilation: int(1, 2),
    out: int(1, 3),
    activation,
  });

  test('convolutions of all kinds, with strides, dilation and both paddings', () => {
    const models = windowed.chain(({ rank, h, w, c, k, s, dilation, out, ...rest }) => {
      // TensorFlow does not combine strides and dilation.
      const [strides, rate] = dilation > 1 ? [[1, 1], dilation] : [s, 1];
      const kernels = [k[0], k[1]].map((n) => Math.min(n, 2 + rate));
      const flat: ModelSpec = {
        layers: [
          ['conv1d', { filters: out, kernelSize: kernels[0], strides: strides[0], dilationRate: rate, ...rest }],
        ],
        input: [[2, h + 4, c]],
      };
      const square = { kernelSize: kernels, strides, dilationRate: rate, ...rest };
      // Depthwise convolutions of TensorFlow.js want equal strides, and pass over the dilation.
      const even = { ...square, strides: [strides[0], strides[0]] };
      const input: ModelSpec['input'] = [[2, h + 2, w + 2, c]];
      const kinds: ModelSpec[] = [
        { layers: [['conv2d', { filters: out, ...square }]], input },
        { layers: [['depthwiseConv2d', { depthMultiplier: out, ...even, dilationRate: 1 }]], input },
        { layers: [['separableConv2d', { filters: out, depthMultiplier: 2, ...even }]], input },
      ];
      return rank === 1 ? fc.constant(flat) : fc.constantFrom(...kinds);
    });
    agree('conv', sample(models, 60, 1));
  });

  test('pools with both paddings and any strides', () => {
    const models = windowed.chain(({ rank, h, w, c, k, s, padding: border }) => {
      const kinds: LayerSpec[] =
        rank === 1
          ? ['maxPooling1d', 'averagePooling1d'].map((kind) => [
              kind,
              { poolSize: k[0], strides: s[0], padding: border },
            ])
          : ['maxPooling2d', 'averagePooling2d'].map((kind) => [kind, { poolSize: k, strides: s, padding: border }]);
      return fc.constantFrom(...kinds).map((layer): ModelSpec => {
        return { layers: [layer], input: [rank === 1 ? [2, h, c] : [2, h, w, c]] };
      });
    });
    agree('pool', sample(models, 40, 2));
    const whole = ['globalAveragePooling', 'globalMaxPooling'].flatMap((kind): ModelSpec[] => [
      { layers: [[`${kind}1d`, {}]], input: [[2, 5, 3]] },
      { layers: [[`${kind}2d`, { dataFormat: 'channelsLast' }]], input: [[2, 5, 4, 3]] },
    ]);
    agree('global', whole);
  });

  test('dense layers with every activation, normalisation and changes of shape', () => {
    const models = fc
      .record({
        features: int(2, 5),
        units: int(2, 6),
        useBias: fc.boolean(),
        activation,
        center: fc.boolean(),
        scale: fc.boolean(),
      })
      .map(
        ({ features, units, center, scale, ...dense }): ModelSpec => ({
          layers: [
            ['dense', { units: 12, ...dense }],
            ['batchNormalization', { center, scale, epsilon: 0.01 }],
            ['reshape', { targetShape: [3, 4] }],
            ['layerNormalization', { center: true, scale }],
            ['permute', { dims: [2, 1] }],
            ['dropout', { rate: 0.4 }],
            ['leakyReLU', { alpha: 0.2 }],
            ['elu', {}],
            ['dense', { units, activation: 'tanh' }],
            ['flatten', {}],
            ['repeatVector', { n: 2 }],
            ['spatialDropout1d', { rate: 0.3 }],
            ['batchNormalization', { axis: 2 }],
            ['activation', { activation: dense.activation }],
            ['softmax', { axis: -1 }],
          ],
          input: [[4, features]],
        }),
      );
    agree('dense', sample(models, 30, 3));
  });

  test('recurrent layers in both directions, over embeddings', () => {
    const cell = fc.record({
      units: int(1, 4),
      useBias: fc.boolean(),
      activation: fc.constantFrom('tanh', 'relu'),
      returnSequences: fc.boolean(),
      goBackwards: fc.boolean(),
    });
    const models = fc
      .tuple(
        fc.constantFrom('lstm', 'gru', 'simpleRNN'),
        cell,
        fc.constantFrom('hardSigmoid', 'sigmoid'),
        fc.option(fc.constantFrom('concat', 'sum', 'mul', 'ave'), { nil: undefined }),
      )
      .map(([kind, options, gate, mergeMode]): ModelSpec => {
        const own = kind === 'simpleRNN' ? options : { ...options, recurrentActivation: gate };
        // Both directions of TensorFlow.js start from a layer that reads forward.
        const layer: LayerSpec =
          mergeMode === undefined
            ? [kind, own]
            : ['bidirectional', { layer: [kind, { ...own, goBackwards: false }], mergeMode }];
        return {
          layers: [['embedding', { inputDim: 7, outputDim: 3, inputLength: 5 }], layer, ['dense', { units: 2 }]],
          input: [[3, 5], 'int'],
        };
      });
    agree('recurrent', sample(models, 40, 4));
  });

  test('whole networks: LeNet, a net with separable convolutions as a functional model, nested ones', () => {
    const lenet: ModelSpec = {
      layers: [
        ['conv2d', { filters: 6, kernelSize: 5, padding: 'same', activation: 'relu' }],
        ['maxPooling2d', { poolSize: 2, strides: 2 }],
        ['conv2d', { filters: 16, kernelSize: 5, activation: 'relu' }],
        ['averagePooling2d', { poolSize: 2 }],
        ['flatten', {}],
        ['dense', { units: 30, activation: 'relu' }],
        ['dense', { units: 10, activation: 'softmax' }],
      ],
      input: [[2, 28, 28, 1]],
    };
    const mobile: ModelSpec = {
      layers: [
        [
          'zeroPadding2d',
          {
            padding: [
              [0, 1],
              [2, 1],
            ],
          },
        ],
        ['conv2d', { filters: 4, kernelSize: 3, strides: 2, useBias: false }],
        ['batchNormalization', {}],
        ['reLU', { maxValue: 6 }],
        ['depthwiseConv2d', { kernelSize: 3, strides: 2, padding: 'same', useBias: false }],
        ['batchNormalization', { axis: 3 }],
        ['reLU', {}],
        ['globalAveragePooling2d', {}],
        ['dense', { units: 3 }],
      ],
      input: [[2, 15, 12, 3]],
    };
    const [net] = agree('whole', [lenet, { ...mobile, functional: true }, mobile]);
    expect(net[0]).toBeInstanceOf(nn.Module);
    expect(net.parameters().reduce((sum, p) => sum + p.numel(), 0)).toBe(156 + 2416 + 12030 + 310);
    agree('coarse', [{ ...lenet, quantize: 'uint16' }], { rtol: 1e-2, atol: 1e-3 });
    agree('coarser', [{ ...lenet, quantize: 'uint8' }], { rtol: 0.2, atol: 0.1 });
  });

  test('what is imported trains on', () => {
    const [{ path, x }] = build('train', [
      {
        layers: [
          ['dense', { units: 3, activation: 'relu' }],
          ['batchNormalization', {}],
        ],
        input: [[6, 4]],
      },
    ]);
    const net = io.loadTfjsLayers(path);
    net(read(x)).pow(2).sum().backward();
    for (const p of net.parameters()) expect(p.grad?.shape).toEqual(p.shape);
  });
});

describe('what cannot be imported is refused with one error', () => {
  const good: ModelSpec = {
    layers: [
      ['dense', { units: 3 }],
      ['dense', { units: 2 }],
    ],
    input: [[2, 4]],
  };
  const [{ path }] = build('good', [good]);
  interface Model {
    format: string;
    modelTopology: {
      class_name: string;
      config: { layers: { class_name: string; config: Record<string, unknown> }[] };
    };
    weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
  }
  let n = 0;
  /** The model with a change, in a folder of its own. */
  const changed = (change: (model: Model) => void): string => {
    const copy = join(folder, `changed${n++}`);
    cpSync(join(path, '..'), copy, { recursive: true });
    const model = JSON.parse(readFileSync(path, 'utf8')) as Model;
    change(model);
    writeFileSync(join(copy, 'model.json'), JSON.stringify(model));
    return join(copy, 'model.json');
  };

  test('a layer that is unknown, with the list of those that are known', () => {
    const [{ path: unknown }] = build('unknown', [{ layers: [['upSampling2d', {}]], input: [[1, 2, 2, 1]] }]);
    const list = 'expected layers of InputLayer, Dense, Activation, ReLU,';
    expect(() => io.loadTfjsLayers(unknown)).toThrow(list);
    expect(() => io.loadTfjsLayers(unknown)).toThrow("Bidirectional, got UpSampling2D 'up_sampling2d_UpSampling2D1'");
  });

  test.each<[string, (model: Model) => void, string]>([
    ['a graph model', (m) => (m.format = 'graph-model'), 'expected a LayersModel, got a graph model'],
    ['no layers', (m) => (m.modelTopology = {} as never), 'expected a LayersModel with layers, got {}'],
    ['a missing weight', (m) => (m.weightsManifest[0].weights[0].name = 'x'), 'expected a weight dense_Dense'],
    ['a wrong shape', (m) => (m.weightsManifest[0].weights[0].shape = [6, 2]), 'bias expected [2], got [3]'],
    ['a huge shape', (m) => (m.weightsManifest[0].weights[0].shape = [2 ** 40]), 'bytes of weights up to dense_Dense'],
    ['bytes that are left over', (m) => m.weightsManifest[0].weights.pop(), 'bytes in ./group1-shard1of2.bin'],
    ['weights of text', (m) => (m.weightsManifest[0].weights[0].dtype = 'string'), 'got string for dense_Dense'],
    [
      'a path that leads out',
      (m) => (m.weightsManifest[0].paths[0] = '../../secret.bin'),
      'weights beside the model, got ../../secret.bin',
    ],
    [
      'an absolute path',
      (m) => (m.weightsManifest[0].paths[0] = '/etc/passwd'),
      'weights beside the model, got /etc/passwd',
    ],
    ['a file that is missing', (m) => (m.weightsManifest[0].paths[0] = 'none.bin'), 'got ENOENT for'],
    ['no manifest', (m) => (m.weightsManifest = null as never), 'expected a weightsManifest'],
    [
      'an unknown activation',
      (m) => (m.modelTopology.config.layers[0].config.activation = 'cos'),
      'mish, gelu, gelunew, got cos',
    ],
    [
      'a layer without weights',
      (m) => (m.modelTopology.config.layers[1] = { class_name: 'Conv1D', config: { name: 'c', padding: 'causal' } }),
      'expected a weight c/kernel, got none',
    ],
    [
      'no input shape',
      (m) => delete m.modelTopology.config.layers[0].config.batch_input_shape,
      'expected a first layer with batch_input_shape',
    ],
    ['a name of the prototype', (m) => (m.modelTopology.config.layers[0].class_name = 'toString'), 'got toString'],
    ['branches', (m) => (m.modelTopology.class_name = 'Model'), 'expected layers in a chain, got Dense'],
  ])('%s', (_name, change, message) => {
    const wrong = changed(change);
    expect(() => io.loadTfjsLayers(wrong)).toThrow(message);
  });

  test('a file that is no JSON, and one that is missing', () => {
    const wrong = changed(() => {});
    writeFileSync(wrong, '{');
    expect(() => io.loadTfjsLayers(wrong)).toThrow(FileError);
    expect(() => io.loadTfjsLayers(join(folder, 'none.json'))).toThrow('got ENOENT');
  });
});
