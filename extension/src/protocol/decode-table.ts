import { asArray, asCounts, asNumber, asSpec, atMost, optionalText } from './fields.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';

/** A column of a table: numbers (`null` where there is none) or texts. */
export type ColumnData = { name: string; numbers: (number | null)[] } | { name: string; texts: string[] };

/** A table ready to draw. */
export interface TableData {
  kind: 'table' | 'summary';
  title: string;
  columns: ColumnData[];
  /** How deep each row is in the tree; empty where rows are no tree. */
  depth: number[];
  rows: number;
  ofRows: number;
  notes: string[];
}

const MOST = { rows: 100_000, columns: 1_000, notes: 100, depth: 100 };

/** Reads the JSON of a table. Throws a PayloadError that says what is wrong. */
export function decodeTable(payload: unknown): TableData {
  const spec = asSpec('table view', payload);
  const columns = atMost('table columns', asArray('table columns', spec.columns), MOST.columns).map(readColumn);
  const rows = columns.length === 0 ? 0 : lengthOf(columns[0]);
  for (const column of columns) {
    if (lengthOf(column) !== rows) throw new PayloadError('table columns', `${rows} rows in each`, lengthOf(column));
  }
  const depth = spec.depth === undefined ? [] : asCounts('table depth', spec.depth);
  if (spec.depth !== undefined && depth.length !== rows)
    throw new PayloadError('table depth', `${rows} numbers`, depth.length);
  const deep = depth.find((n) => n > MOST.depth);
  if (deep !== undefined) throw new PayloadError('table depth', `at most ${MOST.depth}`, deep);
  const notes = spec.notes === undefined ? [] : asArray('table notes', spec.notes);
  return {
    kind: asChoice('table kind', spec.kind, ['table', 'summary'] as const),
    title: optionalText('table title', spec.title),
    columns,
    depth,
    rows,
    ofRows: asCount('table ofRows', spec.ofRows, rows),
    notes: atMost('table notes', notes, MOST.notes).map((note) => asText('table notes', note)),
  };
}

function readColumn(value: unknown): ColumnData {
  const column = asObject('table column', value);
  const name = asText('table column name', column.name);
  if (column.numbers !== undefined) {
    const numbers = atMost('table column numbers', asArray('table column numbers', column.numbers), MOST.rows);
    return { name, numbers: numbers.map((n) => (n === null ? null : asNumber('table column numbers', n))) };
  }
  const texts = atMost('table column texts', asArray('table column texts', column.texts), MOST.rows);
  return { name, texts: texts.map((text) => asText('table column texts', text)) };
}

function lengthOf(column: ColumnData): number {
  return 'numbers' in column ? column.numbers.length : column.texts.length;
}
