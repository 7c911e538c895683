import type { SeedOptions } from '../../data/seed.js';
import { TensorDataset } from '../../data/tensor-dataset.js';
import { ValueError } from '../../errors.js';
import type { Generator } from '../../random/generator.js';
import { fromValues } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';

/** Options that every generated set of points has. */
export interface PointOptions extends SeedOptions {
  /** Number of samples. Default 100. */
  n?: number;
  /** Deviation of normal noise that is added to every coordinate. Default 0. */
  noise?: number;
  /** Puts the samples into a random order. Default true. */
  shuffle?: boolean;
}

/** Options that every generated set of sequences has. */
export interface SequenceOptions extends SeedOptions {
  /** Number of sequences. Default 100. */
  n?: number;
  /** Steps of a sequence. */
  length?: number;
}

/**
 * Data made by a formula: sample i is `[inputs[i], targets[i]]`.
 *
 *     datasets.moons({ n: 10 }) instanceof datasets.GeneratedDataset // → true
 */
export class GeneratedDataset extends TensorDataset<[inputs: Tensor, targets: Tensor]> {
  readonly name: string;
  /** Names of the classes, of which targets are numbers; empty where targets are measured values. */
  readonly classes: readonly string[];

  constructor(name: string, inputs: Tensor, targets: Tensor, classes: readonly string[] = []) {
    super(inputs, targets);
    this.name = name;
    this.classes = classes;
  }

  /** All inputs; the first dimension counts samples. */
  get inputs(): Tensor {
    return this.tensors[0];
  }

  /** All targets: int32 class numbers, or float32 values. */
  get targets(): Tensor {
    return this.tensors[1];
  }
}

/** Points and what belongs to each: a class if names of classes are given, else a value. */
export interface Points {
  points: readonly (readonly number[])[];
  targets: readonly number[];
  classes?: readonly string[];
}

/** Adds noise, shuffles and makes tensors: inputs `[n, features]`, targets int32 `[n]` or float32 `[n, 1]`. */
export function finish(
  name: string,
  { points, targets, classes }: Points,
  generator: Generator,
  { noise = 0, shuffle = true }: PointOptions,
): GeneratedDataset {
  if (!(noise >= 0)) throw new ValueError(`datasets.${name}: expected noise from 0, got ${noise}`);
  const features = points[0].length;
  const order = shuffle ? generator.permutation(points.length) : Int32Array.from(points.keys());
  const inputs = generator.fillNormal(new Float32Array(points.length * features), 0, noise);
  order.forEach((from, to) => {
    for (let f = 0; f < features; f++) inputs[to * features + f] += points[from][f];
  });
  const chosen = Array.from(order, (from) => targets[from]);
  const answers =
    classes === undefined
      ? fromValues(Float32Array.from(chosen), [points.length, 1])
      : fromValues(Int32Array.from(chosen), [points.length], 'int32');
  return new GeneratedDataset(name, fromValues(inputs, [points.length, features]), answers, classes);
}

/** Throws unless a count is a whole number of at least `least`. */
export function checkCount(name: string, option: string, count: number, least = 1): void {
  if (Number.isInteger(count) && count >= least) return;
  throw new ValueError(`datasets.${name}: expected ${option} to be a whole number of at least ${least}, got ${count}`);
}

/** `'0'`, `'1'`, … */
export function classNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i}`);
}
