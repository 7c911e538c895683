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
