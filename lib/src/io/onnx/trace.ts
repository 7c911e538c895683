import type { Backend } from '../../backend/backend.js';
import type { Buffer } from '../../backend/buffer.js';
import { ValueError } from '../../errors.js';
import { sizeOf } from '../../tensor/shape.js';
import { Graph } from './graph.js';

/**
 * What a buffer is in the graph. Images have two names: with channels last as here, with channels first as ONNX has them;
 * each is made from the other only where it is needed.
 */
interface Value {
  last?: string;
  first?: string;
  /** Whether it is the same for every input. */
  constant: boolean;
}

/** Writes down what is computed from the inputs; everything else is a constant. */
export class Trace {
  readonly graph = new Graph();
  /** How many modules are running that become one operation each. */
  inside = 0;
  readonly #values = new Map<Buffer, Value>();
  readonly #known: ReadonlyMap<Buffer, string>;

  /** @param known names of parameters and buffers */
  constructor(
    readonly backend: Backend,
    /** Whether the first dimension of the inputs may differ from call to call. */
    readonly dynamic: boolean,
    known: ReadonlyMap<Buffer, string>,
  ) {
    this.#known = known;
  }

  /** Whether the buffer depends on an input. */
  follows(buffer: Buffer): boolean {
    return this.#values.get(buffer)?.constant === false;
  }

  /** Says under which names a result is in the graph; under none, if it is inside of what becomes one operation. */
  set(buffer: Buffer, names: { last?: string; first?: string }): void {
    this.#values.set(buffer, { ...names, constant: false });
  }

  /** Whether the buffer is an image that is there with channels first and not otherwise. */
  isFirst(buffer: Buffer): boolean {
    const value = this.#values.get(buffer);
    return value?.first !== undefined && value.last === undefined && !value.constant;
  }

  /** The name of the buffer in our own order of dimensions. */
  last(buffer: Buffer): string {
    const value = this.#valueOf(buffer);
    if (value.last === undefined) {
      value.last = value.constant
        ? this.#constant(buffer)
        : this.graph.add('Transpose', [this.#named(value.first)], { perm: lastAxes(buffer.shape.length) });
    }
    return value.last;
  }

  /** The name of the buffer with channels first. A constant gets as many dimensions as `rank`, by ones in front. */
  first(buffer: Buffer, rank = buffer.shape.length): string {
    const value = this.#valueOf(buffer);
    if (value.constant) return this.#constantFirst(buffer, rank);
    value.first ??= this.graph.add('Transpose', [this.#named(value.last)], { perm: firstAxes(buffer.shape.length) });
    return value.first;
  }

  /**
   * Adds what is computed from numbers that belong together, which broadcast: an operation, or what `write` makes of the
   * names of the inputs. It works with channels first if one of them is there in that order only and the others can be had so.
   */
  elementwise(write: string | ((...names: string[]) => string), inputs: readonly Buffer[], out: Buffer): void {
    const rank = out.shape.length;
    const fits = (x: Buffer) => (this.follows(x) ? x.shape.length === rank : true);
    const first = rank >= 3 && inputs.some((x) => this.isFirst(x)) && inputs.every(fits);
    const names = inputs.map((x) => (first ? this.first(x, rank) : this.last(x)));
    const name = typeof write === 'string' ? this.graph.add(write, names) : write(...names);
    this.set(out, first ? { first: name } : { last: name });
  }

  /** Sizes for `Reshape` that hold for every batch: 0 keeps a size, −1 stands for what is left. */
  sizes(x: Buffer, shape: readonly number[]): number[] {
    const [first, ...rest] = shape;
    if (!this.dynamic || shape.length === 0) return [...shape];
    return [first === x.shape[0] ? 0 : -1, ...rest];
  }

  /** A constant with its dimensions in another order, e.g. a filter; as `shape` before, if that is given. */
  permuted(buffer: Buffer, axes: readonly number[], shape: readonly number[] = buffer.shape): string {
    const { backend } = this;
    const moved = backend.transpose(backend.reshape(buffer, shape), axes);
    return this.graph.constant(this.#nameOf(buffer), backend.readSync(moved).slice(), moved.shape, buffer.dtype);
  }

  #valueOf(buffer: Buffer): Value {
    let value = this.#values.get(buffer);
    if (value === undefined) {
      value = { constant: true };
      this.#values.set(buffer, value);
    }
    return value;
  }

  #named(name: string | undefined): string {
    if (name !== undefined) return name;
    throw new ValueError('io.exportOnnx: expected modules that give back their output only, got one that keeps parts');
  }

  #constant(buffer: Buffer): string {
    const values = this.backend.readSync(buffer).slice();
    return this.graph.constant(this.#nameOf(buffer), values, buffer.shape, buffer.dtype);
  }

  #constantFirst(buffer: Buffer, rank: number): string {
    const shape = [...Array.from({ length: rank - buffer.shape.length }, () => 1), ...buffer.shape];
    return sizeOf(shape) === 1 ? this.last(buffer) : this.permuted(buffer, firstAxes(rank), shape);
  }

  #nameOf(buffer: Buffer): string {
    return this.#known.get(buffer) ?? 'constant';
  }
}

/** Where each dimension of channels-first comes from, e.g. `[0, 3, 1, 2]` for images. */
export function firstAxes(rank: number): number[] {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
}

/** Where each dimension of channels-last comes from, e.g. `[0, 2, 3, 1]` for images. */
export function lastAxes(rank: number): number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
}

/** The place of a dimension of ours with channels first. */
export function axisFirst(axis: number, rank: number): number {
  return axis === 0 ? 0 : axis === rank - 1 ? 1 : axis + 1;
}
