import { ShapeError, shapeText } from '../errors.js';
import { sizeOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';

export { binaryCrossEntropy, binaryCrossEntropyWithLogits, diceLoss, focalLoss } from '../loss/binary.js';
export { crossEntropy, nllLoss } from '../loss/cross-entropy.js';
export { ctcLoss } from '../loss/ctc.js';
export { gaussianNllLoss, klDiv, poissonNllLoss } from '../loss/likelihood.js';
export { hingeEmbeddingLoss, hingeLoss, marginRankingLoss, multiMarginLoss } from '../loss/margin.js';
export { contrastiveLoss, cosineEmbeddingLoss, tripletMarginLoss } from '../loss/metric.js';
export { mseLoss } from '../loss/mse.js';
export { huberLoss, l1Loss, smoothL1Loss } from '../loss/regression.js';
export { conv2d } from '../tensor/ops/conv.js';
export { conv1d, conv3d } from '../tensor/ops/conv-nd.js';
export { convTranspose1d, convTranspose2d, convTranspose3d } from '../tensor/ops/conv-transpose.js';
export { fold, unfold } from '../tensor/ops/fold.js';
export { oneHot } from '../tensor/ops/index.js';
export { linear } from '../tensor/ops/matmul.js';
export { padAround as pad } from '../tensor/ops/padding.js';
export { avgPool1d, avgPool2d, avgPool3d, maxPool1d, maxPool2d, maxPool3d } from '../tensor/ops/pool.js';
export {
  maxPool1dWithIndices,
  maxPool2dWithIndices,
  maxPool3dWithIndices,
  maxUnpool1d,
  maxUnpool2d,
  maxUnpool3d,
} from '../tensor/ops/pool-indices.js';
export { interpolate, pixelShuffle, pixelUnshuffle } from '../tensor/ops/resize.js';
export { logSoftmax, softmax } from '../tensor/ops/softmax.js';
export {
  celu,
  elu,
  type GELUOptions,
  gelu,
  hardtanh,
  leakyRelu,
  logSigmoid,
  maxout,
  mish,
  prelu,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softplus,
  softsign,
  step,
  tanh,
} from './functions/activations.js';
export { type AttentionOptions, causalMask, scaledDotProductAttention } from './functions/attention.js';
export { bilinear } from './functions/bilinear.js';
export { channelShuffle } from './functions/channels.js';
export {
  type CosineSimilarityOptions,
  cosineSimilarity,
  type PairwiseDistanceOptions,
  pairwiseDistance,
} from './functions/distance.js';
export {
  alphaDropout,
  dropout,
  dropout1d,
  dropout2d,
  dropout3d,
  type FunctionalDropoutOptions,
  featureAlphaDropout,
} from './functions/dropout.js';
export {
  type EmbeddingBagFunctionOptions,
  type EmbeddingFunctionOptions,
  embedding,
  embeddingBag,
} from './functions/embedding.js';
export {
  glu,
  hardshrink,
  hardsigmoid,
  hardswish,
  type RReLUOptions,
  rrelu,
  softmin,
  softshrink,
  tanhshrink,
  threshold,
} from './functions/hard.js';
export {
  type AffineOptions,
  type BatchNormOptions,
  batchNorm,
  groupNorm,
  instanceNorm,
  type LocalResponseNormOptions,
  layerNorm,
  localResponseNorm,
  type NormalizeOptions,
  normalize,
  type RMSNormOptions,
  rmsNorm,
} from './functions/normalise.js';
export {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  globalAvgPool1d,
  globalAvgPool2d,
  globalAvgPool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  lpPool1d,
  lpPool2d,
  lpPool3d,
} from './functions/pool.js';

/**
 * Makes one dimension of the dimensions from `startDim` to `endDim`; by default keeps the batch dimension.
 *
 *     F.flatten(zeros(2, 3, 4), 1).shape // → [2, 12]
 */
export function flatten(x: Tensor, startDim = 1, endDim = -1): Tensor {
  const rank = x.shape.length;
  const start = startDim < 0 ? startDim + rank : startDim;
  const end = endDim < 0 ? endDim + rank : endDim;
  if (start < 0 || end >= rank || start > end) {
    const got = `dimensions ${startDim} to ${endDim} of ${shapeText(x.shape)}`;
    throw new ShapeError(`flatten: the first dimension must exist and not come after the last, got ${got}`);
  }
  const merged = sizeOf(x.shape.slice(start, end + 1));
  return x.reshape(...x.shape.slice(0, start), merged, ...x.shape.slice(end + 1));
}
