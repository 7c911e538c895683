import { affinities, type NearPairs, nearPairs, reachOf, squaredDistances } from './affinities.js';
import { type NearestRows, nearestRows } from './nearest-rows.js';
import { SpaceTree } from './space-tree.js';

/** What moves places on a map `[points, 3]` towards the neighbourhoods of the data. */
export interface MapForces {
  /** Writes how the divergence grows along each coordinate, with all attraction `exaggeration` times as strong. */
  slope(places: Float64Array, exaggeration: number, out: Float64Array): void;
  /** Divergence between neighbourhoods in the data and on the map, in nats. */
  divergence(places: Float64Array): number;
}

/** How the forces between points are found. */
export interface ForceOptions {
  perplexity: number;
  /** Default {@link forcesFor} the number of points. */
  method?: ForceMethod;
  /** Of `'barnesHut'`; default 0.5. */
  angle?: number;
  /** Whether the third axis stays 0. */
  flat: boolean;
  /** The nearest of each point, if they are known: at least {@link reachOf} of them. */
  nearest?: NearestRows;
}

/** All pairs, or near ones with what is far taken together. */
export type ForceMethod = 'exact' | 'barnesHut';

/** Up to so many points all pairs are not slower. */
const FEW = 400;

/** The method that is the quicker for so many points. */
export function forcesFor(points: number): ForceMethod {
  return points <= FEW ? 'exact' : 'barnesHut';
}

/** Forces between points of `[points, columns]`. */
export function mapForces(
  values: ArrayLike<number>,
  points: number,
  columns: number,
  { perplexity, method = forcesFor(points), angle = 0.5, flat, nearest }: ForceOptions,
): MapForces {
  if (method === 'exact') {
    return exactForces(affinities(squaredDistances(values, points, columns), points, perplexity), points);
  }
  const found = nearest ?? nearestRows(values, points, columns, reachOf(perplexity, points));
  return treeForces(nearPairs(found, points, perplexity), points, flat, angle);
}

/** Forces between all pairs of points, from the affinities `[points, points]`. */
export function exactForces(near: Float64Array, points: number): MapForces {
  const push = new Float64Array(points * 3);
  return {
    slope(places, exaggeration, out) {
      out.fill(0);
      push.fill(0);
      // Neighbours attract, all repel: both sums in one pass, as only the second needs the sum of all nearnesses.
      let total = 0;
      for (let a = 0; a < points; a++) {
        const [ax, ay, az] = [places[3 * a], places[3 * a + 1], places[3 * a + 2]];
        let [pullX, pullY, pullZ, pushX, pushY, pushZ] = [0, 0, 0, 0, 0, 0];
        for (let b = 0; b < a; b++) {
          const x = ax - places[3 * b];
          const y = ay - places[3 * b + 1];
          const z = az - places[3 * b + 2];
          const q = 1 / (1 + x * x + y * y + z * z);
          const attraction = near[a * points + b] * exaggeration * q;
          const repulsion = q * q;
          total += 2 * q;
          pullX += attraction * x;
          pullY += attraction * y;
          pullZ += attraction * z;
          pushX += repulsion * x;
          pushY += repulsion * y;
          pushZ += repulsion * z;
          out[3 * b] -= attraction * x;
          out[3 * b + 1] -= attraction * y;
          out[3 * b + 2] -= attraction * z;
          push[3 * b] -= repulsion * x;
          push[3 * b + 1] -= repulsion * y;
          push[3 * b + 2] -= repulsion * z;
        }
        out[3 * a] += pullX;
        out[3 * a + 1] += pullY;
        out[3 * a + 2] += pullZ;
        push[3 * a] += pushX;
        push[3 * a + 1] += pushY;
        push[3 * a + 2] += pushZ;
      }
      for (let i = 0; i < out.length; i++) out[i] = 4 * (out[i] - push[i] / total);
    },
    divergence(places) {
      let [total, cross, own] = [0, 0, 0];
      for (let a = 0; a < points; a++) {
        for (let b = 0; b < a; b++) {
          const q = nearness(places, a, b);
          const p = near[a * points + b];
          total += 2 * q;
          if (p <= 0) continue;
          cross += 2 * p * Math.log(q);
          own += 2 * p * Math.log(p);
        }
      }
      return own - cross + Math.log(total);
    },
  };
}

/**
 * Forces in time that grows little faster than the number of points (van der Maaten 2014): only near pairs attract, and what
 * is far repels as one; `angle` is that of {@link SpaceTree.repel}.
 */
export function treeForces(near: NearPairs, points: number, flat: boolean, angle: number): MapForces {
  const tree = new SpaceTree(points, flat);
  const push = new Float64Array(points * 3);
  const { first, others, values } = near;
  return {
    slope(places, exaggeration, out) {
      tree.build(places);
      const total = tree.repel(angle, push);
      for (let i = 0; i < out.length; i++) out[i] = -push[i] / total;
      for (let a = 0; a < points; a++) {
        const [ax, ay, az] = [places[3 * a], places[3 * a + 1], places[3 * a + 2]];
        let [pullX, pullY, pullZ] = [0, 0, 0];
        for (let k = first[a]; k < first[a + 1]; k++) {
          const b = 3 * others[k];
          const x = ax - places[b];
          const y = ay - places[b + 1];
          const z = az - places[b + 2];
          const attraction = (values[k] * exaggeration) / (1 + x * x + y * y + z * z);
          pullX += attraction * x;
          pullY += attraction * y;
          pullZ += attraction * z;
          out[b] -= attraction * x;
          out[b + 1] -= attraction * y;
          out[b + 2] -= attraction * z;
        }
        out[3 * a] += pullX;
        out[3 * a + 1] += pullY;
        out[3 * a + 2] += pullZ;
      }
      for (let i = 0; i < out.length; i++) out[i] *= 4;
    },
    divergence(places) {
      tree.build(places);
      const total = tree.repel(angle, push);
      let sum = 0;
      for (let a = 0; a < points; a++) {
        for (let k = first[a]; k < first[a + 1]; k++) {
          // A weight too small for a number says nothing, and its logarithm everything.
          if (values[k] > 0) sum += 2 * values[k] * Math.log(values[k] / nearness(places, a, others[k]));
        }
      }
      return sum + Math.log(total);
    },
  };
}

function nearness(places: Float64Array, a: number, b: number): number {
  const x = places[3 * a] - places[3 * b];
  const y = places[3 * a + 1] - places[3 * b + 1];
  const z = places[3 * a + 2] - places[3 * b + 2];
  return 1 / (1 + x * x + y * y + z * z);
}
