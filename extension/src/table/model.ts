import type { TableData } from '../protocol/decode-table.js';
import { short } from '../tensor/format.js';

/** The order of rows: a column and whether from small to large; as given without a column. */
export interface Sorting {
  column: number | undefined;
  rising: boolean;
}

/** Which rows of a table are seen, and in which order. */
export class TableModel {
  sorting: Sorting = { column: undefined, rising: true };
  filter = '';
  /** Rows of the tree whose children are hidden. */
  readonly closed = new Set<number>();

  constructor(readonly data: TableData) {}

  /** Rows in the order in which they are seen. A sorted or filtered tree is a list. */
  rows(): number[] {
    const all = Array.from({ length: this.data.rows }, (_, row) => row);
    const wanted = this.filter.trim().toLowerCase();
    const found = wanted
      ? all.filter((row) => this.data.columns.some((_, c) => this.cell(row, c).toLowerCase().includes(wanted)))
      : this.flat
        ? all
        : this.opened(all);
    const { column, rising } = this.sorting;
    if (column === undefined) return found;
    return found.sort((a, b) => this.compare(a, b, column, rising) || a - b);
  }

  /** Whether the tree is not seen as one. */
  get flat(): boolean {
    return this.data.depth.length === 0 || this.sorting.column !== undefined || this.filter.trim() !== '';
  }

  /** Whether other rows of the tree are in this one. */
  isParent(row: number): boolean {
    return (this.data.depth[row + 1] ?? 0) > (this.data.depth[row] ?? 0);
  }

  cell(row: number, column: number): string {
    const each = this.data.columns[column];
    if ('texts' in each) return each.texts[row];
    const value = each.numbers[row];
    return value === null
      ? ''
      : Number.isInteger(value)
        ? value.toLocaleString('en').replace('-', '−')
        : short(value, 5);
  }

  /** The share of a number in the largest of its column, from 0 to 1; 0 of texts and negative numbers. */
  shares(column: number): (row: number) => number {
    const each = this.data.columns[column];
    if ('texts' in each) return () => 0;
    const finite = each.numbers.filter((value): value is number => value !== null && Number.isFinite(value));
    const most = finite.reduce((a, b) => Math.max(a, b), 0);
    if (finite.length < 2 || finite.some((value) => value < 0) || most === 0) return () => 0;
    return (row) => {
      const value = each.numbers[row];
      return value !== null && Number.isFinite(value) ? value / most : 0;
    };
  }

  /** Headings and all rows in full precision, for a file. */
  csv(): (string | number)[][] {
    const { columns } = this.data;
    const line = (row: number) =>
      columns.map((each) => ('texts' in each ? each.texts[row] : (each.numbers[row] ?? '')));
    return [columns.map(({ name }) => name), ...this.rows().map(line)];
  }

  private opened(rows: number[]): number[] {
    let hidden: number | undefined;
    return rows.filter((row) => {
      const depth = this.data.depth[row];
      if (hidden !== undefined && depth > hidden) return false;
      hidden = this.closed.has(row) ? depth : undefined;
      return true;
    });
  }

  private compare(a: number, b: number, column: number, rising: boolean): number {
    const each = this.data.columns[column];
    const way = rising ? 1 : -1;
    if ('texts' in each) return way * each.texts[a].localeCompare(each.texts[b], 'en', { numeric: true });
    const [x, y] = [each.numbers[a], each.numbers[b]].map((value) =>
      value === null || Number.isNaN(value) ? null : value,
    );
    // What has no number comes last, whichever way is sorted.
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return x === y ? 0 : way * (x < y ? -1 : 1);
  }
}
