import { shapeText, ValueError } from '../../errors.js';
import type { MimeBundle } from '../host.js';
import { isList } from '../lists.js';
import { showView, viewBundle } from '../show.js';
import { textsOf } from '../texts.js';
import { isReadable, type Readable } from '../values.js';
import { columnsSpec } from './columns.js';
import { tablePng } from './png.js';
import { TABLE_MIME, type TableSpec } from './spec.js';
import { tableSpecText } from './words.js';

/** How a table is shown. */
export interface TableOptions {
  /** Name in the header. */
  title?: string;
  /** Names of the columns of a tensor; default their numbers. */
  columns?: readonly (string | number)[];
}

/** Rows as objects, columns as lists or tensors by name, or a tensor `[rows, columns]`. */
export type TableData =
  | readonly Readonly<Record<string, unknown>>[]
  | Readonly<Record<string, Readable | readonly unknown[] | ArrayLike<number>>>
  | Readable;

/**
 * The plain data of a table. Of more than 10,000 rows the first are kept.
 * @throws ValueError for columns of different lengths, and for what is neither rows, columns nor a tensor.
 */
export function tableSpec(data: TableData, { title, columns }: TableOptions = {}): TableSpec {
  return columnsSpec(columnsOf(data, columns), { kind: 'table', ...(title ? { title } : {}) });
}

/** Everything that a notebook can show of a table: data, a picture where one can be drawn, and text. */
export function tableSpecBundle(spec: TableSpec, text = tableSpecText(spec)): MimeBundle {
  return viewBundle(TABLE_MIME, spec, tablePng(spec), text);
}

/**
 * Shows rows or columns of numbers and texts as a table to sort, filter and save.
 *
 *     view.table([{ name: 'adam', loss: 0.2 }, { name: 'sgd', loss: 0.5 }]);
 *     view.table({ x: tensor([1, 2, 3]), y: tensor([1, 4, 9]) }, { title: 'squares' });
 */
export function table(data: TableData, options: TableOptions = {}): void {
  const spec = tableSpec(data, options);
  showView(spec, tableSpecBundle, tableSpecText);
}

function columnsOf(data: TableData, names?: TableOptions['columns']): [name: string, cells: readonly unknown[]][] {
  if (isReadable(data)) return tensorColumns(data, names);
  if (Array.isArray(data)) {
    const wrong = data.find((row) => typeof row !== 'object' || row === null);
    if (wrong !== undefined) {
      throw new ValueError(`view.table: expected rows as objects, got ${String(wrong)}; give columns: { x: [1, 2] }`);
    }
    const keys = [...new Set(data.flatMap((row) => Object.keys(row)))];
    return keys.map((key) => [key, data.map((row) => row[key])]);
  }
  if (typeof data !== 'object' || data === null || Symbol.iterator in data) {
    throw new ValueError(`view.table: expected rows, columns or a tensor, got ${String(data)}`);
  }
  const columns = Object.entries(data).map(([name, cells]): [string, readonly unknown[]] => {
    if (isList(cells)) return [name, Array.from(cells as ArrayLike<unknown>)];
    if (isReadable(cells) && cells.shape.length <= 1) return [name, Array.from(cells.dataSync())];
    const got = isReadable(cells) ? `a tensor ${shapeText(cells.shape)}` : String(cells);
    throw new ValueError(`view.table: expected a list or a vector in column ${name}, got ${got}`);
  });
  const uneven = columns.find(([, cells]) => cells.length !== columns[0][1].length);
  if (uneven) {
    const got = `${columns[0][1].length} in ${columns[0][0]} and ${uneven[1].length} in ${uneven[0]}`;
    throw new ValueError(`view.table: columns must be as long as each other, got ${got}`);
  }
  return columns;
}

function tensorColumns(x: Readable, given?: TableOptions['columns']): [name: string, cells: number[]][] {
  if (x.shape.length > 2) {
    throw new ValueError(
      `view.table: expected [rows, columns], got ${shapeText(x.shape)}; view.tensor shows any shape`,
    );
  }
  const [rows, cols] = x.shape.length === 2 ? x.shape : [x.shape[0] ?? 1, 1];
  const names = given && textsOf('view.table: columns', given, cols, `needs ${cols} names`);
  const values = x.dataSync();
  return Array.from({ length: cols }, (_, col) => [
    names?.[col] ?? String(col),
    Array.from({ length: rows }, (_, row) => Number(values[row * cols + col])),
  ]);
}
