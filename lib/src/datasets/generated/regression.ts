import { chance, generatorOf } from '../../data/seed.js';
import type { Generator } from '../../random/generator.js';
import { fromValues } from '../../tensor/create.js';
import { checkCount, finish, GeneratedDataset, type PointOptions } from './generated-dataset.js';

export interface LinearRegressionOptions extends PointOptions {
  /** Coordinates of an input; the length of `weights` if they are given. Default 1. */
  features?: number;
  /** Slopes. Default: drawn from −1 to 1. */
  weights?: readonly number[];
  /** Default 0. */
  bias?: number;
}

/** A {@link GeneratedDataset} and the truth behind it. */
export interface LinearRegressionDataset extends GeneratedDataset {
  readonly weights: readonly number[];
  readonly bias: number;
}

/**
 * Normal inputs `[n, features]`, targets `[n, 1]`: `inputs · weights + bias`, plus noise on the targets.
 *
 *     datasets.linearRegression({ n: 20 }).length // → 20
 */
export function linearRegression(options: LinearRegressionOptions = {}): LinearRegressionDataset {
  const { n = 100, features = options.weights?.length ?? 1, bias = 0 } = options;
  checkCount('linearRegression', 'n', n);
  checkCount('linearRegression', 'features', features);
  const generator = generatorOf(options);
  const weights = options.weights ?? Array.from({ length: features }, () => 2 * chance(generator) - 1);
  const values = generator.fillNormal(new Float32Array(n * features));
  const points = Array.from({ length: n }, (_, i) => [...values.subarray(i * features, (i + 1) * features)]);
  const targets = points.map((point) => weights.reduce((sum, w, f) => sum + w * point[f], bias));
  return Object.assign(noisyTargets('linearRegression', points, targets, generator, options), { weights, bias });
}

export interface SineRegressionOptions extends PointOptions {
  /** Range of the inputs. Default `[-π, π]`. */
  range?: readonly [low: number, high: number];
  /** Radians a unit of the input. Default 1. */
  frequency?: number;
}

/**
 * Uniform inputs `[n, 1]`, targets `[n, 1]`: `sin(frequency · x)`, plus noise on the targets.
 *
 *     datasets.sineRegression({ n: 20 }).length // → 20
 */
export function sineRegression(options: SineRegressionOptions = {}): GeneratedDataset {
  const { n = 100, range = [-Math.PI, Math.PI], frequency = 1 } = options;
  checkCount('sineRegression', 'n', n);
  const generator = generatorOf(options);
  const points = Array.from({ length: n }, () => [range[0] + chance(generator) * (range[1] - range[0])]);
  const targets = points.map(([x]) => Math.sin(frequency * x));
  return noisyTargets('sineRegression', points, targets, generator, options);
}

/** Noise of a regression is that of the measured values, not of the inputs. */
function noisyTargets(
  name: string,
  points: number[][],
  targets: number[],
  generator: Generator,
  { noise = 0, shuffle }: PointOptions,
): GeneratedDataset {
  const plain = finish(name, { points, targets }, generator, { shuffle });
  if (noise === 0) return plain;
  const added = generator.fillNormal(new Float32Array(targets.length), 0, noise);
  return new GeneratedDataset(name, plain.inputs, plain.targets.add(fromValues(added, [targets.length, 1])));
}
