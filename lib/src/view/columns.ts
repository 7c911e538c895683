import { shapeText, ValueError } from '../errors.js';
import { isReadable } from './layers.js';
import type { Readable } from './values.js';

/** Numbers for a chart: a tensor or a list. */
export type Numbers = Readable | ArrayLike<number>;

/** One list of numbers. A tensor may have any shape with a single axis longer than 1. */
export function columnOf(where: string, x: Numbers): number[] {
  const columns = columnsOf(where, x);
  if (columns.length === 1) return columns[0];
  const got = isReadable(x) ? shapeText(x.shape) : `${columns.length} lists`;
  throw new ValueError(`${where}: expected one value a point, got ${got}; index picks a column`);
}

/** The columns of a tensor `[points, columns]`; a tensor with one long axis and a list are a single column. */
export function columnsOf(where: string, x: Numbers): number[][] {
  if (!isReadable(x)) {
    if (typeof x !== 'object' || x === null || typeof x.length !== 'number') {
      throw new ValueError(`${where}: expected a tensor or a list of numbers, got ${String(x)}`);
    }
    const list = Array.from(x);
    const wrong = list.find((value) => typeof value !== 'number');
    if (wrong !== undefined) throw new ValueError(`${where}: expected numbers, got ${String(wrong)} among them`);
    return [list];
  }
  const values = Array.from(x.dataSync());
  const long = x.shape.filter((size) => size !== 1);
  if (long.length <= 1) return [values];
  if (x.shape.length !== 2) {
    throw new ValueError(`${where}: expected [points] or [points, columns], got ${shapeText(x.shape)}`);
  }
  const [rows, cols] = x.shape;
  return Array.from({ length: cols }, (_, col) => Array.from({ length: rows }, (_, row) => values[row * cols + col]));
}
