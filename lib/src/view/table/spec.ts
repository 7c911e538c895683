import type { JsonNumber } from '../spec.js';

export const TABLE_MIME = 'application/vnd.lectern.table.v1+json';

/** One column: numbers (`null` where there is none), or texts. */
export type TableColumn = { name: string; numbers: (JsonNumber | null)[] } | { name: string; texts: string[] };

/** Rows of numbers and texts; of a model summary the rows are a tree. */
export interface TableSpec {
  version: 1;
  kind: 'table' | 'summary';
  title?: string;
  columns: TableColumn[];
  /** How deep each row is in the tree. */
  depth?: number[];
  /** How many rows there are; the first ones are kept. */
  ofRows: number;
  /** Sentences below, e.g. totals. */
  notes?: string[];
}
