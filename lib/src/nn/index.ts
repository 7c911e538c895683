export { CrossEntropyLoss, type CrossEntropyLossOptions } from '../loss/cross-entropy.js';
export { MSELoss, type MSELossOptions } from '../loss/mse.js';
export type { Reduction } from '../loss/reduction.js';
export {
  CELU,
  ELU,
  GELU,
  Hardtanh,
  LeakyReLU,
  LogSigmoid,
  LogSoftmax,
  Maxout,
  Mish,
  PReLU,
  ReLU,
  ReLU6,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  Softsign,
  Step,
  Tanh,
} from './activation.js';
export { MultiheadAttention, type MultiheadAttentionCall, type MultiheadAttentionOptions } from './attention.js';
export { BatchNorm1d, BatchNorm2d, BatchNorm3d, type BatchNormOptions } from './batch-norm.js';
export { Bilinear } from './bilinear.js';
export { ModuleDict, ModuleList, ParameterList } from './containers.js';
export { Conv2d, type Conv2dOptions } from './conv.js';
export { AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, type DropoutOptions } from './dropout.js';
export { Embedding, EmbeddingBag, type EmbeddingBagOptions, type EmbeddingOptions } from './embedding.js';
export * as functional from './functional.js';
export type { HookHandle } from './hooks.js';
export * as init from './init.js';
export { Linear, type LinearOptions } from './linear.js';
export { type ForwardHook, type ForwardPreHook, Module, type TensorModule } from './module.js';
export {
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LayerNorm,
  LocalResponseNorm,
  type NormOptions,
  RMSNorm,
} from './norm.js';
export { Parameter, type ParameterOptions } from './parameter.js';
export { AvgPool2d, MaxPool2d, type Pool2dOptions } from './pool.js';
export {
  LearnedPositionalEncoding,
  type PositionalEncodingOptions,
  SinusoidalPositionalEncoding,
  sinusoidalPositions,
} from './positional.js';
export type { RecurrentOptions } from './recurrent.js';
export { GRU, LSTM, RNN, type RNNOptions } from './rnn.js';
export { type CellOptions, GRUCell, LSTMCell, RNNCell } from './rnn-cell.js';
export { Sequential } from './sequential.js';
export { Flatten, type FlattenOptions, Identity } from './shape.js';
export type { LoadOptions, LoadReport, StateDict } from './state-dict.js';
export {
  TransformerDecoder,
  type TransformerDecoderCall,
  TransformerDecoderLayer,
  TransformerEncoder,
  type TransformerEncoderCall,
  TransformerEncoderLayer,
  type TransformerLayerOptions,
} from './transformer.js';
