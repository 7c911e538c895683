import { shortNumber } from '../numbers.js';
import { drawAxes, extent, FAINT, INK, type Place } from './axes.js';
import { font, type Pen, textWidth } from './canvas.js';
import { niceTicks } from './ticks.js';

/** Outer size of a chart, in pixels. */
export const CHART = { width: 440, height: 280 };

/** Room in a chart for title, legend and axes. */
const ROOM = { left: 52, right: 10, top: 42, bottom: 36 };

/** One line of a chart; `low` and `high` bound what each point stands for and are `value` itself when it is one value. */
export interface Curve {
  name: string;
  colour: string;
  last: number;
  x: number[];
  value: number[];
  low: number[];
  high: number[];
}

/** What is written around the curves. */
export interface ChartFrame {
  title: string;
  xLabel: string;
  /** Range of the horizontal axis. */
  xRange: [low: number, high: number];
  /** Whether only whole numbers are ticks of the horizontal axis. */
  wholeX: boolean;
  /** Vertical lines with a few words. */
  marks?: readonly { text: string; x: number }[];
}

/** Draws a chart at the pen's origin: grid, axes with round ticks, bands, lines, and a legend with last values. */
export function drawChart(
  pen: Pen,
  { title, xLabel, xRange: xs, wholeX, marks = [] }: ChartFrame,
  curves: Curve[],
): void {
  const [left, right] = [ROOM.left, CHART.width - ROOM.right];
  const [top, bottom] = [ROOM.top, CHART.height - ROOM.bottom];
  const ys = extent(
    curves.flatMap((curve) => [...curve.low, ...curve.high]),
    0.06,
  );
  const toX: Place = (value) => left + ((value - xs[0]) / (xs[1] - xs[0])) * (right - left);
  const toY: Place = (value) => bottom - ((value - ys[0]) / (ys[1] - ys[0])) * (bottom - top);
  drawAxes(pen, { left, right, top, bottom }, niceTicks(xs[0], xs[1], 6, wholeX), toX, niceTicks(ys[0], ys[1], 7), toY);
  pen.font = font(11);
  pen.fillStyle = FAINT;
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  pen.fillText(xLabel, (left + right) / 2, bottom + 21);
  pen.save();
  pen.beginPath();
  pen.rect(left, top - 2, right - left + 2, bottom - top + 4);
  pen.clip();
  for (const curve of curves) drawBand(pen, curve, toX, toY);
  for (const curve of curves) drawLine(pen, curve, toX, toY);
  for (const { text, x } of marks) if (x >= xs[0] && x <= xs[1]) drawMark(pen, text, toX(x), top, bottom);
  pen.restore();
  writeLegend(pen, title, curves, left, right);
}

/** The range that thinned points stand for, one stretch for each run of finite bounds. */
function drawBand(pen: Pen, { x, low, high, value, colour }: Curve, toX: Place, toY: Place): void {
  if (low === value) return;
  pen.fillStyle = colour;
  pen.globalAlpha = 0.18;
  for (const [start, stop] of finiteRuns(low, high)) {
    pen.beginPath();
    for (let i = start; i < stop; i++) pen.lineTo(toX(x[i]), toY(high[i]));
    for (let i = stop - 1; i >= start; i--) pen.lineTo(toX(x[i]), toY(low[i]));
    pen.closePath();
    pen.fill();
  }
  pen.globalAlpha = 1;
}

function drawLine(pen: Pen, { x, value, colour }: Curve, toX: Place, toY: Place): void {
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineWidth = value.length > 500 ? 1.1 : 1.6;
  pen.lineJoin = 'round';
  for (const [start, stop] of finiteRuns(value, value)) {
    pen.beginPath();
    for (let i = start; i < stop; i++) pen.lineTo(toX(x[i]), toY(value[i]));
    pen.stroke();
    // A few points are marked: a single one would leave no line at all.
    if (value.length > 40 && stop - start > 1) continue;
    for (let i = start; i < stop; i++) {
      pen.beginPath();
      pen.arc(toX(x[i]), toY(value[i]), 2.6, 0, 2 * Math.PI);
      pen.fill();
    }
  }
}

/** A mark's words stand upright beside its line, so that neighbours do not cover one another. */
function drawMark(pen: Pen, text: string, x: number, top: number, bottom: number): void {
  pen.strokeStyle = FAINT;
  pen.lineWidth = 1;
  pen.setLineDash([3, 3]);
  pen.beginPath();
  pen.moveTo(Math.round(x) + 0.5, top);
  pen.lineTo(Math.round(x) + 0.5, bottom);
  pen.stroke();
  pen.setLineDash([]);
  pen.save();
  pen.translate(x - 4, top + 3);
  pen.rotate(-Math.PI / 2);
  pen.font = font(10);
  pen.fillStyle = FAINT;
  pen.textAlign = 'right';
  pen.textBaseline = 'alphabetic';
  pen.fillText(text, 0, 0);
  pen.restore();
}

function finiteRuns(first: readonly number[], second: readonly number[]): [start: number, stop: number][] {
  const runs: [number, number][] = [];
  let start = -1;
  for (let i = 0; i <= first.length; i++) {
    const finite = i < first.length && Number.isFinite(first[i]) && Number.isFinite(second[i]);
    if (finite && start < 0) start = i;
    if (!finite && start >= 0) {
      runs.push([start, i]);
      start = -1;
    }
  }
  return runs;
}

function writeLegend(pen: Pen, name: string, curves: Curve[], left: number, right: number): void {
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.font = font(12, 'bold');
  pen.fillStyle = INK;
  pen.fillText(name, left, 10);
  pen.font = font(11);
  let at = left;
  curves.forEach(({ name: series, colour, last }, i) => {
    const text = `${series} ${shortNumber(last)}`;
    const width = 20 + textWidth(text, 11);
    const more = `+${curves.length - i} more`;
    if (at > right) return;
    if (at + width > right - (i < curves.length - 1 ? 60 : 0) && i > 0) {
      pen.fillStyle = FAINT;
      pen.fillText(more, at, 28);
      at = right + 1;
      return;
    }
    pen.fillStyle = colour;
    pen.fillRect(at, 26.5, 14, 3);
    pen.fillStyle = INK;
    pen.fillText(text, at + 20, 28);
    at += width + 16;
  });
}
