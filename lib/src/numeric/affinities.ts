import type { NearestRows } from './nearest-rows.js';

const ROUNDS = 64;
const PRECISION = 1e-5;

/** How near pairs of points are, each pair once; pairs that are missing are not near at all. */
export interface NearPairs {
  /** Where the partners of each point begin, and after the last where they end. */
  first: Int32Array;
  /** Partners, of higher index than the point. */
  others: Int32Array;
  /** Half of these add up to 1, as each counts both ways. */
  values: Float64Array;
}

/** Squared distances between all rows of `[points, columns]`, `[points, points]`. */
export function squaredDistances(values: ArrayLike<number>, points: number, columns: number): Float64Array {
  const out = new Float64Array(points * points);
  for (let a = 0; a < points; a++) {
    for (let b = 0; b < a; b++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) {
        const by = values[a * columns + j] - values[b * columns + j];
        sum += by * by;
      }
      out[a * points + b] = sum;
      out[b * points + a] = sum;
    }
  }
  return out;
}

/**
 * How near each pair of points is, as probabilities that add up to 1: a Gaussian around each point that is as wide as makes
 * `perplexity` its number of effective neighbours (van der Maaten and Hinton 2008), averaged both ways.
 */
export function affinities(distances: Float64Array, points: number, perplexity: number): Float64Array {
  const one = new Float64Array(points * points);
  for (let i = 0; i < points; i++) {
    fitGaussian(distances.subarray(i * points, (i + 1) * points), perplexity, one.subarray(i * points), i);
  }
  const both = new Float64Array(points * points);
  for (let a = 0; a < points; a++) {
    for (let b = 0; b < points; b++) both[a * points + b] = (one[a * points + b] + one[b * points + a]) / (2 * points);
  }
  return both;
}

/** How many neighbours of each point the Gaussians of a perplexity are cut off after (van der Maaten 2014, as scikit-learn). */
export function reachOf(perplexity: number, points: number): number {
  return Math.min(points - 1, Math.floor(3 * perplexity + 1));
}

/** The same as {@link affinities} for the nearest pairs only, at most {@link reachOf} a point. */
export function nearPairs(nearest: NearestRows, points: number, perplexity: number): NearPairs {
  const reach = reachOf(perplexity, points);
  const one = new Float64Array(points * reach);
  const first = new Int32Array(points + 1);
  const other = (i: number, k: number) => nearest.indices[i * nearest.count + k];
  for (let i = 0; i < points; i++) {
    const from = i * nearest.count;
    fitGaussian(nearest.distances.subarray(from, from + reach), perplexity, one.subarray(i * reach));
    for (let k = 0; k < reach; k++) first[Math.min(i, other(i, k)) + 1]++;
  }
  for (let i = 0; i < points; i++) first[i + 1] += first[i];
  const others = new Int32Array(one.length);
  const values = new Float64Array(one.length);
  const next = first.slice();
  for (let i = 0; i < points; i++) {
    for (let k = 0; k < reach; k++) {
      const j = other(i, k);
      const at = next[Math.min(i, j)]++;
      others[at] = Math.max(i, j);
      values[at] = one[i * reach + k] / (2 * points);
    }
  }
  return merged({ first, others, values }, points);
}

/** Adds up what is twice there, once from each of the two points. */
function merged({ first, others, values }: NearPairs, points: number): NearPairs {
  const place = new Int32Array(points).fill(-1);
  let end = 0;
  for (let a = 0, from = 0; a < points; a++) {
    const begin = end;
    const to = first[a + 1];
    for (; from < to; from++) {
      const b = others[from];
      if (place[b] >= begin) {
        values[place[b]] += values[from];
        continue;
      }
      place[b] = end;
      others[end] = b;
      values[end++] = values[from];
    }
    first[a] = begin;
  }
  first[points] = end;
  return { first, others: others.slice(0, end), values: values.slice(0, end) };
}

/** Writes the Gaussian weights of one point's distances, which add up to 1; the weight at `own`, the point itself, is 0. */
function fitGaussian(distances: Float64Array, perplexity: number, weights: Float64Array, own = -1): void {
  const entropy = Math.log(perplexity);
  const count = distances.length;
  let nearest = Number.POSITIVE_INFINITY;
  for (let j = 0; j < count; j++) if (j !== own) nearest = Math.min(nearest, distances[j]);
  let [low, high, narrow] = [0, Number.POSITIVE_INFINITY, 1];
  for (let round = 0; round < ROUNDS; round++) {
    let sum = 0;
    let moment = 0;
    for (let j = 0; j < count; j++) {
      // Distances beyond the nearest one: the factor cancels, and no row becomes all zeros.
      const beyond = distances[j] - nearest;
      const weight = j === own ? 0 : Math.exp(-beyond * narrow);
      weights[j] = weight;
      sum += weight;
      moment += weight * beyond;
    }
    const found = Math.log(sum) + (narrow * moment) / sum;
    for (let j = 0; j < count; j++) weights[j] /= sum;
    if (Math.abs(found - entropy) < PRECISION) break;
    if (found > entropy) {
      low = narrow;
      narrow = high === Number.POSITIVE_INFINITY ? narrow * 2 : (narrow + high) / 2;
    } else {
      high = narrow;
      narrow = (narrow + low) / 2;
    }
  }
}
