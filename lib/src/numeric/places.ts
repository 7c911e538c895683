import { defaultGenerator } from '../random/default.js';
import { type Principal, project } from './principal.js';

/** The first `components` principal components made small, `[points, 3]`; `undefined` where points do not vary. */
export function firstPlaces(
  found: Principal,
  values: ArrayLike<number>,
  points: number,
  components: number,
): Float64Array | undefined {
  const scores = project(found, values, points);
  const columns = found.components.length;
  const kept = Math.min(components, columns);
  // The spread of the first component, as scikit-learn scales it: with n, not n − 1.
  const spread = Math.sqrt((found.variances[0] * (points - 1)) / points);
  if (!(spread > 0)) return undefined;
  const out = new Float64Array(points * 3);
  for (let i = 0; i < points; i++) {
    for (let axis = 0; axis < kept; axis++) out[i * 3 + axis] = (scores[i * columns + axis] / spread) * 1e-4;
  }
  return out;
}

/** Small random places, `[points, 3]`, from the default generator. */
export function randomPlaces(points: number, components: number): Float64Array {
  const drawn = defaultGenerator().fillNormal(new Float32Array(points * components), 0, 1e-4);
  const out = new Float64Array(points * 3);
  for (let i = 0; i < drawn.length; i++) out[Math.floor(i / components) * 3 + (i % components)] = drawn[i];
  return out;
}
