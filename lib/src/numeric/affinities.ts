const ROUNDS = 64;
const PRECISION = 1e-5;

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
  const entropy = Math.log(perplexity);
  for (let i = 0; i < points; i++) {
    const row = one.subarray(i * points, (i + 1) * points);
    let nearest = Number.POSITIVE_INFINITY;
    for (let j = 0; j < points; j++) if (j !== i) nearest = Math.min(nearest, distances[i * points + j]);
    let [low, high, narrow] = [0, Number.POSITIVE_INFINITY, 1];
    for (let round = 0; round < ROUNDS; round++) {
      let sum = 0;
      let moment = 0;
      for (let j = 0; j < points; j++) {
        // Distances beyond the nearest one: the factor cancels, and no row becomes all zeros.
        const beyond = distances[i * points + j] - nearest;
        const weight = j === i ? 0 : Math.exp(-beyond * narrow);
        row[j] = weight;
        sum += weight;
        moment += weight * beyond;
      }
      const found = Math.log(sum) + (narrow * moment) / sum;
      for (let j = 0; j < points; j++) row[j] /= sum;
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
  const both = new Float64Array(points * points);
  for (let a = 0; a < points; a++) {
    for (let b = 0; b < points; b++) both[a * points + b] = (one[a * points + b] + one[b * points + a]) / (2 * points);
  }
  return both;
}

/** Indices of the `count` points nearest to each, row after row, the nearest first. */
export function nearestPoints(distances: Float64Array, points: number, count: number): number[][] {
  return Array.from({ length: points }, (_, i) => {
    const best: number[] = [];
    const far = (j: number) => distances[i * points + j];
    for (let j = 0; j < points; j++) {
      if (j === i || (best.length === count && !(far(j) < far(best[count - 1])))) continue;
      let at = best.length;
      while (at > 0 && far(best[at - 1]) > far(j)) at--;
      best.splice(at, 0, j);
      if (best.length > count) best.pop();
    }
    return best;
  });
}
