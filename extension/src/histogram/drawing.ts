import { short } from '../tensor/format.js';
import { faded, seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import { type Extent, extentOf, type LayerModel, onlyValue, roundValues } from './model.js';

/** How the reader wants histograms drawn. */
export interface Drawing {
  /** `overlay`: one snapshot filled, first and last as outlines; `ridge`: all, the newest in front. */
  mode: 'overlay' | 'ridge';
  /** Heights are logarithms of counts. */
  log: boolean;
}

/** Where things are on a panel, in CSS pixels. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How far a ridge may rise over its neighbours, in distances between ridges. */
const RISE = 2.5;

/** The room of the bars in a panel of that size. */
export function frameOf(width: number, height: number): Frame {
  return { left: 46, right: width - 8, top: 6, bottom: height - 20 };
}

/** The bin under a point, or `undefined` beside the bins. `shown` is the stretch of the axis where it is not the layer's own. */
export function binAt(model: LayerModel, frame: Frame, x: number, shown?: Extent): number | undefined {
  const { first, bins, width } = model;
  const [low, high] = shown ?? extentOf(model) ?? [0, 1];
  const value = low + ((x - frame.left) / (frame.right - frame.left)) * (high - low);
  const bin = Math.floor(value / width) - first;
  return bin >= 0 && bin < bins ? bin : undefined;
}

/** Draws one layer, with the snapshot `row` chosen and the bin under the cursor marked. */
export function drawLayer(
  context: CanvasRenderingContext2D,
  model: LayerModel,
  frame: Frame,
  { mode, log }: Drawing,
  row: number,
  cursor: number | undefined,
  color: number,
  theme: Theme,
  shown?: Extent,
): void {
  const [low, high] = shown ?? extentOf(model) ?? [0, 1];
  const fill = seriesColor(color, theme.dark);
  const scale = (count: number) => (log ? Math.log10(1 + count) : count);
  const top = Math.max(1, ...model.rows.map(({ counts }) => counts.reduce((most, n) => Math.max(most, n), 0)));
  const room = frame.bottom - frame.top;
  const place = (value: number) => frame.left + ((value - low) / (high - low)) * (frame.right - frame.left);
  const x = (bin: number) => place((model.first + bin) * model.width);
  const steps = (counts: number[], base: number, height: number) => {
    const path = new Path2D();
    path.moveTo(x(0), base);
    counts.forEach((count, bin) => {
      const y = base - (scale(count) / scale(top)) * height;
      path.lineTo(x(bin), y);
      path.lineTo(x(bin + 1), y);
    });
    path.lineTo(x(model.bins), base);
    return path;
  };
  const only = shown ? undefined : onlyValue(model);
  const ticks = only === undefined ? roundValues(low, high, (frame.right - frame.left) / 70) : [only];
  drawAxis(context, ticks, frame, theme, only === undefined ? place : () => x(0.5));
  if (cursor !== undefined) {
    context.fillStyle = faded(seriesColor(5, theme.dark), 0.25);
    context.fillRect(x(cursor), frame.top, Math.max(1, x(cursor + 1) - x(cursor)), room);
  }
  context.lineWidth = 1.25;
  if (mode === 'overlay' || model.rows.length === 1) {
    drawHeights(context, frame, theme, top, (count) => frame.bottom - (scale(count) / scale(top)) * room);
    context.fillStyle = faded(fill, 0.55);
    context.fill(steps(model.rows[row].counts, frame.bottom, room));
    const last = model.rows.length - 1;
    for (const [index, dash] of [
      [0, [3, 3]],
      [last, []],
    ] as const) {
      if (last === 0) break;
      context.setLineDash([...dash]);
      context.strokeStyle = index === last ? theme.text : theme.faint;
      context.stroke(steps(model.rows[index].counts, frame.bottom, room));
    }
    context.setLineDash([]);
    return;
  }
  const distance = room / (model.rows.length - 1 + RISE);
  model.rows.forEach(({ counts, snapshot }, index) => {
    const base = frame.bottom - distance * (model.rows.length - 1 - index);
    const path = steps(counts, base, distance * RISE);
    context.fillStyle = theme.surface;
    context.fill(path);
    context.fillStyle = faded(fill, index === row ? 0.85 : 0.15 + (0.35 * index) / model.rows.length);
    context.fill(path);
    context.strokeStyle = index === row ? theme.text : faded(fill, 0.8);
    context.lineWidth = index === row ? 1.5 : 0.75;
    context.stroke(path);
    const due = index % Math.ceil(13 / distance) === 0 && distance * (model.rows.length - 1 - index) > 10;
    if (due || index === model.rows.length - 1)
      label(context, theme, String(snapshot.step ?? index), frame.left - 5, base);
  });
}

function drawAxis(
  context: CanvasRenderingContext2D,
  ticks: number[],
  frame: Frame,
  theme: Theme,
  place: (value: number) => number,
): void {
  context.font = `11px ${theme.font}`;
  context.fillStyle = theme.faint;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(frame.left, frame.bottom + 0.5);
  context.lineTo(frame.right, frame.bottom + 0.5);
  context.stroke();
  context.textBaseline = 'top';
  context.textAlign = 'center';
  for (const value of ticks) {
    const at = place(value);
    context.fillText(short(value, 3), at, frame.bottom + 5);
    context.fillRect(Math.round(at), frame.bottom, 1, 4);
  }
}

/** The highest count, and the one at half the height or the tenth part. */
function drawHeights(
  context: CanvasRenderingContext2D,
  frame: Frame,
  theme: Theme,
  top: number,
  y: (count: number) => number,
): void {
  const round = (count: number) => Number(count.toPrecision(1));
  const counts = new Set([0, round(top / 10), round(top / 2), top]);
  const taken: number[] = [];
  for (const count of [...counts].reverse()) {
    if (!Number.isInteger(count) || taken.some((other) => Math.abs(other - y(count)) < 14)) continue;
    taken.push(y(count));
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(frame.left, Math.round(y(count)) + 0.5);
    context.lineTo(frame.right, Math.round(y(count)) + 0.5);
    context.stroke();
    label(context, theme, short(count, 3), frame.left - 5, y(count));
  }
}

function label(context: CanvasRenderingContext2D, theme: Theme, text: string, right: number, y: number): void {
  context.font = `11px ${theme.font}`;
  context.fillStyle = theme.faint;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillText(text, right, Math.max(8, y));
}
