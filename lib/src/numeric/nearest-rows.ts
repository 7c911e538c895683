import { dots, pack } from './row-products.js';

/** The points nearest to each, the nearest first. */
export interface NearestRows {
  /** How many each point has. */
  count: number;
  /** `[points, count]` */
  indices: Int32Array;
  /** Squared distances, `[points, count]`. */
  distances: Float64Array;
}

/** Rows that are compared with as many others at a time, so that both stay in the processor's cache. */
const BLOCK = 128;

/**
 * The `count` points nearest to each of `[points, columns]`. Every pair is compared, block by block: besides the result it
 * holds two blocks of rows, never all distances.
 */
export function nearestRows(values: ArrayLike<number>, points: number, columns: number, count: number): NearestRows {
  const mean = columnMeans(values, points, columns);
  const squares = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    for (let j = 0; j < columns; j++) squares[i] += (values[i * columns + j] - mean[j]) ** 2;
  }
  const best = new Nearest(points, count);
  const here = new Float64Array(BLOCK * columns);
  const there = new Float64Array(BLOCK * columns);
  const products = new Float64Array(BLOCK * BLOCK);
  for (let top = 0; top < points; top += BLOCK) {
    const rows = Math.min(BLOCK, points - top);
    pack(values, columns, mean, top, rows, here);
    for (let left = 0; left <= top; left += BLOCK) {
      const others = Math.min(BLOCK, points - left);
      pack(values, columns, mean, left, others, there);
      dots(here, rows, there, others, columns, products, BLOCK);
      for (let a = 0; a < rows; a++) {
        const end = left === top ? a : others;
        for (let b = 0; b < end; b++) {
          best.offer(top + a, left + b, squares[top + a] + squares[left + b] - 2 * products[a * BLOCK + b]);
        }
      }
    }
  }
  return best.sorted(values, columns);
}

function columnMeans(values: ArrayLike<number>, points: number, columns: number): Float64Array {
  const mean = new Float64Array(columns);
  for (let i = 0; i < points; i++) for (let j = 0; j < columns; j++) mean[j] += values[i * columns + j];
  return mean.map((sum) => sum / points);
}

/** The nearest so far of each point: a heap a point, the farthest of them on top. */
class Nearest {
  private readonly indices: Int32Array;
  private readonly distances: Float64Array;
  /** Distances of the farthest, side by side: they are read for every pair. */
  private readonly farthest: Float64Array;

  constructor(
    private readonly points: number,
    private readonly count: number,
  ) {
    this.indices = new Int32Array(points * count);
    this.distances = new Float64Array(points * count).fill(Number.POSITIVE_INFINITY);
    this.farthest = new Float64Array(points).fill(Number.POSITIVE_INFINITY);
  }

  /** Tells of the distance between two points. */
  offer(a: number, b: number, distance: number): void {
    if (distance < this.farthest[a]) this.replace(a, b, distance);
    if (distance < this.farthest[b]) this.replace(b, a, distance);
  }

  /** What was found, in order, with distances that owe nothing to the rounding of products. */
  sorted(values: ArrayLike<number>, columns: number): NearestRows {
    const { points, count, indices, distances } = this;
    for (let i = 0; i < points; i++) {
      for (let place = i * count; place < (i + 1) * count; place++) {
        const j = indices[place];
        let sum = 0;
        for (let k = 0; k < columns; k++) sum += (values[i * columns + k] - values[j * columns + k]) ** 2;
        let at = place;
        for (; at > i * count && distances[at - 1] > sum; at--) {
          distances[at] = distances[at - 1];
          indices[at] = indices[at - 1];
        }
        distances[at] = sum;
        indices[at] = j;
      }
    }
    return { count, indices, distances };
  }

  /** Puts a nearer point in the place of the farthest, and lets it sink. */
  private replace(point: number, index: number, distance: number): void {
    const { count, indices, distances } = this;
    const top = point * count;
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && distances[top + child + 1] > distances[top + child]) child++;
      if (distances[top + child] <= distance) break;
      distances[top + at] = distances[top + child];
      indices[top + at] = indices[top + child];
      at = child;
    }
    distances[top + at] = distance;
    indices[top + at] = index;
    this.farthest[point] = distances[top];
  }
}
