import { ShapeError, ValueError } from '../errors.js';
import { isReadable, type Readable } from './values.js';

/** Numbers in lists, typed arrays, or lists of those, all as long as each other. */
export type NumberLists = ArrayLike<number> | readonly NumberLists[];

/** A tensor, or lists of numbers in its place. */
export type TensorLike = Readable | NumberLists;

/** Whether a value is a list or a typed array of something. */
export function isList(x: unknown): x is NumberLists {
  return Array.isArray(x) || (ArrayBuffer.isView(x) && 'length' in x);
}

/**
 * What a view was given as a tensor: lists become one of float32, of booleans one of bool. Throws a ValueError for anything
 * else, a ShapeError for lists of different lengths.
 */
export function readableOf(where: string, x: unknown): Readable {
  if (isReadable(x)) return x;
  if (!isList(x)) throw new ValueError(`${where}: expected a tensor or lists of numbers, got ${String(x)}`);
  const { shape, flat } = flattened(where, x);
  const bool = flat.length > 0 && typeof flat[0] === 'boolean';
  const values = bool ? Uint8Array.from(flat, Number) : Float32Array.from(flat, Number);
  return { shape, dtype: bool ? 'bool' : 'float32', dataSync: () => values, item: () => values[0] };
}

/** All values of lists in lists, row-major, and how long the lists are at each depth. Throws as {@link readableOf} does. */
export function flattened(where: string, x: NumberLists): { shape: number[]; flat: (number | boolean)[] } {
  const shape: number[] = [];
  for (let inner: unknown = x; isList(inner); inner = inner[0]) shape.push(inner.length);
  const flat: (number | boolean)[] = [];
  gather(where, x, shape, 0, flat);
  return { shape, flat };
}

function gather(where: string, x: NumberLists, shape: readonly number[], axis: number, flat: unknown[]): void {
  if (x.length !== shape[axis]) {
    const got = `${shape[axis]} and ${x.length}`;
    throw new ShapeError(`${where}: lists at one depth must be as long as each other, got ${got}`);
  }
  const last = axis === shape.length - 1;
  for (let i = 0; i < x.length; i++) {
    const entry: unknown = x[i];
    if (isList(entry) && !last) gather(where, entry, shape, axis + 1, flat);
    else if (last && (typeof entry === 'number' || typeof entry === 'boolean')) flat.push(entry);
    else throw new ValueError(`${where}: expected a tensor or lists of numbers, got ${wordFor(entry)} among them`);
  }
}

function wordFor(entry: unknown): string {
  if (isReadable(entry)) return 'a tensor';
  return isList(entry) ? `a list of ${entry.length}` : String(entry);
}
