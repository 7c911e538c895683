import { shapeText, ValueError } from '../errors.js';
import { flattened, isList } from './lists.js';
import { isReadable, type Readable } from './values.js';

/** Numbers for a chart: a tensor or a list, or a list of rows where a chart takes columns. */
export type Numbers = Readable | ArrayLike<number> | readonly ArrayLike<number>[];

/** One list of numbers. A tensor may have any shape with a single axis longer than 1. */
export function columnOf(where: string, x: Numbers): number[] {
  const columns = columnsOf(where, x);
  if (columns.length === 1) return columns[0];
  const got = isReadable(x) ? shapeText(x.shape) : `${columns.length} columns`;
  throw new ValueError(`${where}: expected one value a point, got ${got}; index picks a column`);
}

/** The columns of a tensor or of rows `[points, columns]`; a tensor with one long axis and a list are a single column. */
export function columnsOf(where: string, x: Numbers): number[][] {
  const { shape, values } = isReadable(x) ? { shape: x.shape, values: Array.from(x.dataSync()) } : listed(where, x);
  const long = shape.filter((size) => size !== 1);
  if (long.length <= 1) return [values];
  if (shape.length !== 2) {
    throw new ValueError(`${where}: expected [points] or [points, columns], got ${shapeText(shape)}`);
  }
  const [rows, cols] = shape;
  return Array.from({ length: cols }, (_, col) => Array.from({ length: rows }, (_, row) => values[row * cols + col]));
}

function listed(where: string, x: unknown): { shape: number[]; values: number[] } {
  if (!isList(x)) throw new ValueError(`${where}: expected a tensor or a list of numbers, got ${String(x)}`);
  if (x.length > 0 && isList(x[0])) {
    const { shape, flat } = flattened(where, x);
    return { shape, values: flat.map(Number) };
  }
  const values = Array.from(x as ArrayLike<number>);
  const wrong = values.findIndex((value) => typeof value !== 'number');
  if (wrong < 0) return { shape: [values.length], values };
  throw new ValueError(`${where}: expected numbers, got ${String(values[wrong])} among them`);
}
