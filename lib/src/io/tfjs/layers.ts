import { ELU, LeakyReLU, ReLU, Softmax } from '../../nn/activation.js';
import { GlobalAvgPool1d, GlobalAvgPool2d, GlobalMaxPool1d, GlobalMaxPool2d } from '../../nn/adaptive-pool.js';
import { BatchNorm1d, BatchNorm2d, BatchNorm3d } from '../../nn/batch-norm.js';
import { Dropout, Dropout1d } from '../../nn/dropout.js';
import { Embedding } from '../../nn/embedding.js';
import { Linear } from '../../nn/linear.js';
import type { TensorModule } from '../../nn/module.js';
import { LayerNorm } from '../../nn/norm.js';
import { Flatten } from '../../nn/shape.js';
import { Generator } from '../../random/generator.js';
import { ones, zeros } from '../../tensor/create.js';
import { Lambda } from './adapters.js';
import type { Layer } from './layer.js';
import { bidirectional, type InnerLayer, recurrent } from './recurrent-layers.js';
import { averagePool, convolution, depthwise, maxPool, separable, zeroPadding } from './windows.js';

/** How a layer is made here, and how many dimensions its output has. */
interface Import {
  make(layer: Layer): TensorModule[];
  rank?(layer: Layer): number;
}

const flat = () => 2;
const same = (make: Import['make']): Import => ({ make });
const sequence = ({ config }: Pick<Layer, 'config'>) => (config.return_sequences === true ? 3 : 2);

/** All layers that can be imported, under their names in TensorFlow.js. */
export const LAYERS: Readonly<Record<string, Import>> = {
  InputLayer: same(() => []),
  Dense: same(dense),
  Activation: same((layer) => layer.activation()),
  ReLU: same((layer) => {
    layer.only('max_value', null, 6);
    return layer.config.max_value === 6 ? [new Lambda('relu6', (x) => x.clamp({ min: 0, max: 6 }))] : [new ReLU()];
  }),
  LeakyReLU: same((layer) => [new LeakyReLU(layer.number('alpha', 0.3))]),
  ELU: same((layer) => [new ELU(layer.number('alpha', 1))]),
  Softmax: same((layer) => [new Softmax(layer.number('axis', -1))]),
  Dropout: same((layer) => [new Dropout(layer.number('rate', 0))]),
  SpatialDropout1D: same((layer) => [new Dropout1d(layer.number('rate', 0))]),
  Flatten: { make: flatten, rank: flat },
  Reshape: { make: reshape, rank: ({ config }) => (config.target_shape as unknown[]).length + 1 },
  Permute: same(permute),
  RepeatVector: { make: repeat, rank: () => 3 },
  Embedding: { make: embedding, rank: ({ rank }) => rank + 1 },
  Conv1D: same((layer) => convolution(layer, 1)),
  Conv2D: same((layer) => convolution(layer, 2)),
  DepthwiseConv2D: same(depthwise),
  SeparableConv2D: same(separable),
  ZeroPadding2D: same(zeroPadding),
  MaxPooling1D: same((layer) => maxPool(layer, 1)),
  MaxPooling2D: same((layer) => maxPool(layer, 2)),
  AveragePooling1D: same((layer) => averagePool(layer, 1)),
  AveragePooling2D: same((layer) => averagePool(layer, 2)),
  GlobalAveragePooling1D: { make: () => [new GlobalAvgPool1d()], rank: flat },
  GlobalAveragePooling2D: { make: () => [new GlobalAvgPool2d()], rank: flat },
  GlobalMaxPooling1D: { make: () => [new GlobalMaxPool1d()], rank: flat },
  GlobalMaxPooling2D: { make: () => [new GlobalMaxPool2d()], rank: flat },
  BatchNormalization: same(batchNorm),
  LayerNormalization: same(layerNorm),
  SimpleRNN: { make: (layer) => [recurrent(layer, 'SimpleRNN')], rank: sequence },
  GRU: { make: (layer) => [recurrent(layer, 'GRU')], rank: sequence },
  LSTM: { make: (layer) => [recurrent(layer, 'LSTM')], rank: sequence },
  Bidirectional: { make: bidirectional, rank: ({ config }) => sequence(config.layer as InnerLayer) },
};

function dense(layer: Layer): TensorModule[] {
  const kernel = layer.weight('kernel'); // [in, out]
  const bias = layer.optional('use_bias', 'bias');
  const linear = new Linear(kernel.shape[0], kernel.shape[1], { bias: bias !== null, generator: new Generator() });
  const weight = kernel.transpose(0, 1);
  linear.loadStateDict(bias === null ? { weight } : { weight, bias });
  return [linear, ...layer.activation()];
}

function flatten(layer: Layer): TensorModule[] {
  layer.only('data_format', 'channels_last', null);
  return [new Flatten()];
}

function reshape(layer: Layer): TensorModule[] {
  const target = layer.config.target_shape;
  const isShape = Array.isArray(target) && target.every((n) => n === null || Number.isInteger(n));
  if (!isShape) throw layer.refuse('target_shape', 'a list of whole numbers');
  const shape = (target as (number | null)[]).map((n) => n ?? -1);
  return [new Lambda(`reshape [${shape.join(', ')}]`, (x) => x.reshape(x.shape[0], ...shape))];
}

function permute(layer: Layer): TensorModule[] {
  const { dims } = layer.config;
  const isOrder =
    Array.isArray(dims) && [...dims].sort().every((d, i) => d === i + 1) && dims.length === layer.rank - 1;
  if (!isOrder) throw layer.refuse('dims', `the dimensions from 1 to ${layer.rank - 1}`);
  return [new Lambda(`permute [${dims}]`, (x) => x.permute(0, ...(dims as number[])))];
}

function repeat(layer: Layer): TensorModule[] {
  const n = layer.count('n');
  return [new Lambda(`repeat ${n}`, (x) => x.unsqueeze(1).expand(x.shape[0], n, x.shape[1]))];
}

function embedding(layer: Layer): TensorModule[] {
  layer.only('mask_zero', false, null);
  const weight = layer.weight('embeddings');
  const table = new Embedding(weight.shape[0], weight.shape[1], { generator: new Generator() });
  table.loadStateDict({ weight });
  // Inputs of TensorFlow.js are float32, as are saved examples.
  return [new Lambda('to int32', (x) => x.to('int32')), table];
}

/** Keras counts the share of the old statistics, PyTorch that of the batch. */
function batchNorm(layer: Layer): TensorModule[] {
  onLast(layer);
  const runningMean = layer.weight('moving_mean');
  const channels = runningMean.shape[0];
  const Norm = layer.rank === 5 ? BatchNorm3d : layer.rank === 4 ? BatchNorm2d : BatchNorm1d;
  const norm = new Norm(channels, { eps: layer.number('epsilon', 1e-3), momentum: 1 - layer.number('momentum', 0.99) });
  norm.loadStateDict({
    weight: layer.optional('scale', 'gamma') ?? ones(channels),
    bias: layer.optional('center', 'beta') ?? zeros(channels),
    runningMean,
    runningVar: layer.weight('moving_variance'),
    numBatchesTracked: zeros([], { dtype: 'int32' }),
  });
  return [norm];
}

function layerNorm(layer: Layer): TensorModule[] {
  onLast(layer);
  const [gamma, beta] = [layer.optional('scale', 'gamma'), layer.optional('center', 'beta')];
  const size = (gamma ?? beta)?.shape;
  if (size === undefined) throw layer.refuse('scale', 'true, or center to be');
  const norm = new LayerNorm(size, { eps: layer.number('epsilon', 1e-3) });
  norm.loadStateDict({ weight: gamma ?? ones([...size]), bias: beta ?? zeros([...size]) });
  return [norm];
}

/** Throws unless the layer normalises over the last dimension. */
function onLast(layer: Layer): void {
  const { axis } = layer.config;
  const [only = -1, ...more] = Array.isArray(axis) ? axis : [axis ?? -1];
  if (more.length > 0 || (only !== -1 && only !== layer.rank - 1)) throw layer.refuse('axis', 'the last dimension');
}
