import { generatorOf } from '../../data/seed.js';
import { ValueError } from '../../errors.js';
import { checkCount, finish, type GeneratedDataset, type PointOptions } from './generated-dataset.js';

export interface CirclesOptions extends PointOptions {
  /** Radius of the inner circle; that of the outer one is 1. Default 0.8. */
  factor?: number;
}

/**
 * A circle within a circle: inputs `[n, 2]`, two classes. The points of scikit-learn's `make_circles`.
 *
 *     datasets.circles({ n: 50 }).inputs.shape // → [50, 2]
 */
export function circles(options: CirclesOptions = {}): GeneratedDataset {
  const { n = 100, factor = 0.8 } = options;
  checkCount('circles', 'n', n, 2);
  if (!(factor >= 0 && factor < 1)) {
    throw new ValueError(`datasets.circles: expected factor from 0 and below 1, got ${factor}`);
  }
  const outer = Math.floor(n / 2);
  const points = Array.from({ length: n }, (_, i) => {
    const [place, count, radius] = i < outer ? [i, outer, 1] : [i - outer, n - outer, factor];
    const t = (2 * Math.PI * place) / count;
    return [radius * Math.cos(t), radius * Math.sin(t)];
  });
  const targets = points.map((_, i) => Number(i >= outer));
  return finish('circles', { points, targets, classes: ['outer', 'inner'] }, generatorOf(options), options);
}
