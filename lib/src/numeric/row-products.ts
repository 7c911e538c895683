/** Rows that are packed together. */
export const GROUP = 4;

/**
 * Copies `rows` rows of `[…, columns]` from row `first` on, less `mean`, in groups with the values of a column side by side:
 * the order in which {@link dots} reads them. A last group that is not full is filled up with zeros.
 */
export function pack(
  values: ArrayLike<number>,
  columns: number,
  mean: Float64Array,
  first: number,
  rows: number,
  out: Float64Array,
): void {
  for (let row = 0; row < Math.ceil(rows / GROUP) * GROUP; row++) {
    let to = Math.floor(row / GROUP) * GROUP * columns + (row % GROUP);
    const from = (first + row) * columns;
    for (let j = 0; j < columns; j++, to += GROUP) out[to] = row < rows ? values[from + j] - mean[j] : 0;
  }
}

/**
 * Products of packed rows with other packed rows, `[rows, stride]`: four by four sums at a time stay in registers, so that a
 * value is read once for several products.
 */
export function dots(
  here: Float64Array,
  rows: number,
  there: Float64Array,
  others: number,
  columns: number,
  out: Float64Array,
  stride: number,
): void {
  for (let b = 0; b < others; b += GROUP) {
    for (let a = 0; a < rows; a += GROUP) {
      let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
      let [u0, u1, u2, u3, v0, v1, v2, v3] = [0, 0, 0, 0, 0, 0, 0, 0];
      const end = (a + GROUP) * columns;
      for (let p = a * columns, q = b * columns; p < end; p += GROUP, q += GROUP) {
        const b0 = there[q];
        const b1 = there[q + 1];
        const b2 = there[q + 2];
        const b3 = there[q + 3];
        const s = here[p];
        s0 += s * b0;
        s1 += s * b1;
        s2 += s * b2;
        s3 += s * b3;
        const t = here[p + 1];
        t0 += t * b0;
        t1 += t * b1;
        t2 += t * b2;
        t3 += t * b3;
        const u = here[p + 2];
        u0 += u * b0;
        u1 += u * b1;
        u2 += u * b2;
        u3 += u * b3;
        const v = here[p + 3];
        v0 += v * b0;
        v1 += v * b1;
        v2 += v * b2;
        v3 += v * b3;
      }
      const at = a * stride + b;
      write(out, at, s0, s1, s2, s3);
      write(out, at + stride, t0, t1, t2, t3);
      write(out, at + 2 * stride, u0, u1, u2, u3);
      write(out, at + 3 * stride, v0, v1, v2, v3);
    }
  }
}

function write(out: Float64Array, at: number, a: number, b: number, c: number, d: number): void {
  out[at] = a;
  out[at + 1] = b;
  out[at + 2] = c;
  out[at + 3] = d;
}
