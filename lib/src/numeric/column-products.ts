import { dots, GROUP } from './row-products.js';

/** Columns that are multiplied with as many others at a time. */
const BLOCK = 128;
/** Rows that are taken at a time. */
const DEPTH = 256;

/** Products of all columns of a matrix given by its rows, `[columns, columns]`. */
export function columnProducts(rows: readonly Float64Array[], columns: number): Float64Array[] {
  const out = Array.from({ length: columns }, () => new Float64Array(columns));
  const packed = new Float64Array(Math.ceil(columns / GROUP) * GROUP * DEPTH);
  const products = new Float64Array(BLOCK * BLOCK);
  for (let from = 0; from < rows.length; from += DEPTH) {
    packColumns(rows, from, columns, packed);
    for (let top = 0; top < columns; top += BLOCK) {
      const wide = Math.min(BLOCK, columns - top);
      for (let left = 0; left <= top; left += BLOCK) {
        const others = Math.min(BLOCK, columns - left);
        dots(packed.subarray(top * DEPTH), wide, packed.subarray(left * DEPTH), others, DEPTH, products, BLOCK);
        for (let a = 0; a < wide; a++) {
          const target = out[top + a];
          for (let b = 0; b < others; b++) target[left + b] += products[a * BLOCK + b];
        }
      }
    }
  }
  for (let a = 0; a < columns; a++) for (let b = 0; b < a; b++) out[b][a] = out[a][b];
  return out;
}

/** Packs the columns of some rows as {@link dots} reads them; rows and columns that are not there are zeros. */
function packColumns(rows: readonly Float64Array[], from: number, columns: number, packed: Float64Array): void {
  packed.fill(0);
  const to = Math.min(rows.length, from + DEPTH);
  for (let i = from; i < to; i++) {
    const row = rows[i];
    for (let j = 0; j < columns; j++) {
      packed[(j - (j % GROUP)) * DEPTH + (i - from) * GROUP + (j % GROUP)] = row[j];
    }
  }
}
