export { Accuracy, type AccuracyOptions, accuracy, TopKAccuracy, topKAccuracy } from './accuracy.js';
export {
  AveragePrecision,
  averagePrecision,
  type PrecisionRecallCurve,
  precisionRecallCurve,
} from './average-precision.js';
export { Bleu, type BleuOptions, bleu, type Sentence } from './bleu.js';
export { ConfusionMatrix, type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.js';
export { boxIoU, MeanIoU, meanIoU } from './iou.js';
export { Mean } from './mean.js';
export { Metric } from './metric.js';
export { Perplexity, type PerplexityOptions, perplexity } from './perplexity.js';
export {
  type Average,
  type AverageOptions,
  F1Score,
  f1Score,
  Precision,
  precision,
  Recall,
  recall,
} from './precision-recall.js';
export type { OneVsRestOptions } from './ranking.js';
export {
  MeanAbsoluteError,
  MeanSquaredError,
  meanAbsoluteError,
  meanSquaredError,
  R2Score,
  RootMeanSquaredError,
  r2Score,
  rootMeanSquaredError,
} from './regression.js';
export { RocAuc, type RocCurve, rocAuc, rocCurve } from './roc.js';
