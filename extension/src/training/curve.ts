import type { TrainingSeries } from '../protocol/spec.js';
import { preferences } from '../shell/preferences.js';

/** What the horizontal axis counts. */
export type XKind = 'step' | 'epoch' | 'time';

/** Points of one series, ready to draw. `low` and `high` are there when each point stands for several. */
export interface Curve {
  x: number[];
  y: number[];
  low?: number[];
  high?: number[];
}

/** Smoothing leaves series shorter than this as they are. */
export const SMOOTHED_FROM = 100;
/** Points that a pixel of width can show. */
const PER_PIXEL = 2;

/** How many points of a line are worth drawing in a chart of `width` pixels. */
export function pointsFor(width: number): number {
  return Math.max(200, Math.min(preferences.maxPoints, Math.round(width * PER_PIXEL)));
}

/** The points of a series over `kind`; points without an epoch are left out of a chart over epochs. */
export function curveOf(series: TrainingSeries, kind: XKind): Curve {
  const x: (number | null)[] = series[kind];
  const kept = x.flatMap((place, i) => (place === null ? [] : [i]));
  const pick = (values: TrainingSeries['value']) => kept.map((i) => Number(values[i]));
  return {
    x: kept.map((i) => x[i] as number),
    y: pick(series.value),
    ...(series.low && series.high && { low: pick(series.low), high: pick(series.high) }),
  };
}

/**
 * Exponential moving average with the bias of its start removed, as in TensorBoard: `weight` 0 changes nothing, towards
 * 1 it follows ever more slowly. Values that are not finite pass through and are not averaged.
 */
export function smooth(values: number[], weight: number): number[] {
  let average = 0;
  let bias = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = weight * average + (1 - weight) * value;
    bias *= weight;
    return average / (1 - bias);
  });
}

/** Smooths each part of a curve by itself: where its place goes back, a run started again. */
export function smoothParts({ x, y }: Curve, weight: number): number[] {
  return partsOf(x).flatMap(([from, to]) => smooth(y.slice(from, to), weight));
}

/** Stretches of a list of places that never go back, each from one place up to, not with, another. */
export function partsOf(x: readonly number[]): [from: number, to: number][] {
  const starts = x.flatMap((place, i) => (i === 0 || place < x[i - 1] ? [i] : []));
  return starts.map((from, i) => [from, starts[i + 1] ?? x.length]);
}

/** At most `most` points of a curve: the first and last, and the lowest and highest of each stretch between. */
export function thin(curve: Curve, most: number): Curve {
  const count = curve.x.length;
  if (count <= most) return curve;
  const stretches = Math.max(1, Math.floor((most - 2) / 2));
  const kept = new Set([0, count - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * count) / stretches);
    const to = Math.floor(((stretch + 1) * count) / stretches);
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      // Comparisons with NaN are false: a number takes the place of one, and never the other way round.
      if (!(curve.y[i] >= curve.y[low]) && !Number.isNaN(curve.y[i])) low = i;
      if (!(curve.y[i] <= curve.y[high]) && !Number.isNaN(curve.y[i])) high = i;
    }
    kept.add(low).add(high);
  }
  const order = [...kept].sort((a, b) => a - b);
  const pick = (values: number[]) => order.map((i) => values[i]);
  return {
    x: pick(curve.x),
    y: pick(curve.y),
    ...(curve.low && curve.high && { low: pick(curve.low), high: pick(curve.high) }),
  };
}
