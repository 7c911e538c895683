import { preferences } from '../shell/preferences.js';
import { type Colormap, colormap, OFF_SCALE, type Rgb } from '../theme/colormap.js';
import type { TensorModel } from './model.js';

/** How values become colours: over ±max, min to max, mean ± 3σ, or min to max of the slice that is seen. */
export type ScaleKind = 'symmetric' | 'range' | 'robust' | 'slice';

/** A colour scale: the values at its ends and the colours between. */
export interface Scale {
  kind: ScaleKind;
  low: number;
  high: number;
  map: Colormap;
}

/** What the reader prefers; else signed data are shown around zero, other data from the lowest to the highest. */
export function defaultKind(model: TensorModel): ScaleKind {
  if (preferences.colours !== 'auto') return preferences.colours;
  const { min, max } = model.data.summary;
  return min < 0 && max > 0 ? 'symmetric' : 'range';
}

/** The scale of `kind` for what `model` shows. Ends that coincide are moved apart so that a constant has a colour. */
export function makeScale(model: TensorModel, kind: ScaleKind, dark: boolean): Scale {
  const [low, high] = widened(ends(model, kind));
  const diverging = kind === 'symmetric' || kind === 'robust' || (low < 0 && high > 0 && low === -high);
  return { kind, low, high, map: colormap(diverging, dark) };
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
export function share({ low, high }: Scale, value: number): number {
  // Halved first: the distance between two numbers can be more than a number holds.
  return Math.max(0, Math.min(1, (value / 2 - low / 2) / (high / 2 - low / 2)));
}

function ends(model: TensorModel, kind: ScaleKind): [number, number] {
  const { min, max, mean, std } = model.data.summary;
  switch (kind) {
    case 'symmetric': {
      const size = Math.max(Math.abs(min), Math.abs(max));
      return [-size, size];
    }
    case 'robust':
      return [mean - 3 * std, mean + 3 * std];
    case 'slice':
      return sliceEnds(model);
    case 'range':
      return model.data.dtype === 'bool' ? [0, 1] : [min, max];
  }
}

function sliceEnds(model: TensorModel): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < model.rowCount; row++) {
    for (let col = 0; col < model.colCount; col++) {
      const value = model.value({ row, col });
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return [low, high];
}

function widened([low, high]: [number, number]): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}
