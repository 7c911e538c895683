import type { Tensor } from '../tensor/tensor.js';
import { computeOnce } from './metric.js';
import { OneVsRest, type OneVsRestOptions, type Ranking, readBinary } from './ranking.js';

/** Points from (0, 0) to (1, 1), for falling thresholds from ∞. */
export interface RocCurve {
  falsePositiveRate: number[];
  truePositiveRate: number[];
  thresholds: number[];
}

/**
 * The receiver operating characteristic of scores `[n]` for labels 0 and 1 `[n]`: what part of each class scores at least
 * the threshold. A rate is NaN if its class does not occur. Reads both tensors.
 *
 *     metrics.rocCurve(tensor([0.9, 0.2]), tensor([1, 0], { dtype: 'int32' })).truePositiveRate // → [0, 1, 1]
 */
export function rocCurve(scores: Tensor, labels: Tensor): RocCurve {
  return curveOf(readBinary('rocCurve', scores, labels));
}

/**
 * The area under the ROC curve: how likely an item of the class scores above one of the rest. Scores are `[n]` of class
 * 1, or `[n, classes]`, each class against the rest; labels `[n]`. Classes without items, or with all, do not count; NaN
 * if none is left. Keeps all scores.
 *
 *     const m = new metrics.RocAuc();
 *     m.update(tensor([0.9, 0.2]), tensor([1, 0], { dtype: 'int32' }));
 *     m.compute() // → 1
 */
export class RocAuc extends OneVsRest {
  protected value(ranking: Ranking): number {
    const { falsePositiveRate: x, truePositiveRate: y } = curveOf(ranking);
    if (ranking.thresholds.length === 0) return Number.NaN;
    return x.slice(1).reduce((area, right, i) => area + ((right - x[i]) * (y[i] + y[i + 1])) / 2, 0);
  }
}

/**
 * {@link RocAuc} of one batch.
 *
 *     metrics.rocAuc(tensor([0.9, 0.8, 0.2]), tensor([1, 0, 1], { dtype: 'int32' })) // → 0.5
 */
export function rocAuc(scores: Tensor, labels: Tensor, options: OneVsRestOptions = {}): number {
  return computeOnce(new RocAuc(options), scores, labels);
}

function curveOf({ thresholds, truePositives, falsePositives }: Ranking): RocCurve {
  const rates = (counts: readonly number[]) => [0, ...counts].map((count) => count / (counts.at(-1) ?? 0));
  return {
    falsePositiveRate: rates(falsePositives),
    truePositiveRate: rates(truePositives),
    thresholds: [Infinity, ...thresholds],
  };
}
