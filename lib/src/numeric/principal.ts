import { columnProducts } from './column-products.js';
import { leadingEigen } from './leading-eigen.js';
import { symmetricEigen } from './symmetric-eigen.js';

/** Fewer than one in so many components are quicker found one by one. */
const FEW = 8;

/** The directions in which points vary most. */
export interface Principal {
  mean: Float64Array;
  /** Unit vectors, those with the most variance first; the largest entry of each is positive. */
  components: Float64Array[];
  /** Variance along each component, with n − 1 in the denominator. */
  variances: Float64Array;
  /** Variance of all columns together. */
  total: number;
}

/** Principal components of `[points, columns]`, at most `most` of them, from the smaller of the two matrices of products. */
export function principal(values: ArrayLike<number>, points: number, columns: number, most: number): Principal {
  const mean = new Float64Array(columns);
  for (let i = 0; i < points * columns; i++) mean[i % columns] += values[i];
  for (let j = 0; j < columns; j++) mean[j] /= points;
  const rows = Array.from({ length: points }, (_, i) =>
    Float64Array.from({ length: columns }, (_, j) => values[i * columns + j] - mean[j]),
  );
  const narrow = columns <= points;
  const products = narrow ? columnProducts(rows, columns) : outer(rows);
  const count = Math.min(most, products.length);
  const { values: squares, vectors } =
    count * FEW < products.length ? leadingEigen(products, count) : symmetricEigen(products);
  const total = rows.reduce((sum, row) => sum + row.reduce((a, b) => a + b * b, 0), 0);
  const components = vectors
    .slice(0, count)
    .map((vector) => upright(narrow ? vector : combined(rows, vector, columns)));
  const freedom = Math.max(1, points - 1);
  return {
    mean,
    components,
    // Rounding makes the least of them a little negative.
    variances: squares.slice(0, count).map((square) => Math.max(0, square) / freedom),
    total: total / freedom,
  };
}

/** Coordinates of `[points, columns]` along the components, `[points, components]`. */
export function project(
  { mean, components }: Principal,
  values: ArrayLike<number>,
  points: number,
): Float64Array<ArrayBuffer> {
  const columns = mean.length;
  const out = new Float64Array(points * components.length);
  for (let i = 0; i < points; i++) {
    for (const [k, component] of components.entries()) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += (values[i * columns + j] - mean[j]) * component[j];
      out[i * components.length + k] = sum;
    }
  }
  return out;
}

function outer(rows: Float64Array[]): Float64Array[] {
  const out = rows.map(() => new Float64Array(rows.length));
  for (const [a, first] of rows.entries()) {
    for (let b = 0; b <= a; b++) {
      const second = rows[b];
      let sum = 0;
      for (let j = 0; j < first.length; j++) sum += first[j] * second[j];
      out[a][b] = sum;
      out[b][a] = sum;
    }
  }
  return out;
}

/** The direction in the columns that belongs to one in the points, of length 1. */
function combined(rows: Float64Array[], weights: Float64Array, columns: number): Float64Array {
  const out = new Float64Array(columns);
  for (const [i, row] of rows.entries()) for (let j = 0; j < columns; j++) out[j] += weights[i] * row[j];
  const length = Math.sqrt(out.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? out.map((value) => value / length) : out;
}

function upright(component: Float64Array): Float64Array {
  const largest = component.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? component.map((value) => -value) : component;
}
