import fc from 'fast-check';
import type { Tensor } from 'lectern';
import { Generator } from 'lectern';
import type { Tolerance } from '../../helpers/close.js';
import type { Given } from '../../helpers/torch.js';

/** One operation on concrete arrays, in our words and in PyTorch's. */
export interface OpCase {
  inputs: readonly Given[];
  ours: (...xs: Tensor[]) => Tensor;
  /** Expression in `a, b, c, …`, which are the inputs. */
  torch: string;
}

/** An operation with random cases of it. */
export interface OpSpec {
  /** The function of `lib/src/tensor/ops/` that it proves. */
  covers: string;
  /** What a test calls it. */
  title: string;
  cases: fc.Arbitrary<OpCase>;
  /** How often it can be differentiated. */
  order: 0 | 1 | 2;
  tolerance?: Tolerance;
}

export function spec(
  covers: string,
  cases: fc.Arbitrary<OpCase>,
  options: { variant?: string; order?: 0 | 1 | 2; tolerance?: Tolerance } = {},
): OpSpec {
  const { variant, order = 2, tolerance } = options;
  return { covers, title: variant === undefined ? covers : `${covers} ${variant}`, cases, order, tolerance };
}

/** Where random numbers lie. `grid` rounds them to multiples, so that equal values are frequent. */
export interface Domain {
  low?: number;
  high?: number;
  grid?: number;
  /** Smallest magnitude. */
  away?: number;
}

/** A random whole number, both ends among them. */
export function int(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}

export const seeds = int(1, 2 ** 30);

export function floats(shape: readonly number[], seed: number, domain: Domain = {}): Given {
  const { low = -2, high = 2, grid = 0, away = 0 } = domain;
  const values = new Generator(seed).fillUniform(new Float32Array(sizeOf(shape)), low, high);
  for (let i = 0; i < values.length; i++) {
    if (grid > 0) values[i] = Math.round(values[i] / grid) * grid;
    if (Math.abs(values[i]) < away) values[i] += values[i] < 0 ? -away : away;
  }
  return shown({ dtype: 'float32', shape, values });
}

export function integers(shape: readonly number[], seed: number, low: number, high: number): Given {
  return shown({
    dtype: 'int32',
    shape,
    values: new Generator(seed).fillInt(new Int32Array(sizeOf(shape)), low, high),
  });
}

export function booleans(shape: readonly number[], seed: number): Given {
  return shown({ dtype: 'bool', shape, values: Uint8Array.from(integers(shape, seed, 0, 2).values) });
}

/** Counterexamples show shapes, not thousands of values. */
function shown(array: Given): Given {
  const text = `${array.dtype}[${array.shape}]`;
  return Object.assign(array, { [fc.toStringMethod]: () => text });
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

export function shapes(minRank: number, maxRank: number, maxSize = 4): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: 1, max: maxSize }), { minLength: minRank, maxLength: maxRank });
}

/** One random float32 array. */
export function array(minRank = 0, maxRank = 4, domain: Domain = {}): fc.Arbitrary<Given> {
  return fc.tuple(shapes(minRank, maxRank), seeds).map(([shape, seed]) => floats(shape, seed, domain));
}

/** An array of a given shape. */
export function arrayOf(shape: readonly number[], domain: Domain = {}): fc.Arbitrary<Given> {
  return seeds.map((seed) => floats(shape, seed, domain));
}

/** Two arrays that broadcast: each lacks some leading axes of a common shape and has size 1 in some others. */
export function operands(first: Domain = {}, second: Domain = first): fc.Arbitrary<[Given, Given]> {
  return broadcasting(2).chain(([a, b]) => fc.tuple(arrayOf(a, first), arrayOf(b, second)));
}

/** Shapes that broadcast with each other. */
export function broadcasting(count: number): fc.Arbitrary<number[][]> {
  return shapes(0, 4).chain((full) => {
    const part = fc
      .tuple(fc.integer({ min: 0, max: full.length }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
      .map(([from, ones]) => full.map((n, i) => (ones[i] ? 1 : n)).slice(from));
    const whole = fc.constant(full);
    return fc.tuple(...Array.from({ length: count }, () => fc.oneof(whole, part)));
  });
}

/** A case whose counterexample reads as the PyTorch program with its shapes. */
export function opCase(inputs: readonly Given[], torch: string, ours: OpCase['ours']): OpCase {
  const text = `${torch} on ${inputs.map((x) => `${x.dtype}[${x.shape}]`).join(', ')}`;
  return Object.assign({ inputs, torch, ours }, { [fc.toStringMethod]: () => text });
}

/** An array with one of its axes, possibly counted from the back. */
export function withDim(from: fc.Arbitrary<Given>): fc.Arbitrary<[Given, number]> {
  return from.chain((x) => fc.tuple(fc.constant(x), fc.integer({ min: -x.shape.length, max: x.shape.length - 1 })));
}
