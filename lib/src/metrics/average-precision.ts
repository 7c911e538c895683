import type { Tensor } from '../tensor/tensor.js';
import { computeOnce } from './metric.js';
import { OneVsRest, type OneVsRestOptions, type Ranking, readBinary } from './ranking.js';

/** Points for rising thresholds; a last point with precision 1 and recall 0 has no threshold. */
export interface PrecisionRecallCurve {
  precision: number[];
  recall: number[];
  thresholds: number[];
}

/**
 * Precision and recall of class 1 when scores `[n]` from a threshold on count as it; labels 0 and 1 `[n]`. Recall is NaN
 * if class 1 does not occur. Reads both tensors.
 *
 *     metrics.precisionRecallCurve(tensor([0.9, 0.2]), tensor([1, 0], { dtype: 'int32' })).precision // → [0.5, 1, 1]
 */
export function precisionRecallCurve(scores: Tensor, labels: Tensor): PrecisionRecallCurve {
  const ranking = readBinary('precisionRecallCurve', scores, labels);
  const { precision, recall } = pointsOf(ranking);
  return {
    precision: [...precision.reverse(), 1],
    recall: [...recall.reverse(), 0],
    thresholds: ranking.thresholds.reverse(),
  };
}

/**
 * The mean of the precisions at each step of recall, weighted by the step, without interpolation. Scores are `[n]` of
 * class 1, or `[n, classes]`, each class against the rest; labels `[n]`. Classes without items do not count; NaN if none
 * is left. Keeps all scores.
 *
 *     const m = new metrics.AveragePrecision();
 *     m.update(tensor([0.9, 0.2]), tensor([1, 0], { dtype: 'int32' }));
 *     m.compute() // → 1
 */
export class AveragePrecision extends OneVsRest {
  protected value(ranking: Ranking): number {
    const { precision, recall } = pointsOf(ranking);
    if (recall.length === 0) return Number.NaN;
    return precision.reduce((sum, p, i) => sum + p * (recall[i] - (recall[i - 1] ?? 0)), 0);
  }
}

/**
 * {@link AveragePrecision} of one batch.
 *
 *     metrics.averagePrecision(tensor([0.9, 0.8, 0.2]), tensor([1, 0, 1], { dtype: 'int32' })) // → 0.8333
 */
export function averagePrecision(scores: Tensor, labels: Tensor, options: OneVsRestOptions = {}): number {
  return computeOnce(new AveragePrecision(options), scores, labels);
}

/** For falling thresholds. */
function pointsOf({ truePositives, falsePositives }: Ranking): { precision: number[]; recall: number[] } {
  const all = truePositives.at(-1) ?? 0;
  return {
    precision: truePositives.map((right, i) => right / (right + falsePositives[i])),
    recall: truePositives.map((right) => right / all),
  };
}
