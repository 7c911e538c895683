import { expect, test } from 'vitest';
import { tableBundle } from '../../lib/src/view/table.js';
import { cutRows, tableText } from '../../lib/src/view/text-table.js';

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
