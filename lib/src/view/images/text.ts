import { mapsLine } from '../maps/text.js';
import { shortNumber } from '../numbers.js';
import { evenSample } from '../plot/thin.js';
import { fromJsonNumber } from '../values.js';
import { unpackFacts } from './packing.js';
import type { ImagesSpec, ImagesStep } from './spec.js';

/** Most steps that are told of. */
const LISTED = 6;

/** Images over steps as text: the newest in a line, then the range of some steps and how many are kept. */
export function imagesText(spec: ImagesSpec): string {
  const { steps } = spec;
  const listed = steps.length > 1 ? evenSample(steps.length, LISTED).map((i) => steps[i]) : [];
  const width = Math.max(0, ...listed.map(({ step }) => String(step).length));
  return [
    imagesLine(spec),
    ...listed.map((step) => `step ${String(step.step).padStart(width)}: ${rangeWords(step)}`),
    ...keptWords(spec),
  ].join('\n');
}

/** Title, newest step and what its images are, in one line. */
export function imagesLine(spec: ImagesSpec): string {
  const newest = spec.steps.at(-1);
  if (!newest) return `${spec.title ?? 'images'}: nothing pushed`;
  const { low, high } = newest;
  const name = [...(spec.title ? [spec.title] : []), `step ${newest.step}`].join(', ');
  return mapsLine({ ...spec, low, high, values: '', facts: unpackFacts(newest) }, name);
}

/** How many steps were left out, in words. */
export function keptWords({ steps, pushed }: ImagesSpec): string[] {
  return steps.length < pushed ? [`${steps.length} of ${pushed} steps kept, evenly spaced`] : [];
}

function rangeWords({ low, high }: ImagesStep): string {
  return `x∈[${shortNumber(fromJsonNumber(low))}, ${shortNumber(fromJsonNumber(high))}]`;
}
