import { preferences } from '../shell/preferences.js';
import { type Colormap, colormap, OFF_SCALE, type Rgb } from '../theme/colormap.js';
import { knee, percentiles, type Scope, statistics } from './extent.js';
import type { TensorModel } from './model.js';

/** How the ends of the colours are found: ±max, min to max, mean ± 3σ, the first to the last percentile, or given. */
export type ScaleKind = 'symmetric' | 'range' | 'robust' | 'percentile' | 'own';

/** What a reader can choose about the colours of a tensor. */
export interface ScaleChoice {
  kind: ScaleKind;
  /** Whose values give the ends. */
  scope: Scope;
  /** Whether colours follow the symmetric logarithm (the inverse hyperbolic sine) of the values. */
  log: boolean;
  /** Ends that the reader gave, for the kind `own`. */
  own: [low: number, high: number];
}

/** A colour scale: the values at its ends and the colours between. */
export interface Scale {
  kind: ScaleKind;
  low: number;
  high: number;
  map: Colormap;
  /** Size of the values from which on colours go by the logarithm; without it they go by the value itself. */
  knee?: number;
}

/** What the reader prefers; else signed data are shown around zero, other data from the lowest to the highest. */
export function defaultChoice(model: TensorModel): ScaleChoice {
  const { min, max } = model.data.summary;
  const given = { log: false, own: [0, 1] as [number, number] };
  const { colours } = preferences;
  if (colours === 'slice') return { kind: 'range', scope: 'slice', ...given };
  const kind = colours !== 'auto' ? colours : min < 0 && max > 0 ? 'symmetric' : 'range';
  return { kind, scope: 'tensor', ...given };
}

/** The scale that `choice` makes of what `model` shows. Ends that coincide are moved apart: a constant has a colour. */
export function makeScale(model: TensorModel, choice: ScaleChoice, dark: boolean): Scale {
  const { kind, log } = choice;
  const [low, high] = widened(ends(model, choice));
  const diverging = (kind === 'robust' && !log) || (low < 0 && low === -high);
  const bend = log ? { knee: Math.max(knee(model, choice.scope), Math.max(-low, high) * 1e-6) } : {};
  return { kind, low, high, map: colormap(diverging, dark), ...bend };
}

/** The scale of numbers shown as colours: signed ones around zero. */
export function gradeScale(values: ArrayLike<number>, dark: boolean): Scale {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  if (low > high) return { kind: 'range', low: 0, high: 1, map: colormap(false, dark) };
  if (low < 0) {
    const reach = Math.max(-low, high);
    return { kind: 'symmetric', low: -reach, high: reach, map: colormap(true, dark) };
  }
  return { kind: 'range', low, high: high > low ? high : low + 1, map: colormap(false, dark) };
}

/** The colour of a value; values beyond the ends get the colour of the end. */
export function colorOf(scale: Scale, value: number): Rgb {
  if (Number.isNaN(value)) return OFF_SCALE.nan;
  if (value === Number.POSITIVE_INFINITY) return OFF_SCALE.posInf;
  if (value === Number.NEGATIVE_INFINITY) return OFF_SCALE.negInf;
  return scale.map[Math.round(share(scale, value) * 255)];
}

/** Place of a value on the scale, 0 at the low end to 1 at the high end. */
export function share({ low, high, knee }: Scale, value: number): number {
  // Halved first: the distance between two numbers can be more than a number holds.
  const place = knee
    ? (Math.asinh(value / knee) - Math.asinh(low / knee)) / (Math.asinh(high / knee) - Math.asinh(low / knee))
    : (value / 2 - low / 2) / (high / 2 - low / 2);
  return Math.max(0, Math.min(1, place));
}

/** The value at a place on the scale: the inverse of {@link share}. */
export function valueAt({ low, high, knee }: Scale, place: number): number {
  const between = (from: number, to: number) => from * (1 - place) + to * place;
  if (!knee) return between(low, high);
  return knee * Math.sinh(between(Math.asinh(low / knee), Math.asinh(high / knee)));
}

/** Whether a finite value lies beyond an end, so that its colour does not tell it. */
export function isBeyond({ low, high }: Scale, value: number): boolean {
  return Number.isFinite(value) && (value < low || value > high);
}

function ends(model: TensorModel, { kind, scope, log, own }: ScaleChoice): [number, number] {
  if (kind === 'own') return own;
  if (model.data.dtype === 'bool') return [0, 1];
  if (kind === 'percentile') return around(percentiles(model, scope));
  const { min, max, mean, std } = statistics(model, scope);
  if (kind === 'range') return [min, max];
  if (kind === 'symmetric') return [-Math.max(Math.abs(min), Math.abs(max)), Math.max(Math.abs(min), Math.abs(max))];
  const reach = Number.isFinite(std) ? 3 * std : 0;
  const robust: [number, number] = [mean - reach, mean + reach];
  return log ? around(robust) : robust;
}

/** Ends on both sides of zero are made equally far from it. */
function around([low, high]: [number, number]): [number, number] {
  const reach = Math.max(-low, high);
  return low < 0 && high > 0 ? [-reach, reach] : [low, high];
}

function widened([low, high]: [number, number]): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (low !== high) return [low, high];
  // Half a unit is nothing beside a large number.
  const half = Math.max(0.5, Math.abs(low) * 1e-6);
  return [low - half, high + half];
}
