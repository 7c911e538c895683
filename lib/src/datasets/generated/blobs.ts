import { chance, generatorOf } from '../../data/seed.js';
import { ValueError } from '../../errors.js';
import { checkCount, classNames, finish, type GeneratedDataset, type PointOptions } from './generated-dataset.js';

export interface BlobsOptions extends Omit<PointOptions, 'noise'> {
  /** The centres, or how many are drawn at random. Default 3. */
  centers?: number | readonly (readonly number[])[];
  /** Coordinates of a point when centres are drawn. Default 2. */
  features?: number;
  /** Deviation about a centre. Default 1. */
  std?: number;
  /** Range in which each coordinate of a centre is drawn. Default `[-10, 10]`. */
  box?: readonly [low: number, high: number];
}

/**
 * Normal clouds about centres, one a class, as equally large as `n` allows: inputs `[n, features]`.
 *
 *     datasets.blobs({ n: 30, centers: 3 }).inputs.shape // → [30, 2]
 */
export function blobs(options: BlobsOptions = {}): GeneratedDataset {
  const { n = 100, centers = 3, features = 2, std = 1, box = [-10, 10] } = options;
  const generator = generatorOf(options);
  if (typeof centers === 'number') {
    checkCount('blobs', 'centers', centers);
    checkCount('blobs', 'features', features);
  }
  const drawn = () => box[0] + chance(generator) * (box[1] - box[0]);
  const middles =
    typeof centers === 'number'
      ? Array.from({ length: centers }, () => Array.from({ length: features }, drawn))
      : centers;
  if (middles.length === 0 || middles.some((middle) => middle.length !== middles[0].length)) {
    throw new ValueError(`datasets.blobs: expected centers of one length, got ${JSON.stringify(centers)}`);
  }
  checkCount('blobs', 'n', n, middles.length);
  const targets = Array.from({ length: n }, (_, i) => i % middles.length);
  const points = targets.map((label) => middles[label]);
  return finish('blobs', { points, targets, classes: classNames(middles.length) }, generator, {
    ...options,
    noise: std,
  });
}
