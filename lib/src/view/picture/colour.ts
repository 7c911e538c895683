import { DIVERGING, OFF_SCALE, SEQUENTIAL } from '../colours.js';
import type { TensorSpec } from '../spec.js';
import { fromJsonNumber } from '../values.js';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** A colour for each value between two ends. */
export interface ColourScale {
  low: number;
  high: number;
  /** From the colour of `low` to the colour of `high`, in equal levels. */
  levels: Rgb[];
}

const LEVELS = 63;

/** Colours of values that are on no scale. */
export const NAN_COLOUR = parse(OFF_SCALE.nan);
export const POSITIVE_INFINITY_COLOUR = parse(OFF_SCALE.posInf);
export const NEGATIVE_INFINITY_COLOUR = parse(OFF_SCALE.negInf);

/**
 * The scale of a tensor: blue–white–orange, equally far on both sides of zero, when a value is negative; else light to
 * dark from the lowest to the highest value.
 */
export function colourScale({ dtype, summary }: Pick<TensorSpec, 'dtype' | 'summary'>): ColourScale {
  const min = fromJsonNumber(summary.min);
  const max = fromJsonNumber(summary.max);
  if (dtype === 'bool' || Number.isNaN(min)) return { low: 0, high: 1, levels: ramp(SEQUENTIAL) };
  if (min < 0) {
    const reach = Math.max(-min, max);
    return { low: -reach, high: reach, levels: ramp(DIVERGING) };
  }
  return { low: min === max ? Math.min(0, min) : min, high: max === 0 ? 1 : max, levels: ramp(SEQUENTIAL) };
}

/** The scale of plain numbers, as {@link colourScale} chooses it. */
export function scaleOfNumbers(values: ArrayLike<number>): ColourScale {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    if (values[i] < min) min = values[i];
    if (values[i] > max) max = values[i];
  }
  const ends = min > max ? { min: 0, max: 1 } : { min, max };
  const summary = { count: 0, mean: 0, std: 0, zeros: 0, nan: 0, posInf: 0, negInf: 0, bins: [], ...ends };
  return colourScale({ dtype: 'float32', summary });
}

/** Light to dark for shares from 0 to 1. */
export function shareScale(): ColourScale {
  return { low: 0, high: 1, levels: ramp(SEQUENTIAL) };
}

/** The colour of one value. */
export function colourOf({ low, high, levels }: ColourScale, value: number): Rgb {
  if (Number.isNaN(value)) return NAN_COLOUR;
  if (value === Number.POSITIVE_INFINITY) return POSITIVE_INFINITY_COLOUR;
  if (value === Number.NEGATIVE_INFINITY) return NEGATIVE_INFINITY_COLOUR;
  const level = Math.round(((value - low) / (high - low)) * (levels.length - 1));
  return levels[Math.max(0, Math.min(levels.length - 1, level))];
}

/** The colour as CSS text. */
export function css([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

/** Whether white text reads better on this colour than black. */
export function isDark([red, green, blue]: Rgb): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue < 140;
}

/** The colour of six hexadecimal digits after `#`. */
function parse(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function ramp(colours: string): Rgb[] {
  const stops = colours.split(' ').map(parse);
  return Array.from({ length: LEVELS }, (_, i) => {
    const place = (i / (LEVELS - 1)) * (stops.length - 1);
    const from = Math.min(Math.floor(place), stops.length - 2);
    const share = place - from;
    const mix = (channel: 0 | 1 | 2) =>
      Math.round(stops[from][channel] * (1 - share) + stops[from + 1][channel] * share);
    return [mix(0), mix(1), mix(2)];
  });
}
