import type { MarksData } from '../protocol/decode-cloud.js';
import { short } from '../tensor/format.js';

/**
 * Points `[points, 3]` moved and scaled into the cube from −1 to 1: each axis by itself, or all alike so that distances keep
 * their ratios. Places that are not finite stay so and are not drawn.
 */
export function inCube(
  points: Float32Array,
  alike: boolean,
): { places: Float32Array<ArrayBuffer>; extents: [number, number][] } {
  const extents = [0, 1, 2].map((axis): [number, number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = axis; i < points.length; i += 3) {
      if (!Number.isFinite(points[i])) continue;
      if (points[i] < low) low = points[i];
      if (points[i] > high) high = points[i];
    }
    return low > high ? [0, 0] : [low, high];
  });
  const widest = Math.max(...extents.map(([low, high]) => high - low));
  const places = new Float32Array(points.length);
  for (let i = 0; i < points.length; i++) {
    const [low, high] = extents[i % 3];
    const span = (alike ? widest : high - low) / 2;
    places[i] = span > 0 ? (points[i] - (low + high) / 2) / span : points[i] - points[i];
  }
  return { places, extents };
}

/** What was left out and what cannot be drawn, as sentences, or an empty text. */
export function keptText(kept: number, count: number, places: Float32Array): string {
  let lost = 0;
  for (let i = 0; i < places.length; i += 3) {
    if (!(Number.isFinite(places[i]) && Number.isFinite(places[i + 1]) && Number.isFinite(places[i + 2]))) lost++;
  }
  const parts = [
    ...(kept < count
      ? [`Shown: ${kept.toLocaleString('en')} of ${count.toLocaleString('en')} points, evenly chosen.`]
      : []),
    ...(lost > 0 ? [`Not drawn: ${lost.toLocaleString('en')} with a coordinate that is NaN or infinite.`] : []),
    ...(kept === 0 ? ['No points.'] : []),
  ];
  return parts.join(' ');
}

/** A point's label or number, with its class or its colour's number. */
export function markText({ labels, kinds, classes, color }: MarksData, i: number): string {
  const name = labels[i] ? labels[i] : `point ${i}`;
  if (kinds.length > 0) return `${name} (${classes[kinds[i]]})`;
  return color.length > 0 ? `${name} (colour ${short(color[i])})` : name;
}
