/** Eigenvalues of a symmetric matrix, the largest first, and their unit vectors as rows. */
export interface Eigen {
  values: Float64Array;
  vectors: Float64Array[];
}

const MOST_ROUNDS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix given by its rows, which are overwritten. Householder reflections make it
 * tridiagonal, implicit QR steps with Wilkinson's shift make it diagonal (Golub and Van Loan, Matrix Computations, §8.3).
 */
export function symmetricEigen(rows: Float64Array[]): Eigen {
  const { diagonal, beside, mirrors } = tridiagonal(rows);
  const turned = rotation(mirrors, rows.length);
  diagonalise(diagonal, beside, turned);
  const order = Array.from(diagonal, (_, i) => i).sort((a, b) => diagonal[b] - diagonal[a]);
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors: order.map((i) => turned[i]) };
}

/** A reflection: what a vector has along `normal` is taken away `scale` times. */
export interface Mirror {
  normal: Float64Array;
  scale: number;
}

/** Makes a tridiagonal matrix diagonal; the rows of `turned`, if they are given, turn with it. */
export function diagonalise(diagonal: Float64Array, beside: Float64Array, turned: Float64Array[] = []): void {
  for (let high = diagonal.length - 1; high > 0; ) {
    if (small(diagonal, beside, high)) {
      high--;
      continue;
    }
    let low = high - 1;
    while (low > 0 && !small(diagonal, beside, low)) low--;
    for (let round = 0; !small(diagonal, beside, high) && round < MOST_ROUNDS; round++) {
      qrStep(diagonal, beside, turned, low, high);
    }
    // Values that are not finite never get small: giving up leaves them as they are.
    beside[high - 1] = 0;
  }
}

function small(diagonal: Float64Array, beside: Float64Array, high: number): boolean {
  const size = Math.abs(diagonal[high]) + Math.abs(diagonal[high - 1]);
  return Math.abs(beside[high - 1]) <= Number.EPSILON * size;
}

/** The tridiagonal form of a symmetric matrix, whose rows are overwritten, and the reflections that lead to it. */
export function tridiagonal(rows: Float64Array[]): {
  diagonal: Float64Array;
  beside: Float64Array;
  mirrors: Mirror[];
} {
  const n = rows.length;
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(Math.max(0, n - 1));
  const mirrors: Mirror[] = [];
  for (let k = 0; k < n - 2; k++) {
    const normal = new Float64Array(n);
    let squares = 0;
    for (let i = k + 1; i < n; i++) {
      normal[i] = rows[i][k];
      squares += normal[i] ** 2;
    }
    const target = normal[k + 1] > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    beside[k] = target;
    const length = squares - target * normal[k + 1];
    normal[k + 1] -= target;
    const scale = length > 0 ? 1 / length : 0;
    mirrors.push({ normal, scale });
    if (scale > 0) mirror(rows, normal, scale, k + 1);
  }
  for (let i = 0; i < n; i++) diagonal[i] = rows[i][i];
  if (n > 1) beside[n - 2] = rows[n - 1][n - 2];
  return { diagonal, beside, mirrors };
}

/** The rows of the rotation that reflections make. */
function rotation(mirrors: readonly Mirror[], n: number): Float64Array[] {
  const turned = Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(n);
    row[i] = 1;
    return row;
  });
  for (let k = n - 3; k >= 0; k--) {
    const { normal, scale } = mirrors[k];
    // Rows are the vectors, so the reflection acts from the right: each row loses its part along the normal.
    for (let i = k + 1; i < n; i++) {
      const row = turned[i];
      let along = 0;
      for (let j = k + 1; j < n; j++) along += row[j] * normal[j];
      along *= scale;
      for (let j = k + 1; j < n; j++) row[j] -= along * normal[j];
    }
  }
  return turned;
}

/** Reflects the block from `from` on both sides. */
function mirror(rows: Float64Array[], normal: Float64Array, scale: number, from: number): void {
  const n = rows.length;
  const image = new Float64Array(n);
  let along = 0;
  for (let i = from; i < n; i++) {
    let sum = 0;
    for (let j = from; j < n; j++) sum += rows[i][j] * normal[j];
    image[i] = sum * scale;
    along += image[i] * normal[i];
  }
  for (let i = from; i < n; i++) image[i] -= (along * scale * normal[i]) / 2;
  for (let i = from; i < n; i++) {
    const row = rows[i];
    for (let j = from; j < n; j++) row[j] -= normal[i] * image[j] + image[i] * normal[j];
  }
}

function qrStep(diagonal: Float64Array, beside: Float64Array, turned: Float64Array[], low: number, high: number): void {
  const half = (diagonal[high - 1] - diagonal[high]) / 2;
  const off = beside[high - 1];
  const shift = diagonal[high] - (off * off) / (half + (half >= 0 ? 1 : -1) * Math.hypot(half, off));
  let x = diagonal[low] - shift;
  let z = beside[low];
  for (let k = low; k < high; k++) {
    const length = Math.hypot(x, z);
    const c = length > 0 ? x / length : 1;
    const s = length > 0 ? z / length : 0;
    if (k > low) beside[k - 1] = length;
    const [a, b, e] = [diagonal[k], diagonal[k + 1], beside[k]];
    diagonal[k] = c * c * a + 2 * c * s * e + s * s * b;
    diagonal[k + 1] = s * s * a - 2 * c * s * e + c * c * b;
    beside[k] = c * s * (b - a) + (c * c - s * s) * e;
    if (k < high - 1) {
      x = beside[k];
      z = s * beside[k + 1];
      beside[k + 1] *= c;
    }
    if (turned.length === 0) continue;
    const [first, second] = [turned[k], turned[k + 1]];
    for (let i = 0; i < first.length; i++) {
      const [p, q] = [first[i], second[i]];
      first[i] = c * p + s * q;
      second[i] = c * q - s * p;
    }
  }
}
