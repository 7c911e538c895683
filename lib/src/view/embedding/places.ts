import { fromBase64, toBase64 } from '../base64.js';
import type { MapPlaces } from './spec.js';

const STEPS = 65_535;

/** Packs maps `[points, axes]` of the same points: 16 bits a value, exact to a 131,070th of the axis. */
export function packPlaces(maps: readonly ArrayLike<number>[], axes: number): MapPlaces {
  const values = maps[0]?.length ?? 0;
  const low = new Array<number>(maps.length * axes).fill(Number.POSITIVE_INFINITY);
  const high = new Array<number>(maps.length * axes).fill(Number.NEGATIVE_INFINITY);
  const steps = new Uint16Array(maps.length * values);
  for (const [m, map] of maps.entries()) {
    const at = m * axes;
    for (let i = 0; i < values; i++) {
      low[at + (i % axes)] = Math.min(low[at + (i % axes)], map[i]);
      high[at + (i % axes)] = Math.max(high[at + (i % axes)], map[i]);
    }
    for (let i = 0; i < values; i++) {
      const [from, to] = [low[at + (i % axes)], high[at + (i % axes)]];
      steps[m * values + i] = to > from ? Math.round(((map[i] - from) / (to - from)) * STEPS) : 0;
    }
  }
  return { low, high, steps: toBase64(steps) };
}

/** The values of one map, `[points, axes]`. */
export function placesOf({ low, high, steps }: MapPlaces, map: number, axes: number): Float32Array<ArrayBuffer> {
  const bytes = fromBase64(steps);
  const count = (bytes.length / 2 / low.length) * axes;
  const own = new Uint16Array(bytes.buffer, map * count * 2, count);
  return Float32Array.from(own, (step, i) => {
    const at = map * axes + (i % axes);
    return low[at] + (step / STEPS) * (high[at] - low[at]);
  });
}
