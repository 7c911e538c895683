import { byteValues, checkWords } from './base64.js';
import type { MapFactsData, MapsLayerData } from './decode-maps.js';
import { asLimited, asNumber } from './fields.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';

/** The byte of what is not finite, and that of the highest value of a step. */
const NOT_FINITE = 255;
const HIGHEST = 254;
/** Numbers that are known of each image. */
const FACTS = 7;
const MOST_STEPS = 200;

/** Images at one step: their values as bytes between its lowest and its highest. */
export interface ImageStepData {
  step: number;
  low: number;
  high: number;
  pixels: Uint8Array;
  facts: MapFactsData[];
}

/** What the images of all steps have in common. */
type Size = Pick<MapsLayerData, 'groups' | 'maps' | 'height' | 'width' | 'channels'>;

/** Reads the steps of a saved view. Throws a PayloadError that says what is wrong. */
export function readSteps(value: unknown, size: Size): ImageStepData[] {
  const bytes = (where: string) => (text: unknown) => byteValues(where, asText(where, text));
  return asLimited('maps steps', value, 1, MOST_STEPS).map((entry) =>
    readStep(entry, size, bytes('maps pixels'), bytes('maps facts')),
  );
}

/** The steps after a message: those of `held` that stay, and new ones, whose bytes `bytesOf` finds. Throws a PayloadError. */
export function changedSteps(
  held: readonly ImageStepData[],
  news: Record<string, unknown>,
  size: Size,
  bytesOf: (where: string, value: unknown) => Uint8Array,
): ImageStepData[] {
  const stayed = asLimited('maps kept', news.kept, 0, MOST_STEPS).flatMap((at) => held[asCount('maps kept', at)] ?? []);
  const added = asLimited('maps added', news.added, 0, MOST_STEPS).map((entry) =>
    readStep(
      entry,
      size,
      (value) => bytesOf('maps pixels', value),
      (value) => bytesOf('maps facts', value),
    ),
  );
  const steps = [...stayed, ...added];
  asLimited('maps steps', steps, 1, MOST_STEPS);
  return steps;
}

/** The values of a step, to 254ths of their range; NaN for what was not finite. */
export function stepValues({ low, high, pixels }: ImageStepData): Float32Array {
  const levels = Float32Array.from({ length: NOT_FINITE + 1 }, (_, byte) =>
    byte === NOT_FINITE ? Number.NaN : low * (1 - byte / HIGHEST) + high * (byte / HIGHEST),
  );
  return Float32Array.from(pixels, (byte) => levels[byte]);
}

/** How far the kept values of a step lie apart. */
export function stepGrain({ low, high }: ImageStepData): number {
  return (high - low) / HIGHEST;
}

function readStep(
  value: unknown,
  { groups, maps, height, width, channels }: Size,
  pixelsOf: (value: unknown) => Uint8Array,
  factsOf: (value: unknown) => Uint8Array,
): ImageStepData {
  const step = asObject('maps step', value);
  const number = asNumber('maps step', step.step);
  if (!Number.isFinite(number)) throw new PayloadError('maps step', 'a finite number', step.step);
  const tiles = groups * maps;
  const pixels = pixelsOf(step.pixels);
  const expected = tiles * height * width * channels;
  if (pixels.length !== expected) throw new PayloadError('maps pixels', `${expected} bytes`, pixels.length);
  const bytes = factsOf(step.facts);
  checkWords('maps facts', bytes);
  const facts = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  if (facts.length !== tiles * FACTS) throw new PayloadError('maps facts', `${tiles * FACTS} numbers`, facts.length);
  return {
    step: number,
    low: asNumber('maps step low', step.low),
    high: asNumber('maps step high', step.high),
    pixels,
    facts: Array.from({ length: tiles }, (_, image) => {
      const [min, max, mean, std, activity, sparsity, notFinite] = facts.subarray(image * FACTS);
      return { min, max, mean, std, activity, sparsity, notFinite };
    }),
  };
}
