import { shortNumber } from '../numbers.js';
import { cutRows, type Table, tableText } from '../text-table.js';
import { fromJsonNumber } from '../values.js';
import { rowCount } from './columns.js';
import type { TableSpec } from './spec.js';

const ENDS = 10;

/** The cells of a table as words, the first column indented by the tree. */
export function tableWords(spec: TableSpec): Table {
  const rows = Array.from({ length: rowCount(spec) }, (_, row) =>
    spec.columns.map((each, c) => {
      const indent = c === 0 ? '  '.repeat(spec.depth?.[row] ?? 0) : '';
      if ('texts' in each) return indent + (each.texts[row] ?? '');
      const value = each.numbers[row] ?? null;
      return value === null ? '–' : shortNumber(fromJsonNumber(value));
    }),
  );
  const cut = spec.ofRows > rows.length ? [`the first ${rows.length} of ${spec.ofRows} rows`] : [];
  const left = spec.columns.filter((each) => 'texts' in each).map(({ name }) => name);
  return { head: spec.columns.map(({ name }) => name), rows, left, notes: [...(spec.notes ?? []), ...cut] };
}

/** A table in aligned columns, the middle of a long one left out. */
export function tableSpecText(spec: TableSpec): string {
  const words = tableWords(spec);
  const text = tableText({ ...words, rows: cutRows(words.rows, ENDS) });
  return spec.title ? `${spec.title}\n${text}` : text;
}
