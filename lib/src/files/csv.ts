/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse';
import { writeAtomically } from '../disk/atomic-write.js';
import { FileError, ShapeError, shapeText } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';
import { type Cell, Table } from './table.js';
import { encodeText, readText } from './text.js';

export interface CsvOptions {
  /** Whether the first line names the columns (default `true`), or the names themselves. */
  header?: boolean | readonly string[];
  /** Columns to keep, in this order; default all. */
  columns?: readonly string[];
  /** Sign between values; default `,`, and a tab for files that end in `.tsv`. */
  delimiter?: string;
  /** Texts that mean a missing value; default the empty text, `NA`, `NaN`, `nan` and `null`. */
  missing?: readonly string[];
  /** Lines that begin with it are left out; default none. */
  comment?: string;
}

const MISSING = ['', 'NA', 'NaN', 'nan', 'null'];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Reads a file of comma-separated values (RFC 4180) as a {@link Table}. A column in which all values are numbers
 * holds numbers, any other holds texts; missing values are `null`.
 *
 *     files.writeText('table.csv', 'a,b\n1,2\n');
 *     files.readCsv('table.csv').tensor() // → [[1, 2]]
 *
 * @throws FileError if it cannot be read, a quote is not closed, or a line has more or fewer values than the first.
 */
export function readCsv(path: string, options: CsvOptions = {}): Table {
  const delimiter = /\.tsv$/i.test(path) ? '\t' : ',';
  return parse(readText(path, 'readCsv'), { delimiter, ...options }, 'readCsv', ` in ${path}`);
}

/**
 * Reads comma-separated values from a text, as {@link readCsv}.
 *
 *     files.parseCsv('a,b\n1,2\n3,4\n').tensor() // → [[1, 2], [3, 4]]
 */
export function parseCsv(text: string, options: CsvOptions = {}): Table {
  return parse(text, options, 'parseCsv', '');
}

/**
 * Writes a table, or a tensor `[rows, columns]` with the given `header`, as comma-separated values. Missing values are
 * written as `NA`. Numbers are written in full, so that reading gives the same ones.
 *
 *     files.writeCsv('table.csv', tensor([[1, 2], [3, 4]]), { header: ['a', 'b'] });
 *     files.readCsv('table.csv').tensor() // → [[1, 2], [3, 4]]
 */
export function writeCsv(
  path: string,
  table: Table | Tensor,
  options: Pick<CsvOptions, 'delimiter'> & { header?: readonly string[] } = {},
): void {
  const { delimiter = /\.tsv$/i.test(path) ? '\t' : ',', header } = options;
  const [names, rows] = table instanceof Tensor ? [header, tensorRows(table, header)] : tableRows(table);
  const lines = names === undefined ? rows : [names, ...rows];
  writeAtomically(path, encodeText(`${Papa.unparse(lines, { delimiter, newline: '\n' })}\n`), 'writeCsv');
}

function parse(text: string, options: CsvOptions, where: string, place: string): Table {
  const { header = true, columns, delimiter = ',', missing = MISSING, comment } = options;
  // A byte-order mark would become part of the first name.
  const { data, errors } = Papa.parse(text.replace(/^\ufeff/, ''), {
    delimiter,
    quoteChar: '"',
    comments: comment ?? false,
    skipEmptyLines: true,
  });
  if (errors.length > 0) {
    const { message, row = 0 } = errors[0];
    throw new FileError(`${where}: expected comma-separated values, got at record ${row + 1}${place}: ${message}`);
  }
  const lines = header === true ? data.slice(1) : data;
  const names = header === true ? (data[0] ?? []) : header || (data[0] ?? []).map((_, i) => `column${i}`);
  for (const [i, line] of lines.entries()) {
    if (line.length === names.length) continue;
    const record = i + (header === true ? 2 : 1);
    throw new FileError(
      `${where}: expected ${names.length} values in each line, got ${line.length} at record ${record}${place}; is the delimiter '${delimiter}'?`,
    );
  }
  const absent = new Set(missing);
  const table = new Table(
    names.map((name, j) => [
      name,
      typed(
        lines.map((line) => line[j]),
        absent,
      ),
    ]),
  );
  return columns === undefined ? table : table.select(...columns);
}

function typed(texts: readonly string[], missing: ReadonlySet<string>): Cell[] {
  const trimmed = texts.map((text) => text.trim());
  const present = trimmed.filter((text) => !missing.has(text));
  const numeric = present.length > 0 && present.every((text) => NUMBER.test(text));
  return texts.map((text, i) => (missing.has(trimmed[i]) ? null : numeric ? Number(text) : text));
}

function tableRows(table: Table): [names: readonly string[], rows: readonly (readonly Cell[])[]] {
  const lists = table.columns.map((name) => table.column(name));
  return [table.columns, Array.from({ length: table.length }, (_, i) => lists.map((list) => list[i] ?? 'NA'))];
}

function tensorRows(x: Tensor, header: readonly string[] | undefined): Cell[][] {
  const [rows, columns] = x.shape;
  if (x.ndim !== 2 || (header !== undefined && header.length !== columns)) {
    const wanted = header === undefined ? 'columns' : `${header.length} columns`;
    throw new ShapeError(`writeCsv: expected a tensor [rows, ${wanted}], got ${shapeText(x.shape)}`);
  }
  const values = x.dataSync();
  return Array.from({ length: rows }, (_, i) => Array.from(values.subarray(i * columns, (i + 1) * columns)));
}
