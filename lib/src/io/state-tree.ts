import { FileError, ValueError } from '../errors.js';
import type { StateDict } from '../nn/state-dict.js';
import { Tensor } from '../tensor/tensor.js';

/** Deeper nesting than any state has; a hostile file may not exhaust the stack. */
const DEEPEST = 200;

/** Numbers that JSON cannot write. */
const SPECIAL = new Map<string, number>([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);

/**
 * Plain data with tensors in it as JSON: tensors go to `tensors` under their path, e.g. `optimizer.state.0.expAvg`, and
 * `{"$tensor": path}` stays in their place; `{"$number": "NaN"}` is a number that JSON lacks; other keys that begin with `$`
 * get one more. Fields that are `undefined` are left out.
 * @throws ValueError for anything but numbers, text, booleans, null, tensors, lists and plain objects of them
 */
export function toTree(value: unknown, path: string, tensors: StateDict, where: string, depth = 0): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    const text = Object.is(value, -0) ? '-0' : String(value);
    return SPECIAL.has(text) ? { $number: text } : value;
  }
  if (value instanceof Tensor) {
    let name = path;
    while (Object.hasOwn(tensors, name)) name += '~';
    tensors[name] = value;
    return { $tensor: name };
  }
  if (depth > DEEPEST) throw new ValueError(`${where}: expected plain data, got lists in lists without end at ${path}`);
  if (Array.isArray(value)) return value.map((item, i) => toTree(item, `${path}.${i}`, tensors, where, depth + 1));
  if (!isPlain(value)) {
    const rule = 'numbers, text, booleans, null, tensors, lists and plain objects';
    throw new ValueError(`${where}: expected ${rule}, got ${kindOf(value)} at ${path}`);
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.map(([key, field]) => [
      key.startsWith('$') ? `$${key}` : key,
      toTree(field, `${path}.${key}`, tensors, where, depth + 1),
    ]),
  );
}

/** Reverses {@link toTree}. @throws FileError for what that never writes */
export function fromTree(tree: unknown, tensors: StateDict, where: string, depth = 0): unknown {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (depth > DEEPEST) throw new FileError(`${where}: expected a state of at most ${DEEPEST} levels, got more`);
  if (Array.isArray(tree)) return tree.map((item) => fromTree(item, tensors, where, depth + 1));
  const { $tensor: name, $number: number } = tree as { $tensor?: unknown; $number?: unknown };
  if (name !== undefined) {
    if (typeof name === 'string' && Object.hasOwn(tensors, name)) return tensors[name];
    throw new FileError(`${where}: expected the name of a tensor in the file, got ${JSON.stringify(name)}`);
  }
  if (number !== undefined) {
    if (typeof number === 'string' && SPECIAL.has(number)) return SPECIAL.get(number);
    throw new FileError(`${where}: expected ${[...SPECIAL.keys()].join(', ')}, got ${JSON.stringify(number)}`);
  }
  return Object.fromEntries(
    Object.entries(tree).map(([key, field]) => [
      key.startsWith('$') ? key.slice(1) : key,
      fromTree(field, tensors, where, depth + 1),
    ]),
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of a notebook's cells may come from another realm, whose Object is not ours.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object') return typeof value === 'function' ? 'a function' : String(typeof value);
  return value?.constructor?.name ?? 'an object';
}
