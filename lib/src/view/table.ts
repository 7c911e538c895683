import type { MimeBundle } from './host.js';
import { columnsSpec } from './table/columns.js';
import type { TableSpec } from './table/spec.js';
import { tableSpecBundle } from './table/table.js';
import { type Table, tableText } from './text-table.js';

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
