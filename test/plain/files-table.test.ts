import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { FileError, files, tensor } from 'lectern';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const put = (name: string, text: string | Uint8Array) => {
  writeFileSync(path(name), text);
  return path(name);
};

describe('CSV', () => {
  it('gives numbers, texts with quotes and line ends, and null for what is missing', () => {
    const table = files.parseCsv('\ufeffname,size\r\n"a ""b"", c\nd",1.5e3\r\nplain,NA\r\n,-.5\r\n');
    expect(table.columns).toEqual(['name', 'size']);
    expect(table.column('name')).toEqual(['a "b", c\nd', 'plain', null]);
    expect(table.column('size')).toEqual([1500, null, -0.5]);
    expect(table.rows()[1]).toEqual({ name: 'plain', size: null });
    expect(table.length).toBe(3);
  });

  it('keeps as text what only looks like a number', () => {
    const table = files.parseCsv('a,b,c,d\n0x10,1e,Infinity,1 2\n1,2,3,4\n');
    expect(table.rows()[0]).toEqual({ a: '0x10', b: '1e', c: 'Infinity', d: '1 2' });
    expect(table.column('a')).toEqual(['0x10', '1']);
  });

  it('takes names, a choice of columns, another delimiter, other missing texts and comments', () => {
    const text = '# made by hand\n1;2;?\n3;4;5\n';
    const options = { header: ['a', 'b', 'c'], columns: ['c', 'a'], delimiter: ';', missing: ['?'], comment: '#' };
    const table = files.parseCsv(text, options);
    expect(table.rows()).toEqual([
      { c: null, a: 1 },
      { c: 5, a: 3 },
    ]);
    expect(files.parseCsv('1,2\n', { header: false }).columns).toEqual(['column0', 'column1']);
    expect(files.readCsv(put('tabs.tsv', 'x\ty\n1\t2\n')).tensor().toArray()).toEqual([[1, 2]]);
  });

  it('becomes a tensor, a vector of classes, and fewer rows', () => {
    const table = files.parseCsv('kind,x,y\nb,1,2\na,3,\nb,5,6\n,7,8\n');
    expect(table.tensor(['y', 'x']).toArray()).toEqual([
      [2, 1],
      [Number.NaN, 3],
      [6, 5],
      [8, 7],
    ]);
    const { labels, classes } = table.codes('kind');
    expect([labels.toArray(), labels.dtype, classes]).toEqual([[1, 0, 1, -1], 'int32', ['a', 'b']]);
    expect(table.dropMissing(['y']).column('x')).toEqual([1, 5, 7]);
    expect(table.dropMissing().length).toBe(2);
    expect(table.filter(({ x }) => Number(x) > 2).column('kind')).toEqual(['a', 'b', null]);
    expect(files.parseCsv('n\n10\n9\n10\n').codes('n').classes).toEqual(['9', '10']);
  });

  it('says where it is wrong', () => {
    expect(() => files.parseCsv('a,b\n1,2\n3\n')).toThrow(
      "parseCsv: expected 2 values in each line, got 1 at record 3; is the delimiter ','?",
    );
    expect(() => files.parseCsv('a\n"open\n')).toThrow(/^parseCsv: expected comma-separated values, got at record 2: /);
    expect(() => files.parseCsv('a,a\n1,2\n')).toThrow("Table: expected a name for each column, got 'a' twice");
    expect(() => files.parseCsv('a,b\nx,2\n').tensor()).toThrow(
      "Table.tensor: expected numbers in column 'a', got 'x' in row 0; name the columns to take, or number its classes with .codes('a')",
    );
    expect(() => files.parseCsv('a,b\n1,2\n').column('c')).toThrow("expected one of the columns a, b, got 'c'");
    expect(() => files.readCsv(path('none.csv'))).toThrow(
      /^readCsv: expected a file that can be read, got ENOENT for /,
    );
    expect(() => files.readCsv(put('latin.csv', new Uint8Array([97, 10, 0xe9, 10])))).toThrow(
      'readCsv: expected a text in UTF-8',
    );
  });

  it('reads what was written, for any table', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(null));
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
    const word = (text: string | null) => (text === null ? null : `_${text}_`);
    const rows = fc.array(fc.tuple(cell.map(word), number), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t'), (list, delimiter) => {
        const table = new files.Table([
          ['a,"\n', list.map(([text]) => text)],
          ['b', list.map(([, value]) => value)],
        ]);
        files.writeCsv(path('any.csv'), table, { delimiter });
        const again = files.readCsv(path('any.csv'), { delimiter });
        expect(again.column('a,"\n')).toEqual(table.column('a,"\n'));
        const numbers = table.column('b').map((value) => (value === null ? null : Number(value) + 0));
        expect(again.column('b').map((value) => (value === null ? null : Number(value) + 0))).toEqual(numbers);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('reads back a table of one column with missing values, and a tensor', () => {
    files.writeCsv(path('one.csv'), new files.Table([['a', [1, null, 3]]]));
    expect(files.readCsv(path('one.csv')).column('a')).toEqual([1, null, 3]);
    const x = tensor([
      [0.1, 2],
      [3e-8, -4],
    ]);
    files.writeCsv(path('tensor.csv'), x, { header: ['p', 'q'] });
    expect(files.readCsv(path('tensor.csv')).tensor(['p', 'q']).toArray()).toEqual(x.toArray());
    expect(() => files.writeCsv(path('tensor.csv'), x, { header: ['p'] })).toThrow(
      'writeCsv: expected a tensor [rows, 1 columns], got [2, 2]',
    );
  });
});

describe('Table', () => {
  it('is made of records, and refuses columns of unequal length', () => {
    expect(files.Table.fromRows([{ a: 1, b: 'x' }, { a: 2 }]).column('b')).toEqual(['x', null]);
    const make = () =>
      new files.Table([
        ['a', [1, 2]],
        ['b', [1]],
      ]);
    expect(make).toThrow("Table: expected 2 values in each column as in 'a', got 1 in 'b'");
  });

  it('shows its ends, texts to the left and numbers to the right', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      word: i === 1 ? 'a\nb <i>' : `w${i}`,
      n: i === 0 ? null : i * 50,
    }));
    const table = files.Table.fromRows(rows);
    expect(String(table).split('\n')).toEqual([
      'word       n',
      'w0         –',
      'a b <i>   50',
      'w2       100',
      'w3       150',
      'w4       200',
      '…          …',
      'w7       350',
      'w8       400',
      'w9       450',
      'w10      500',
      'w11      550',
      '12 rows, 2 columns',
    ]);
    expect(inspect(table)).toBe(String(table));
    const bundle = table[Symbol.for('Jupyter.display') as keyof files.Table] as () => Record<string, string>;
    const { 'text/html': html, 'text/plain': text } = bundle.call(table);
    expect(text).toBe(String(table));
    expect(html).toContain('<td style="text-align: left">a b &lt;i&gt;</td><td style="text-align: right">50</td>');
    const long = files.parseCsv(`a\n${'x'.repeat(100)}\n`);
    expect(String(long).split('\n')[1]).toBe(`${'x'.repeat(39)}…`);
    expect(String(files.parseCsv(''))).toContain('0 rows');
  });

  it('keeps a column with a name that objects have already', () => {
    const table = files.parseCsv('__proto__,constructor\n1,2\n');
    expect(table.column('__proto__')).toEqual([1]);
    expect(Object.entries(table.rows()[0])).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });
});

describe('JSON', () => {
  it('reads what was written, tensors as nested lists', () => {
    files.writeJson(path('a.json'), { w: tensor([[1, 2]]), on: true, name: 'ä' }, { indent: 2 });
    expect(files.readJson(path('a.json'))).toEqual({ w: [[1, 2]], on: true, name: 'ä' });
    files.writeJsonLines(path('a.jsonl'), [{ step: 1 }, [tensor([3])], null]);
    expect(files.readText(path('a.jsonl'))).toBe('{"step":1}\n[[3]]\nnull\n');
    expect(files.readJsonLines(put('b.jsonl', '{"a":1}\r\n\n2'))).toEqual([{ a: 1 }, 2]);
  });

  it('says where it is wrong', () => {
    expect(() => files.readJson(put('bad.json', '{"a":'))).toThrow(/^readJson: expected JSON, got in .*bad\.json: /);
    expect(() => files.readJsonLines(put('bad.jsonl', '1\n{\n'))).toThrow(/got in line 2 of .*bad\.jsonl/);
    expect(() => files.writeJson(path('c.json'), { a: [tensor([Number.NaN])] })).toThrow(
      /^writeJson: expected finite numbers, which JSON has, got NaN at /,
    );
    expect(() => files.writeJson(path('c.json'), () => 1)).toThrow(FileError);
    expect(() => files.readText(path('c.json'))).toThrow('ENOENT');
  });
});
