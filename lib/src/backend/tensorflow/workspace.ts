import type { Buffer } from '../buffer.js';
import { cached, int, type, typeAttributes } from './attributes.js';
import type { Attribute, TensorInfo } from './binding.js';
import type { Calls } from './calls.js';

const FLOAT = typeAttributes('T', 'float32');

/** Runs ops for a fused kernel and drops all results at the end but those that are handed out. */
export class Workspace {
  readonly #calls: Calls;
  readonly #made = new Map<number, TensorInfo>();
  readonly #scalars: number[] = [];

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** Runs `body` and drops what it made, also when it throws. */
  static run<T>(calls: Calls, body: (work: Workspace) => T): T {
    const work = new Workspace(calls);
    try {
      return body(work);
    } finally {
      for (const id of work.#made.keys()) calls.drop(id);
      for (const id of work.#scalars) calls.drop(id);
    }
  }

  /** An elementwise op on float32. */
  op(name: string, ...inputs: number[]): number {
    return this.call(name, FLOAT, inputs, 1)[0];
  }

  call(name: string, attributes: readonly Attribute[], inputs: readonly number[], outputs: number): number[] {
    return this.#calls.raw(name, attributes, inputs, outputs).map((info) => {
      this.#made.set(info.id, info);
      return info.id;
    });
  }

  /** A float32 number. */
  scalar(value: number): number {
    const id = this.#calls.rawScalar(value, 'float32');
    this.#scalars.push(id);
    return id;
  }

  /** A result to outlive the kernel. */
  keep(id: number): Buffer {
    const info = this.#made.get(id) as TensorInfo;
    this.#made.delete(id);
    return this.#calls.adopt(info);
  }

  matmul(a: number, b: number, transposeA: boolean, transposeB: boolean): number {
    return this.call('MatMul', matmulAttributes(transposeA, transposeB), [a, b], 1)[0];
  }

  reshape(x: number, shape: readonly number[]): number {
    const attributes = cached('Reshape|float32', () => [type('T', 'float32'), type('Tshape', 'int32')]);
    return this.call('Reshape', attributes, [x, this.#calls.constant(shape)], 1)[0];
  }

  slice(x: number, begin: readonly number[], size: readonly number[]): number {
    const attributes = cached('Slice|float32', () => [type('T', 'float32'), type('Index', 'int32')]);
    return this.call('Slice', attributes, [x, this.#calls.constant(begin), this.#calls.constant(size)], 1)[0];
  }

  concat(xs: readonly number[], axis: number): number {
    const attributes = cached(`ConcatV2|float32|${xs.length}`, () => [
      type('T', 'float32'),
      type('Tidx', 'int32'),
      int('N', xs.length),
    ]);
    return this.call('ConcatV2', attributes, [...xs, this.#calls.scalar(axis)], 1)[0];
  }

  /** Equal parts along an axis. */
  split(x: number, axis: number, parts: number): number[] {
    const attributes = cached(`Split|${parts}`, () => [type('T', 'float32'), int('num_split', parts)]);
    return this.call('Split', attributes, [this.#calls.scalar(axis), x], parts);
  }

  /** The entries of the first axis, which they lack. */
  unstack(x: number, count: number): number[] {
    const attributes = cached(`Unpack|${count}`, () => [type('T', 'float32'), int('num', count), int('axis', 0)]);
    return this.call('Unpack', attributes, [x], count);
  }

  /** Reverses {@link unstack}. */
  stack(xs: readonly number[]): number {
    const attributes = cached(`Pack|${xs.length}`, () => [type('T', 'float32'), int('N', xs.length), int('axis', 0)]);
    return this.call('Pack', attributes, xs, 1)[0];
  }
}

function matmulAttributes(transposeA: boolean, transposeB: boolean): readonly Attribute[] {
  return cached(`MatMul|float32|${transposeA}|${transposeB}`, () => [
    type('T', 'float32'),
    { name: 'transpose_a', type: 3, value: transposeA },
    { name: 'transpose_b', type: 3, value: transposeB },
  ]);
}
