import { formatTensor } from '../tensor/text.js';
import { isReadable, readValues, toJsonNumber } from '../values.js';
import type { TableColumn, TableSpec } from './spec.js';

/** Rows and letters that a table puts into a notebook. */
const MOST_ROWS = 10_000;
const MOST_LETTERS = 1_000_000;

/** A value of a table: a number, a text, or something that is shown as text; nothing is an empty cell. */
export type Cell = unknown;

/** The plain data of a table from its columns: a column in which all is a number (or nothing) holds numbers. */
export function columnsSpec(
  columns: readonly (readonly [name: string, cells: readonly Cell[]])[],
  rest: Pick<TableSpec, 'kind' | 'title' | 'depth' | 'notes'>,
): TableSpec {
  const ofRows = Math.max(0, ...columns.map(([, cells]) => cells.length));
  let kept = Math.min(ofRows, MOST_ROWS);
  let made = columns.map(([name, cells]) => column(name, cells.slice(0, kept)));
  while (kept > 1 && letters(made) > MOST_LETTERS) {
    kept = Math.floor(kept / 2);
    made = columns.map(([name, cells]) => column(name, cells.slice(0, kept)));
  }
  const { kind, title, depth, notes } = rest;
  return {
    version: 1,
    kind,
    ...(title ? { title } : {}),
    columns: made,
    ...(depth ? { depth: depth.slice(0, kept) } : {}),
    ofRows,
    ...(notes?.length ? { notes } : {}),
  };
}

/** How many rows are kept. */
export function rowCount({ columns }: Pick<TableSpec, 'columns'>): number {
  return Math.max(0, ...columns.map((each) => ('numbers' in each ? each.numbers : each.texts).length));
}

function column(name: string, cells: readonly Cell[]): TableColumn {
  const numeric = cells.every((cell) => typeof cell === 'number' || empty(cell)) && cells.some((cell) => !empty(cell));
  if (numeric) return { name, numbers: cells.map((cell) => (typeof cell === 'number' ? toJsonNumber(cell) : null)) };
  return { name, texts: cells.map(cellText) };
}

function cellText(cell: Cell): string {
  if (empty(cell)) return '';
  const text = typeof cell === 'object' ? objectText(cell) : String(cell);
  return text.replaceAll(/\s+/g, ' ').slice(0, 500);
}

function objectText(cell: object | null): string {
  if (isReadable(cell)) return formatTensor(readValues(cell));
  try {
    return JSON.stringify(cell) ?? '';
  } catch {
    // A cycle or a bigint, which JSON has no form for.
    return String(cell);
  }
}

function empty(cell: Cell): boolean {
  return cell === null || cell === undefined || cell === '';
}

function letters(columns: readonly TableColumn[]): number {
  return columns.reduce((sum, each) => sum + JSON.stringify(each).length, 0);
}
