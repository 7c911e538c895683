import { chance, generatorOf } from '../../data/seed.js';
import { checkCount, finish, type GeneratedDataset, type PointOptions } from './generated-dataset.js';

/**
 * A rolled-up strip in space: inputs `[n, 3]`; the target `[n, 1]` is the place along the roll, from 1.5π to 4.5π. The
 * formula of scikit-learn's `make_swiss_roll` (Marsland 2014).
 *
 *     datasets.swissRoll({ n: 50 }).inputs.shape // → [50, 3]
 */
export function swissRoll(options: PointOptions = {}): GeneratedDataset {
  const { n = 100 } = options;
  checkCount('swissRoll', 'n', n);
  const generator = generatorOf(options);
  const targets = Array.from({ length: n }, () => 1.5 * Math.PI * (1 + 2 * chance(generator)));
  const points = targets.map((t) => [t * Math.cos(t), 21 * chance(generator), t * Math.sin(t)]);
  return finish('swissRoll', { points, targets }, generator, options);
}
