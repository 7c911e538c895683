import { diagonalise, type Eigen, type Mirror, tridiagonal } from './symmetric-eigen.js';

const ROUNDS = 4;

/**
 * The `count` largest eigenvalues of a symmetric matrix given by its rows, which are overwritten, and their unit vectors as
 * rows. All values come from the tridiagonal form; the few vectors from inverse iteration on it (Golub and Van Loan, Matrix
 * Computations, §8.2), which spares turning all of them.
 */
export function leadingEigen(rows: Float64Array[], count: number): Eigen {
  const { diagonal, beside, mirrors } = tridiagonal(rows);
  const all = diagonal.slice();
  diagonalise(all, beside.slice());
  const values = all.sort((a, b) => b - a).slice(0, count);
  const size = diagonal.reduce((most, value, i) => Math.max(most, Math.abs(value) + Math.abs(beside[i] ?? 0)), 0);
  const found: Float64Array[] = [];
  for (const value of values) found.push(inverseIterated(diagonal, beside, value, size || 1, found));
  return { values, vectors: found.map((vector) => mirrored(vector, mirrors)) };
}

/** The unit vector of one eigenvalue of a tridiagonal matrix, at right angles to those `found` before. */
function inverseIterated(
  diagonal: Float64Array,
  beside: Float64Array,
  value: number,
  size: number,
  found: readonly Float64Array[],
): Float64Array {
  const n = diagonal.length;
  // Any start will do that is not at right angles to the vector: fixed, so that the result is always the same.
  let seed = 1 + found.length;
  const vector = Float64Array.from({ length: n }, () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647 - 0.5;
  });
  // The least room by which equal values are told apart, and by which a pivot differs from zero.
  const least = Number.EPSILON * size;
  for (let round = 0; round < ROUNDS; round++) {
    solve(diagonal, beside, value, least, vector);
    straighten(vector, found);
  }
  return vector;
}

/** Solves `(T − value) x = right` in place, by elimination with row exchanges; a pivot that vanishes becomes `least`. */
function solve(diagonal: Float64Array, beside: Float64Array, value: number, least: number, right: Float64Array): void {
  const n = diagonal.length;
  const main = Float64Array.from(diagonal, (entry) => entry - value);
  const above = Float64Array.from({ length: n }, (_, i) => (i < n - 1 ? beside[i] : 0));
  const second = new Float64Array(n);
  for (let i = 0; i < n - 1; i++) {
    const under = beside[i];
    if (Math.abs(under) > Math.abs(main[i])) {
      const factor = main[i] / under;
      const [next, far] = [main[i + 1], above[i + 1]];
      main[i] = under;
      main[i + 1] = above[i] - factor * next;
      above[i] = next;
      above[i + 1] = -factor * far;
      second[i] = far;
      const lower = right[i + 1];
      right[i + 1] = right[i] - factor * lower;
      right[i] = lower;
    } else {
      if (main[i] === 0) main[i] = least;
      const factor = under / main[i];
      main[i + 1] -= factor * above[i];
      right[i + 1] -= factor * right[i];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    const sum = right[i] - (i + 1 < n ? above[i] * right[i + 1] : 0) - (i + 2 < n ? second[i] * right[i + 2] : 0);
    right[i] = sum / (Math.abs(main[i]) < least ? least : main[i]);
  }
}

/** Takes away what `vector` has along the others, and makes it of length 1. */
function straighten(vector: Float64Array, others: readonly Float64Array[]): void {
  shorten(vector);
  for (const other of others) {
    let along = 0;
    for (let i = 0; i < vector.length; i++) along += vector[i] * other[i];
    for (let i = 0; i < vector.length; i++) vector[i] -= along * other[i];
  }
  shorten(vector);
}

function shorten(vector: Float64Array): void {
  // Divided by the largest entry first: after a solve the squares can be too large for a number.
  const largest = vector.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  if (!(largest > 0)) return;
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += (vector[i] / largest) ** 2;
  const length = Math.sqrt(squares);
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i] / largest / length;
}

/** A vector of the tridiagonal matrix as one of the matrix it was made of. */
function mirrored(vector: Float64Array, mirrors: readonly Mirror[]): Float64Array {
  for (let k = mirrors.length - 1; k >= 0; k--) {
    const { normal, scale } = mirrors[k];
    let along = 0;
    for (let i = k + 1; i < vector.length; i++) along += vector[i] * normal[i];
    along *= scale;
    for (let i = k + 1; i < vector.length; i++) vector[i] -= along * normal[i];
  }
  return vector;
}
