export {
  BCELoss,
  type BCELossOptions,
  BCEWithLogitsLoss,
  type BCEWithLogitsLossOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  DiceLoss,
  type DiceLossOptions,
  diceLoss,
  FocalLoss,
  type FocalLossOptions,
  focalLoss,
} from './binary.js';
export {
  CrossEntropyLoss,
  type CrossEntropyLossOptions,
  crossEntropy,
  NLLLoss,
  type NLLLossOptions,
  nllLoss,
} from './cross-entropy.js';
export { CTCLoss, type CTCLossOptions, ctcLoss } from './ctc.js';
export type { ClassLossOptions } from './labels.js';
export {
  GaussianNLLLoss,
  type GaussianNLLLossOptions,
  gaussianNllLoss,
  KLDivLoss,
  type KLDivLossOptions,
  klDiv,
  PoissonNLLLoss,
  type PoissonNLLLossOptions,
  poissonNllLoss,
} from './likelihood.js';
export { Loss, type LossOptions } from './loss.js';
export {
  HingeEmbeddingLoss,
  HingeLoss,
  hingeEmbeddingLoss,
  hingeLoss,
  type MarginOptions,
  MarginRankingLoss,
  MultiMarginLoss,
  type MultiMarginLossOptions,
  marginRankingLoss,
  multiMarginLoss,
} from './margin.js';
export {
  ContrastiveLoss,
  CosineEmbeddingLoss,
  contrastiveLoss,
  cosineEmbeddingLoss,
  TripletMarginLoss,
  type TripletMarginLossOptions,
  tripletMarginLoss,
} from './metric.js';
export { MSELoss, type MSELossOptions, mseLoss } from './mse.js';
export type { Reduction } from './reduction.js';
export {
  HuberLoss,
  type HuberLossOptions,
  huberLoss,
  L1Loss,
  l1Loss,
  SmoothL1Loss,
  type SmoothL1LossOptions,
  smoothL1Loss,
} from './regression.js';
