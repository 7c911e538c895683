import { ValueError } from '../errors.js';
import { isList, readableOf, type TensorLike } from './lists.js';
import { isReadable, type Readable } from './values.js';

/** One tensor, or several by name; lists of numbers do too. */
export type Layers = TensorLike | Readonly<Record<string, TensorLike>>;

/** Names and tensors of what a view of several tensors was given; a single one has its label as its name. */
export function namedLayers(where: string, x: Layers, fallback: string): [name: string, tensor: Readable][] {
  if (isReadable(x) || isList(x)) {
    const tensor = readableOf(where, x);
    return [[tensor.label ?? fallback, tensor]];
  }
  const entries = typeof x === 'object' ? Object.entries(x ?? {}) : [];
  const wrong = entries.find(([, tensor]) => !isReadable(tensor) && !isList(tensor));
  if (entries.length === 0 || wrong) {
    const got = wrong ? `${wrong[0]} = ${String(wrong[1])}` : String(x);
    throw new ValueError(`${where}: expected a tensor or an object of tensors, got ${got}`);
  }
  return entries.map(([name, tensor]) => [name, readableOf(`${where}: ${name}`, tensor)]);
}
