export type { HookHandle } from '../autograd/hooks.js';
export {
  BCELoss,
  type BCELossOptions,
  BCEWithLogitsLoss,
  type BCEWithLogitsLossOptions,
  DiceLoss,
  type DiceLossOptions,
  FocalLoss,
  type FocalLossOptions,
} from '../loss/binary.js';
export { CrossEntropyLoss, type CrossEntropyLossOptions, NLLLoss, type NLLLossOptions } from '../loss/cross-entropy.js';
export { CTCLoss, type CTCLossOptions } from '../loss/ctc.js';
export type { ClassLossOptions } from '../loss/labels.js';
export {
  GaussianNLLLoss,
  type GaussianNLLLossOptions,
  KLDivLoss,
  type KLDivLossOptions,
  PoissonNLLLoss,
  type PoissonNLLLossOptions,
} from '../loss/likelihood.js';
export { Loss, type LossOptions } from '../loss/loss.js';
export {
  HingeEmbeddingLoss,
  HingeLoss,
  type MarginOptions,
  MarginRankingLoss,
  MultiMarginLoss,
  type MultiMarginLossOptions,
} from '../loss/margin.js';
export {
  ContrastiveLoss,
  CosineEmbeddingLoss,
  TripletMarginLoss,
  type TripletMarginLossOptions,
} from '../loss/metric.js';
export { MSELoss, type MSELossOptions } from '../loss/mse.js';
export type { Reduction } from '../loss/reduction.js';
export {
  HuberLoss,
  type HuberLossOptions,
  L1Loss,
  SmoothL1Loss,
  type SmoothL1LossOptions,
} from '../loss/regression.js';
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
export {
  GLU,
  Hardshrink,
  Hardsigmoid,
  Hardswish,
  RReLU,
  Softmin,
  Softshrink,
  Tanhshrink,
  Threshold,
} from './activation-hard.js';
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  GlobalAvgPool1d,
  GlobalAvgPool2d,
  GlobalAvgPool3d,
  GlobalMaxPool1d,
  GlobalMaxPool2d,
  GlobalMaxPool3d,
} from './adaptive-pool.js';
export { MultiheadAttention, type MultiheadAttentionCall, type MultiheadAttentionOptions } from './attention.js';
export type { FullBackwardHook, FullBackwardPreHook } from './backward-hooks.js';
export { BatchNorm1d, BatchNorm2d, BatchNorm3d, type BatchNormOptions } from './batch-norm.js';
export { Bilinear } from './bilinear.js';
export { ModuleDict, ModuleList, ParameterList } from './containers.js';
export {
  Conv1d,
  type Conv1dOptions,
  Conv2d,
  type Conv2dOptions,
  Conv3d,
  type Conv3dOptions,
} from './conv.js';
export {
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  type ConvTransposeLayerOptions,
} from './conv-transpose.js';
export type { ConvOptions } from './convolution.js';
export { CosineSimilarity, PairwiseDistance } from './distance.js';
export {
  AlphaDropout,
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  type DropoutOptions,
  FeatureAlphaDropout,
} from './dropout.js';
export { Embedding, EmbeddingBag, type EmbeddingBagOptions, type EmbeddingOptions } from './embedding.js';
export * as functional from './functional.js';
export * as init from './init-functions.js';
export { Linear, type LinearOptions } from './linear.js';
export { LocallyConnected1d, LocallyConnected2d, type LocallyConnectedOptions } from './locally-connected.js';
export { LPPool1d, LPPool2d, LPPool3d, type LPPoolLayerOptions } from './lp-pool.js';
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
export {
  CircularPad1d,
  CircularPad2d,
  CircularPad3d,
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  type Sides,
  ZeroPad1d,
  ZeroPad2d,
  ZeroPad3d,
} from './padding.js';
export { Parameter, type ParameterOptions } from './parameter.js';
export {
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  type AvgPoolLayerOptions,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  type MaxPoolLayerOptions,
  type MaxPoolResult,
} from './pool.js';
export {
  LearnedPositionalEncoding,
  type PositionalEncodingOptions,
  SinusoidalPositionalEncoding,
  sinusoidalPositions,
} from './positional.js';
export {
  ChannelShuffle,
  Fold,
  PixelShuffle,
  PixelUnshuffle,
  Unflatten,
  Unfold,
  Upsample,
} from './rearrange.js';
export type { RecurrentOptions } from './recurrent.js';
export { GRU, LSTM, RNN, type RNNOptions } from './rnn.js';
export { type CellOptions, GRUCell, LSTMCell, RNNCell } from './rnn-cell.js';
export { Sequential } from './sequential.js';
export { Flatten, type FlattenOptions, Identity } from './shape.js';
export type { LoadOptions, LoadReport, StateDict } from './state-dict.js';
export { type SummaryOptions, summary } from './summary.js';
export { ModuleSummary, type SummaryRow } from './summary-table.js';
export * as utils from './torch-utils.js';
export {
  TransformerDecoder,
  type TransformerDecoderCall,
  TransformerDecoderLayer,
  TransformerEncoder,
  type TransformerEncoderCall,
  TransformerEncoderLayer,
  type TransformerLayerOptions,
} from './transformer.js';
export { MaxUnpool1d, MaxUnpool2d, MaxUnpool3d, type UnpoolLayerOptions } from './unpool.js';
