import { SERIES } from '../colours.js';
import { type Box, drawAxes, extent, FAINT, INK, type Place } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { colourOf, colourScale, css } from '../picture/colour.js';
import { drawColourBar } from '../picture/heat-map.js';
import { niceTicks, tickLabels } from '../picture/ticks.js';
import { fromJsonNumber } from '../values.js';
import type { PlotSeries, PlotSpec } from './spec.js';

/** Size of a chart's picture, in pixels. */
export const PLOT_SIZE = { width: 640, height: 400 };
const MARGIN = 16;

/** One series with plain numbers. */
interface Curve {
  name: string;
  x: number[];
  y: number[];
  color?: number[];
  colour: string;
}

/** The picture of a chart as a PNG file in base64; `undefined` where there is no finite point or no canvas. */
export function plotPng(spec: PlotSpec): string | undefined {
  const page = spec.series.some(({ y }) => y.some((value) => Number.isFinite(fromJsonNumber(value))))
    ? openPage(PLOT_SIZE.width, PLOT_SIZE.height)
    : undefined;
  return page && drawPlot(page.pen, spec) ? page.png() : undefined;
}

/** Draws a chart at the pen's origin, {@link PLOT_SIZE} large; `false` when it has no finite point. */
export function drawPlot(pen: Pen, spec: PlotSpec): boolean {
  const curves = spec.series.map(toCurve);
  if (!curves.some(({ y }) => y.some(Number.isFinite))) return false;
  const legend = curves.length > 1;
  const graded = curves.some(({ color }) => color);
  const top = MARGIN + (spec.title ? 24 : 0) + (legend ? 20 : 0);
  const box: Box = {
    left: 68,
    right: PLOT_SIZE.width - MARGIN - (graded ? 70 : 0),
    top,
    bottom: PLOT_SIZE.height - (spec.x ? 52 : 36),
  };
  writeWords(pen, spec, box);
  if (legend) writeLegend(pen, curves, box, MARGIN + (spec.title ? 24 : 0));
  const bars = spec.kind === 'bar';
  const xs: [number, number] = bars
    ? [-0.5, Math.max(1, spec.categories?.length ?? 1) - 0.5]
    : extent(
        curves.flatMap(({ x }) => x),
        spec.kind === 'scatter' ? 0.03 : 0.0001,
      );
  const ys = extent([...curves.flatMap(({ y }) => y), ...(bars ? [0] : [])], 0.05);
  const toX: Place = (value) => box.left + ((value - xs[0]) / (xs[1] - xs[0])) * (box.right - box.left);
  const toY: Place = (value) => box.bottom - ((value - ys[0]) / (ys[1] - ys[0])) * (box.bottom - box.top);
  drawAxes(pen, box, bars ? [] : niceTicks(xs[0], xs[1], 8), toX, niceTicks(ys[0], ys[1], 7), toY);
  if (bars) writeCategories(pen, spec.categories ?? [], box, toX);
  pen.save();
  pen.beginPath();
  pen.rect(box.left, box.top - 4, box.right - box.left + 4, box.bottom - box.top + 5);
  pen.clip();
  curves.forEach((curve, i) => {
    if (spec.kind === 'line') drawLine(pen, curve, toX, toY);
    else if (spec.kind === 'scatter') drawCloud(pen, curve, toX, toY);
    else drawBars(pen, curve, i, curves.length, toX, toY);
  });
  pen.restore();
  if (graded) drawGrades(pen, curves, box);
  return true;
}

function toCurve({ name, x, y, color }: PlotSeries, i: number): Curve {
  return {
    name,
    x: x.map(fromJsonNumber),
    y: y.map(fromJsonNumber),
    ...(color ? { color: color.map(fromJsonNumber) } : {}),
    colour: SERIES[i % SERIES.length],
  };
}

function writeWords(pen: Pen, { title, x, y }: PlotSpec, box: Box): void {
  pen.fillStyle = INK;
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  pen.font = font(14, 'bold');
  pen.fillText(title ?? '', MARGIN, MARGIN - 4);
  pen.font = font(11);
  pen.textAlign = 'center';
  pen.fillText(x ?? '', (box.left + box.right) / 2, PLOT_SIZE.height - 24);
  pen.save();
  pen.translate(12, (box.top + box.bottom) / 2);
  pen.rotate(-Math.PI / 2);
  pen.fillText(y ?? '', 0, -6);
  pen.restore();
}

function writeLegend(pen: Pen, curves: Curve[], box: Box, y: number): void {
  pen.font = font(11);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  let x = box.left;
  for (const [i, { name, colour }] of curves.entries()) {
    const width = 30 + textWidth(name, 11);
    if (x + width > box.right - 50 && i < curves.length - 1) {
      pen.fillStyle = FAINT;
      pen.fillText(`+${curves.length - i} more`, x, y + 4);
      return;
    }
    pen.fillStyle = colour;
    pen.fillRect(x, y - 1, 10, 10);
    pen.fillStyle = INK;
    pen.fillText(name, x + 15, y + 4);
    x += width;
  }
}

function writeCategories(pen: Pen, categories: string[], box: Box, toX: Place): void {
  pen.font = font(10.5);
  pen.fillStyle = FAINT;
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  let free = 0;
  categories.forEach((name, i) => {
    const half = textWidth(name, 10.5) / 2;
    if (toX(i) - half < free) return;
    pen.fillText(name, toX(i), box.bottom + 6);
    free = toX(i) + half + 6;
  });
}

function drawLine(pen: Pen, { x, y, colour }: Curve, toX: Place, toY: Place): void {
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineWidth = 1.6;
  pen.lineJoin = 'round';
  pen.beginPath();
  let down = false;
  y.forEach((value, i) => {
    const finite = Number.isFinite(value) && Number.isFinite(x[i]);
    if (finite && down) pen.lineTo(toX(x[i]), toY(value));
    else if (finite) pen.moveTo(toX(x[i]), toY(value));
    down = finite;
  });
  pen.stroke();
  // Few points are marked: a single one would leave no line at all.
  if (y.length <= 30) drawCloud(pen, { name: '', x, y, colour }, toX, toY);
}

function drawCloud(pen: Pen, { x, y, color, colour }: Curve, toX: Place, toY: Place): void {
  const scale = color && gradeScale([color]);
  pen.strokeStyle = '#9aa0aa';
  pen.lineWidth = 0.75;
  pen.globalAlpha = y.length > 300 ? 0.6 : 0.85;
  y.forEach((value, i) => {
    if (!Number.isFinite(value) || !Number.isFinite(x[i])) return;
    pen.fillStyle = scale && color ? css(colourOf(scale, color[i])) : colour;
    pen.beginPath();
    pen.arc(toX(x[i]), toY(value), y.length > 1000 ? 1.8 : 3, 0, 2 * Math.PI);
    pen.fill();
    // The middle of a scale is the colour of the page.
    if (scale) pen.stroke();
  });
  pen.globalAlpha = 1;
}

function drawBars(pen: Pen, { x, y, colour }: Curve, index: number, of: number, toX: Place, toY: Place): void {
  const slot = (toX(1) - toX(0)) * 0.8;
  pen.fillStyle = colour;
  y.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    const left = toX(x[i]) - slot / 2 + (index * slot) / of;
    pen.fillRect(
      left,
      Math.min(toY(0), toY(value)),
      Math.max(1, slot / of - (of > 1 ? 1 : 0)),
      Math.abs(toY(0) - toY(value)),
    );
  });
}

function gradeScale(lists: number[][]) {
  const finite = lists.flat().filter(Number.isFinite);
  const min = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const max = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const ends = finite.length ? { min, max } : { min: 0, max: 1 };
  const summary = { count: 0, mean: 0, std: 0, zeros: 0, nan: 0, posInf: 0, negInf: 0, bins: [], ...ends };
  return colourScale({ dtype: 'float32', summary });
}

function drawGrades(pen: Pen, curves: Curve[], box: Box): void {
  const scale = gradeScale(curves.flatMap(({ color }) => (color ? [color] : [])));
  const ticks = niceTicks(scale.low, scale.high, 5);
  const labels = tickLabels(ticks);
  const size = { width: 12, height: box.bottom - box.top };
  drawColourBar(
    pen,
    { x: box.right + 16, y: box.top },
    size,
    scale,
    ticks.map((value, i) => ({ value, text: labels[i] })),
  );
}
