import { chance, generatorOf } from '../../data/seed.js';
import { checkCount, finish, type GeneratedDataset, type PointOptions } from './generated-dataset.js';

/**
 * Uniform points of the square from −1 to 1; class 1 where the two coordinates differ in sign: inputs `[n, 2]`.
 *
 *     datasets.xor({ n: 50 }).inputs.shape // → [50, 2]
 */
export function xor(options: PointOptions = {}): GeneratedDataset {
  return squares('xor', 2, options);
}

export interface CheckerboardOptions extends PointOptions {
  /** Fields along a side. Default 4. */
  cells?: number;
}

/**
 * Uniform points of the square from −1 to 1 in the two colours of a checkerboard: inputs `[n, 2]`.
 *
 *     datasets.checkerboard({ n: 50 }).inputs.shape // → [50, 2]
 */
export function checkerboard(options: CheckerboardOptions = {}): GeneratedDataset {
  const { cells = 4 } = options;
  checkCount('checkerboard', 'cells', cells);
  return squares('checkerboard', cells, options);
}

function squares(name: string, cells: number, options: PointOptions): GeneratedDataset {
  const { n = 100 } = options;
  checkCount(name, 'n', n);
  const generator = generatorOf(options);
  const places = Array.from({ length: n }, () => [chance(generator), chance(generator)]);
  const targets = places.map(([x, y]) => (Math.floor(x * cells) + Math.floor(y * cells)) % 2);
  const points = places.map(([x, y]) => [2 * x - 1, 2 * y - 1]);
  return finish(name, { points, targets, classes: ['0', '1'] }, generator, options);
}
