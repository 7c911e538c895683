import { fromBase64, toBase64 } from '../base64.js';
import type { MapFacts } from '../maps/spec.js';
import { fromJsonNumber, toJsonNumber } from '../values.js';
import type { ImagesStep } from './spec.js';

/** The byte of what is not finite, and that of the highest value. */
const NOT_FINITE = 255;
const HIGHEST = 254;

/** Facts of one image in the order in which they are packed. */
const FACTS = ['min', 'max', 'mean', 'std', 'activity', 'sparsity', 'notFinite'] as const;

/** The values and facts of one step in few bytes. */
export function packStep(step: number, values: Float32Array, facts: readonly MapFacts[]): ImagesStep {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { min, max } of facts) {
    if (typeof min !== 'number' || typeof max !== 'number') continue;
    low = Math.min(low, min);
    high = Math.max(high, max);
  }
  if (low > high) [low, high] = [Number.NaN, Number.NaN];
  const span = high > low ? high - low : 1;
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    bytes[i] = Number.isFinite(values[i]) ? Math.round(((values[i] - low) / span) * HIGHEST) : NOT_FINITE;
  }
  const numbers = facts.flatMap((one) => FACTS.map((fact) => fromJsonNumber(one[fact])));
  return {
    step,
    low: toJsonNumber(low),
    high: toJsonNumber(high),
    pixels: toBase64(bytes),
    facts: toBase64(Float32Array.from(numbers)),
  };
}

/** The values that {@link packStep} was given, to 254ths of their range; NaN for what was not finite. */
export function unpackPixels({ low, high, pixels }: ImagesStep): Float32Array {
  const [from, to] = [fromJsonNumber(low), fromJsonNumber(high)];
  return Float32Array.from(fromBase64(pixels), (byte) =>
    byte === NOT_FINITE ? Number.NaN : from + (byte / HIGHEST) * (to - from),
  );
}

/** The facts of each image that {@link packStep} was given, as float32. */
export function unpackFacts({ facts }: ImagesStep): MapFacts[] {
  const numbers = new Float32Array(fromBase64(facts).buffer);
  return Array.from({ length: numbers.length / FACTS.length }, (_, image) => {
    const at = (fact: number) => numbers[image * FACTS.length + fact];
    return {
      min: toJsonNumber(at(0)),
      max: toJsonNumber(at(1)),
      mean: toJsonNumber(at(2)),
      std: toJsonNumber(at(3)),
      activity: toJsonNumber(at(4)),
      sparsity: at(5),
      notFinite: at(6),
    };
  });
}
