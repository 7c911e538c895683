import { ShapeError, ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { DISPLAY_SYMBOL, type MimeBundle } from '../view/host.js';
import { tableBundle } from '../view/table.js';
import { cutRows, tableText, type Table as Words } from '../view/text-table.js';

/** One value of a table; `null` where it is missing. */
export type Cell = number | string | boolean | null;

/** Rows shown at each end of a long table. */
const ENDS = 5;
/** Letters shown of a long text. */
const LETTERS = 40;

/**
 * Columns of equal length with names, as `readCsv` gives them.
 *
 *     files.parseCsv('a,b\n1,2\n') instanceof files.Table // → true
 */
export class Table {
  /** Names of the columns, in order. */
  readonly columns: readonly string[];
  /** Number of rows. */
  readonly length: number;
  readonly #values: ReadonlyMap<string, readonly Cell[]>;

  /** @throws ShapeError unless all columns have one length. */
  constructor(columns: Iterable<readonly [name: string, values: readonly Cell[]]>) {
    const list = [...columns];
    this.#values = new Map(list);
    this.columns = list.map(([name]) => name);
    this.length = list[0]?.[1].length ?? 0;
    const twice = this.columns.find((name, i) => this.columns.indexOf(name) !== i);
    if (twice !== undefined) throw new ValueError(`Table: expected a name for each column, got '${twice}' twice`);
    const other = list.find(([, values]) => values.length !== this.length);
    if (other === undefined) return;
    throw new ShapeError(
      `Table: expected ${this.length} values in each column as in '${this.columns[0]}', got ${other[1].length} in '${other[0]}'`,
    );
  }

  /** A table of records such as `{ name: 'Ada', age: 36 }`; the first says which columns there are. */
  static fromRows(rows: readonly Readonly<Record<string, Cell>>[]): Table {
    return new Table(Object.keys(rows[0] ?? {}).map((name) => [name, rows.map((row) => row[name] ?? null)]));
  }

  /** The values of one column. */
  column(name: string): readonly Cell[] {
    const values = this.#values.get(name);
    if (values !== undefined) return values;
    throw new ValueError(`Table: expected one of the columns ${this.columns.join(', ')}, got '${name}'`);
  }

  /** One record a row. */
  rows(): Record<string, Cell>[] {
    return Array.from({ length: this.length }, (_, i) =>
      Object.fromEntries(this.columns.map((name) => [name, this.#values.get(name)![i]])),
    );
  }

  /** The same table with these columns only. */
  select(...columns: string[]): Table {
    return new Table(columns.map((name) => [name, this.column(name)]));
  }

  /** The rows that `keep` returns true for. */
  filter(keep: (row: Record<string, Cell>, index: number) => boolean): Table {
    const chosen = this.rows().flatMap((row, i) => (keep(row, i) ? [i] : []));
    return new Table(this.columns.map((name) => [name, chosen.map((i) => this.#values.get(name)![i])]));
  }

  /** The rows without a missing value in the given columns; default all columns. */
  dropMissing(columns: readonly string[] = this.columns): Table {
    const lists = columns.map((name) => this.column(name));
    return this.filter((_, i) => lists.every((values) => values[i] !== null));
  }

  /**
   * The given columns (default all) as float32 `[rows, columns]`. Booleans become 0 and 1, missing values NaN.
   * @throws ValueError for a column of text; {@link codes} numbers its classes.
   */
  tensor(columns: readonly string[] = this.columns): Tensor {
    const lists = columns.map((name) => this.column(name));
    const values = new Float32Array(this.length * columns.length);
    for (const [j, list] of lists.entries()) {
      for (const [i, cell] of list.entries()) {
        if (typeof cell === 'string') {
          throw new ValueError(
            `Table.tensor: expected numbers in column '${columns[j]}', got '${cell}' in row ${i}; ` +
              `name the columns to take, or number its classes with .codes('${columns[j]}')`,
          );
        }
        values[i * columns.length + j] = cell === null ? Number.NaN : Number(cell);
      }
    }
    return fromValues(values, [this.length, columns.length]);
  }

  /**
   * A column as class numbers: int32 `[rows]` and the classes in sorted order, numbers by size. A missing value has
   * number −1, as in pandas.
   */
  codes(column: string): { labels: Tensor; classes: string[] } {
    const cells = this.column(column);
    const distinct = [...new Set(cells)].filter((cell) => cell !== null);
    const numeric = distinct.every((cell) => typeof cell === 'number');
    const sorted = numeric ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.map(String).sort();
    const classes = sorted.map(String);
    const numbers = new Map(classes.map((name, i) => [name, i]));
    const labels = Int32Array.from(cells, (cell) => (cell === null ? -1 : numbers.get(String(cell))!));
    return { labels: fromValues(labels, [this.length], 'int32'), classes };
  }

  /** The first and last rows, and how many there are. */
  toString(): string {
    return tableText(this.#words());
  }

  /** How a notebook shows it. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return tableBundle(this.#words());
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  #words(): Words {
    const lists = this.columns.map((name) => this.column(name));
    const all = Array.from({ length: this.length }, (_, i) => lists.map((list) => cellText(list[i])));
    const left = this.columns.filter((_, i) => lists[i].some((cell) => typeof cell === 'string'));
    const notes = [`${this.length} rows, ${this.columns.length} columns`];
    return { head: this.columns, rows: cutRows(all, ENDS), left, notes, all };
  }
}

function cellText(cell: Cell): string {
  const text = cell === null ? '–' : String(cell).replaceAll('\n', ' ');
  return text.length <= LETTERS ? text : `${text.slice(0, LETTERS - 1)}…`;
}
