import { generatorOf } from '../../data/seed.js';
import { checkCount, finish, type GeneratedDataset, type PointOptions } from './generated-dataset.js';

/**
 * Two half circles that reach into each other: inputs `[n, 2]`, two classes. The points of scikit-learn's `make_moons`.
 *
 *     datasets.moons({ n: 50, noise: 0.1 }).inputs.shape // → [50, 2]
 */
export function moons(options: PointOptions = {}): GeneratedDataset {
  const { n = 100 } = options;
  checkCount('moons', 'n', n, 2);
  const outer = Math.floor(n / 2);
  const inner = n - outer;
  const angle = (i: number, count: number) => (count > 1 ? (Math.PI * i) / (count - 1) : 0);
  const points = Array.from({ length: n }, (_, i) => {
    const t = i < outer ? angle(i, outer) : angle(i - outer, inner);
    return i < outer ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 0.5 - Math.sin(t)];
  });
  const targets = points.map((_, i) => Number(i >= outer));
  return finish('moons', { points, targets, classes: ['outer', 'inner'] }, generatorOf(options), options);
}
