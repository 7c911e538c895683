import type { MimeBundle } from './host.js';
import { columnsSpec } from './table/columns.js';
import type { TableSpec } from './table/spec.js';
import { tableSpecBundle } from './table/table.js';

/** Words in rows and columns; all rows are as long as the head. */
export interface Table {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Lines below. */
  notes?: readonly string[];
  /** Columns that are written to the left; the others, numbers, to the right. */
  left?: readonly string[];
  /** All rows, where `rows` leaves some out. */
  all?: readonly (readonly string[])[];
}

/** Rows that are shown at each end of a long table. */
export function cutRows(rows: Table['rows'], ends: number): Table['rows'] {
  if (rows.length <= 2 * ends) return rows;
  return [...rows.slice(0, ends), rows[0].map(() => '…'), ...rows.slice(-ends)];
}

/** A table as text with aligned columns. */
export function tableText({ head, rows, notes = [], left = [] }: Table): string {
  const widths = head.map((name, c) => Math.max(name.length, ...rows.map((row) => row[c].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, c) => (left.includes(head[c]) ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  ');
  return [...[head, ...rows].map((row) => line(row).trimEnd()), ...notes].join('\n');
}

/** A table for a notebook. */
export function tableBundle(table: Table): MimeBundle {
  const { head, rows, notes = [], left = [] } = table;
  const line = (row: readonly string[], tag: 'th' | 'td') => {
    const cells = row.map((cell, c) => {
      const align = left.includes(head[c]) ? 'left' : 'right';
      return `<${tag} style="text-align: ${align}">${escaped(cell)}</${tag}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  };
  const html = [
    `<table><thead>${line(head, 'th')}</thead>`,
    `<tbody>${rows.map((row) => line(row, 'td')).join('')}</tbody></table>`,
    ...notes.map((note) => `<div>${escaped(note)}</div>`),
  ].join('');
  return { ...tableSpecBundle(wordsSpec(table), tableText(table)), 'text/html': html };
}

/** The data of a table of words: a column of the right is one of numbers when all its words are. */
function wordsSpec({ head, rows, all = rows, left = [], notes = [] }: Table): TableSpec {
  const columns = head.map((name, c): [string, unknown[]] => {
    const words = all.map((row) => (row[c] === '–' ? '' : row[c]));
    const numbers = words.map((word) =>
      word === '' ? null : word === '∞' ? Infinity : word === '-∞' ? -Infinity : Number(word),
    );
    const numeric = !left.includes(name) && words.every((word, i) => word === 'NaN' || !Number.isNaN(numbers[i]));
    return [name, numeric ? numbers : words];
  });
  return columnsSpec(columns, { kind: 'table', notes: [...notes] });
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
