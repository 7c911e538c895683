import { expect, test } from 'vitest';
import { tableSpec } from '../../lib/src/view/table/table.js';
import { tableBundle } from '../../lib/src/view/table.js';
import { cutRows, tableText } from '../../lib/src/view/text-table.js';
import { readable } from '../helpers/readable.js';

const table = {
  head: ['trial', 'score', 'error'],
  rows: [
    ['1', '0.25', ''],
    ['10', '–', 'x < 1 & "y"'],
  ],
  notes: ['best: <1>'],
  left: ['error'],
};

test('a table as text has aligned columns and no space at the end', () => {
  expect(tableText(table)).toBe('trial  score  error\n    1   0.25\n   10      –  x < 1 & "y"\nbest: <1>');
});

test('a table for a notebook carries its words as text, never as markup', () => {
  const { 'text/html': html, 'text/plain': text } = tableBundle(table);
  expect(text).toBe(tableText(table));
  expect(html).toContain('<td style="text-align: left">x &lt; 1 &amp; &quot;y&quot;</td>');
  expect(html).toContain('<div>best: &lt;1&gt;</div>');
});

test('a long table keeps its ends', () => {
  const rows = Array.from({ length: 9 }, (_, i) => [`${i}`, 'a']);
  expect(cutRows(rows, 2).map(([first]) => first)).toEqual(['0', '1', '…', '7', '8']);
  expect(cutRows(rows.slice(0, 4), 2)).toHaveLength(4);
});

test('a cell may hold a tensor, a bigint, a cycle; a column a typed array', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const column = (cells: unknown[]) => tableSpec({ x: cells }).columns[0];
  expect(column([readable([2], [1, 2])])).toEqual({ name: 'x', texts: ['Tensor[2] f32 [1, 2]'] });
  expect(column([{ big: 1n }, cycle])).toEqual({ name: 'x', texts: ['[object Object]', '[object Object]'] });
  expect(tableSpec({ x: Float32Array.of(1, 2) }).columns).toEqual([{ name: 'x', numbers: [1, 2] }]);
});
