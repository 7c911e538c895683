import type { TrainingSeries } from '../protocol/spec.js';
import { within } from '../shell/within.js';
import { short } from '../tensor/format.js';
import { curveOf, SMOOTHED_FROM, smoothParts, type XKind } from './curve.js';
import { type Panel, runOf } from './runs.js';

/** Where the keyboard is: by name and step, since points move in their lists while a run goes on. */
export interface Cursor {
  panel: string;
  series: string;
  run: string;
  step: number;
}

/** A cursor on a chart: which series and point, and where that is. */
export interface CursorPoint {
  series: TrainingSeries;
  index: number;
  x: number;
  y: number;
}

/** The point under a cursor, or the nearest after it; `undefined` when its series is not shown. */
export function pointAt(panel: Panel, cursor: Cursor | undefined, kind: XKind): CursorPoint | undefined {
  if (!cursor || cursor.panel !== panel.name) return undefined;
  const series = panel.series.find((entry) => entry.name === cursor.series && runOf(entry) === cursor.run);
  if (!series || series.value.length === 0) return undefined;
  const found = series.step.findIndex((step) => step >= cursor.step);
  const index = found < 0 ? series.step.length - 1 : found;
  return { series, index, x: series[kind][index] ?? Number.NaN, y: Number(series.value[index]) };
}

/** The cursor after a key: `right` points on, `down` series on; the first key starts at the newest point. */
export function moved(panel: Panel, cursor: Cursor | undefined, right: number, down: number): Cursor | undefined {
  const filled = panel.series.filter(({ value }) => value.length > 0);
  const at = pointAt(panel, cursor, 'step');
  if (filled.length === 0) return undefined;
  const place = at ? within(filled.indexOf(at.series) + down, filled.length) : 0;
  const series = filled[place];
  const from = !at ? series.step.length - 1 : at.series === series ? at.index : nearest(series, at.x);
  const index = at ? within(from + right, series.step.length) : from;
  return { panel: panel.name, series: series.name, run: runOf(series), step: series.step[index] };
}

/** A point in words: `loss at step 1,200: 0.0312, smoothed 0.0330, from 0.02 to 0.05, epoch 1.2, 3.4 s`. */
export function cursorText({ series, index }: CursorPoint, label: string, kind: XKind, smoothing: number): string {
  const value = Number(series.value[index]);
  const [low, high] = [series.low, series.high].map((list) => (list ? Number(list[index]) : value));
  const curve = curveOf(series, kind);
  const place = kind === 'epoch' ? series.epoch.slice(0, index).filter((epoch) => epoch !== null).length : index;
  const smooth = smoothing > 0 && curve.x.length >= SMOOTHED_FROM ? smoothParts(curve, smoothing)[place] : undefined;
  const epoch = series.epoch[index];
  return [
    `${label} at step ${series.step[index].toLocaleString('en')}: ${short(value)}`,
    ...(smooth === undefined ? [] : [`smoothed ${short(smooth)}`]),
    ...(low < high ? [`from ${short(low)} to ${short(high)}`] : []),
    ...(epoch === null ? [] : [`epoch ${short(epoch)}`]),
    `${series.time[index].toFixed(1)} s`,
  ].join(', ');
}

function nearest({ step }: TrainingSeries, wanted: number): number {
  return step.reduce((best, s, i) => (Math.abs(s - wanted) < Math.abs(step[best] - wanted) ? i : best), 0);
}
