import { ValueError } from '../errors.js';
import type { Readable } from './values.js';

/** One tensor, or several by name. */
export type Layers = Readable | Record<string, Readable>;

/** Names and tensors of what a view of several tensors was given; a single one has its label as its name. */
export function namedLayers(where: string, x: Layers, fallback: string): [name: string, tensor: Readable][] {
  if (isReadable(x)) return [[x.label ?? fallback, x]];
  const entries = Object.entries(x ?? {});
  const wrong = entries.find(([, tensor]) => !isReadable(tensor));
  if (entries.length === 0 || wrong) {
    const got = wrong ? `${wrong[0]} = ${String(wrong[1])}` : String(x);
    throw new ValueError(`${where}: expected a tensor or an object of tensors, got ${got}`);
  }
  return entries;
}

/** Whether a value is a tensor as views read it. */
export function isReadable(x: unknown): x is Readable {
  return typeof (x as Partial<Readable> | null | undefined)?.dataSync === 'function';
}
