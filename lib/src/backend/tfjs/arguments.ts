import type { PoolOptions, ReduceKernel, WindowOptions } from '../backend.js';
import type { TypedArray } from '../buffer.js';

/** TensorFlow's op names, which the interface uses, where tfjs calls the kernel otherwise. */
export const NAMES: Record<string, string> = { AddV2: 'Add', Mul: 'Multiply', FloorMod: 'Mod' };

/** tfjs's functions for reductions, and what a reduction of nothing is. */
export const REDUCERS = {
  Sum: ['sum', 0],
  Mean: ['mean', Number.NaN],
  Prod: ['prod', 1],
  Max: ['max', Number.NEGATIVE_INFINITY],
  Min: ['min', Number.POSITIVE_INFINITY],
  All: ['all', 1],
  Any: ['any', 0],
} as const satisfies Record<ReduceKernel, readonly [string, number]>;

export function strides(options: WindowOptions): [number, number] {
  return [options.stride[0], options.stride[1]];
}

export function pool(options: PoolOptions): object {
  return { filterSize: [...options.kernel], strides: strides(options), pad: 'valid' };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Throws unless all are from 0 to `count − 1`. The operation that asked finds the words for it. */
export function checkInRange(what: string, values: TypedArray, count: number): void {
  if (values.some((value) => value < 0 || value >= count)) throw new Error(`${what} is not in 0…${count - 1}`);
}
