import { expect, test } from 'vitest';
import { decodeTable } from '../../extension/src/protocol/decode-table.js';
import { TableModel } from '../../extension/src/table/model.js';
import { TABLE_MIME } from '../../lib/src/view/table/spec.js';
import { tableSpec, tableSpecBundle } from '../../lib/src/view/table/table.js';
import { tableBundle } from '../../lib/src/view/table.js';
import { readable } from '../helpers/readable.js';

const rows = [
  { name: 'adam', loss: 0.25, steps: 1000 },
  { name: 'sgd', loss: Number.NaN },
  { name: 'rmsprop', loss: 0.5, steps: 20 },
];

test('rows of objects are columns of numbers and texts, with nothing where a row has nothing', () => {
  expect(tableSpec(rows, { title: 'runs' })).toEqual({
    version: 1,
    kind: 'table',
    title: 'runs',
    columns: [
      { name: 'name', texts: ['adam', 'sgd', 'rmsprop'] },
      { name: 'loss', numbers: [0.25, 'NaN', 0.5] },
      { name: 'steps', numbers: [1000, null, 20] },
    ],
    ofRows: 3,
  });
});

test('columns are lists or vectors, and a matrix has a column each', () => {
  const columns = tableSpec({ x: readable([2], [1, 2]), y: ['a', 'b'] }).columns;
  expect(columns).toEqual([
    { name: 'x', numbers: [1, 2] },
    { name: 'y', texts: ['a', 'b'] },
  ]);
  expect(tableSpec(readable([2, 2], [1, 2, 3, 4]), { columns: ['a', 'b'] }).columns).toEqual([
    { name: 'a', numbers: [1, 3] },
    { name: 'b', numbers: [2, 4] },
  ]);
});

test('what is no table is refused with what was got', () => {
  expect(() => tableSpec({ a: [1], b: [1, 2] })).toThrow('as long as each other, got 1 in a and 2 in b');
  expect(() => tableSpec([1] as never)).toThrow('view.table: expected rows as objects, got 1; give columns');
  expect(() => tableSpec(readable([1, 1, 1], [0]))).toThrow('expected [rows, columns], got [1, 1, 1]; view.tensor');
  expect(() => tableSpec(readable([2, 2], [0, 0, 0, 0]), { columns: ['a'] })).toThrow('columns needs 2 names, got 1');
  expect(() => tableSpec(null as never)).toThrow('expected rows, columns or a tensor, got null');
});

test('the first 10,000 of more rows are kept, and long texts are fewer still', () => {
  const many = tableSpec({ x: Array.from({ length: 12_000 }, (_, i) => i) });
  expect([many.ofRows, decodeTable(many).rows]).toEqual([12_000, 10_000]);
  const long = tableSpec({ x: Array.from({ length: 9_000 }, () => 'letters '.repeat(40)) });
  expect(JSON.stringify(long).length).toBeLessThan(1_000_000);
  expect(tableSpecBundle(many)['text/plain']).toContain('the first 10000 of 12000 rows');
});

test('a table has a text with aligned columns and a picture', () => {
  const bundle = tableSpecBundle(tableSpec(rows, { title: 'runs' }));
  expect(bundle['text/plain']).toBe(
    'runs\nname      loss  steps\nadam     0.250   1000\nsgd        NaN      –\nrmsprop  0.500     20',
  );
  expect(bundle['image/png']).toMatch(/^iVBORw0K/);
  expect(tableSpecBundle(tableSpec([]))).not.toHaveProperty('image/png');
});

test('tables of words keep all their rows for the view and the ends of long ones in text', () => {
  const all = Array.from({ length: 50 }, (_, i) => [`${i}`, i === 1 ? '–' : `${i / 2}`]);
  const bundle = tableBundle({ head: ['n', 'half'], rows: all.slice(0, 2), all });
  const { columns } = bundle[TABLE_MIME] as ReturnType<typeof tableSpec>;
  expect(columns.map((each) => ('numbers' in each ? each.numbers.length : 0))).toEqual([50, 50]);
  expect('numbers' in columns[1] && columns[1].numbers.slice(0, 3)).toEqual([0, null, 1]);
  expect(bundle['text/plain']).toBe('n  half\n0     0\n1     –');
});

test('rows are sorted by a column, with what has no number last, and filtered by any text', () => {
  const model = new TableModel(decodeTable(tableSpec(rows)));
  model.sorting = { column: 1, rising: true };
  expect(model.rows()).toEqual([0, 2, 1]);
  model.sorting = { column: 1, rising: false };
  expect(model.rows()).toEqual([2, 0, 1]);
  model.sorting = { column: undefined, rising: true };
  model.filter = 'D';
  expect(model.rows()).toEqual([0, 1]);
  expect(model.shares(2)(2)).toBe(0.02);
});

test('a closed row of a tree hides the rows in it', () => {
  const data = { ...tableSpec({ name: ['net', 'a', 'a1', 'b'] }), kind: 'summary', depth: [0, 1, 2, 1] };
  const model = new TableModel(decodeTable(data));
  model.closed.add(1);
  expect(model.rows()).toEqual([0, 1, 3]);
  model.closed.add(0);
  expect(model.rows()).toEqual([0]);
  model.filter = 'a1';
  expect(model.rows()).toEqual([2]);
});

test('anything that is no table gets one sentence', () => {
  const spec = tableSpec(rows);
  expect(() => decodeTable({ ...spec, version: 3 })).toThrow('table view version: expected 1');
  expect(() => decodeTable({ ...spec, kind: 'chair' })).toThrow('expected one of table, summary, got "chair"');
  expect(() => decodeTable({ ...spec, depth: [0] })).toThrow('table depth: expected 3 numbers, got 1');
  const uneven = [spec.columns[0], { name: 'x', numbers: [1] }];
  expect(() => decodeTable({ ...spec, columns: uneven })).toThrow('table columns: expected 3 rows in each, got 1');
});
