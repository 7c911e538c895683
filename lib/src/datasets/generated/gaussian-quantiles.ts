import { generatorOf } from '../../data/seed.js';
import { checkCount, classNames, finish, type GeneratedDataset, type PointOptions } from './generated-dataset.js';

export interface GaussianQuantilesOptions extends Omit<PointOptions, 'noise'> {
  /** Coordinates of a point. Default 2. */
  features?: number;
  /** Rings. Default 3. */
  classes?: number;
  /** Variance of each coordinate. Default 1. */
  variance?: number;
}

/**
 * One normal cloud, cut into rings of equally many points by the distance from the centre: inputs `[n, features]`. The rule
 * of scikit-learn's `make_gaussian_quantiles`: what is left over joins the outermost ring.
 *
 *     datasets.gaussianQuantiles({ n: 50 }).inputs.shape // → [50, 2]
 */
export function gaussianQuantiles(options: GaussianQuantilesOptions = {}): GeneratedDataset {
  const { n = 100, features = 2, classes = 3, variance = 1 } = options;
  checkCount('gaussianQuantiles', 'features', features);
  checkCount('gaussianQuantiles', 'classes', classes);
  checkCount('gaussianQuantiles', 'n', n, classes);
  const generator = generatorOf(options);
  const values = generator.fillNormal(new Float32Array(n * features), 0, Math.sqrt(variance));
  const square = (point: readonly number[]) => point.reduce((sum, x) => sum + x * x, 0);
  const points = Array.from({ length: n }, (_, i) => [...values.subarray(i * features, (i + 1) * features)]);
  points.sort((a, b) => square(a) - square(b));
  const targets = points.map((_, i) => Math.min(Math.floor(i / Math.floor(n / classes)), classes - 1));
  const found = { points, targets, classes: classNames(classes) };
  return finish('gaussianQuantiles', found, generator, { shuffle: options.shuffle });
}
