import { ValueError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import type { Generator } from '../random/generator.js';
import { type CreateOptions, fromFill, fromValues } from './create.js';
import { checkSizes, parseShape, type ShapeArgs, sizeOf } from './shape.js';
import type { Tensor } from './tensor.js';

export interface RandomOptions extends Pick<CreateOptions, 'requiresGrad'> {
  /** Where the numbers come from. Default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/**
 * Uniform numbers in [0, 1): `rand(2, 3)`.
 *
 *     rand(2, 3).shape // → [2, 3]
 */
export function rand(...args: ShapeArgs<RandomOptions>): Tensor {
  const [shape, options = {}] = parseShape('rand', args);
  checkSizes('rand', shape);
  const values = () => (options.generator ?? defaultGenerator()).fillUniform(new Float32Array(sizeOf(shape)));
  return fromFill(shape, 'float32', values).requiresGrad_(options.requiresGrad ?? false);
}

/**
 * Normal numbers of mean 0 and deviation 1: `randn(64, 1000)`.
 *
 *     randn(64, 1000).shape // → [64, 1000]
 */
export function randn(...args: ShapeArgs<RandomOptions>): Tensor {
  const [shape, options = {}] = parseShape('randn', args);
  checkSizes('randn', shape);
  const values = () => (options.generator ?? defaultGenerator()).fillNormal(new Float32Array(sizeOf(shape)));
  return fromFill(shape, 'float32', values).requiresGrad_(options.requiresGrad ?? false);
}

/**
 * Whole numbers from `low` up to but not including `high`; int32.
 *
 *     randint(0, 10, [4]).dtype // → "int32"
 */
export function randint(low: number, high: number, shape: readonly number[], options: RandomOptions = {}): Tensor {
  if (!Number.isInteger(low) || !Number.isInteger(high) || high <= low) {
    throw new ValueError(`randint: expected whole numbers low < high, got ${low} and ${high}`);
  }
  checkSizes('randint', shape);
  const values = () => (options.generator ?? defaultGenerator()).fillInt(new Int32Array(sizeOf(shape)), low, high);
  return fromFill(shape, 'int32', values);
}

/**
 * The numbers 0 … n − 1 in random order; int32.
 *
 *     randperm(4).sum() // → 6
 */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  return fromValues((options.generator ?? defaultGenerator()).permutation(n), [n], 'int32');
}
