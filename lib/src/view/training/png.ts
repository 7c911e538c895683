import { SERIES } from '../colours.js';
import { extent, FAINT, INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { CHART, type Curve, drawChart } from '../picture/chart.js';
import type { JsonNumber, TrainingSeries, TrainingSpec } from '../spec.js';
import { fromJsonNumber } from '../values.js';
import { labelOf, progressLine } from './text.js';

const MARGIN = 16;
const GUTTER = 16;
/** Most panels on a page. */
const PANELS = 12;
type XAxis = NonNullable<TrainingSpec['x']>;

/**
 * The picture of a training run as a PNG file in base64: a panel a unit, two in a row, each with its curves, the range
 * that thinned points stand for, and a legend with the last values. `undefined` where there is no canvas.
 */
export function trainingPng(spec: TrainingSpec): string | undefined {
  const all = [...new Set(spec.series.map(({ panel }) => panel))];
  const panels = all.slice(0, PANELS);
  if (panels.length === 0) return undefined;
  const across = Math.min(2, panels.length);
  const width = 2 * MARGIN + across * CHART.width + (across - 1) * GUTTER;
  const rows = Math.ceil(panels.length / across);
  const page = openPage(width, 2 * MARGIN + 20 + rows * CHART.height + (rows - 1) * GUTTER);
  if (!page) return undefined;
  const { pen } = page;
  const x = horizontalAxis(spec);
  const xRange = extent(
    spec.series.flatMap((series) => series[x].map((place) => place ?? 0)),
    0,
  );
  writeProgress(
    pen,
    spec,
    width,
    panels.length < all.length ? ` · first ${panels.length} of ${all.length} panels` : '',
  );
  panels.forEach((panel, i) => {
    pen.save();
    pen.translate(
      MARGIN + (i % across) * (CHART.width + GUTTER),
      MARGIN + 20 + Math.floor(i / across) * (CHART.height + GUTTER),
    );
    const series = spec.series.filter((one) => one.panel === panel);
    // Where a panel has one name only, its runs are told apart by theirs: the legend has little room.
    const single = series.every(({ name }) => name === series[0].name);
    const curves = series.map((one, n) => {
      const name = single && one.run !== undefined ? one.run : labelOf(one);
      return { ...toCurve(one, x, SERIES[n % SERIES.length]), name };
    });
    const marks = (spec.marks ?? []).map((mark) => ({ text: mark.text, x: mark[x] ?? Number.NaN }));
    drawChart(pen, { title: panel, xLabel: x === 'time' ? 'seconds' : x, xRange, wholeX: x === 'step', marks }, curves);
    pen.restore();
  });
  return page.png();
}

/** Epochs only serve as an axis when every point has one. */
function horizontalAxis({ x = 'step', series }: TrainingSpec): XAxis {
  return x === 'epoch' && series.some(({ epoch }) => epoch.includes(null)) ? 'step' : x;
}

function toCurve(series: TrainingSeries, x: XAxis, colour: string): Omit<Curve, 'name'> {
  const places = series[x].map((place) => place ?? 0);
  // Where a run started again from an earlier step, a gap keeps its line from going back.
  const order = places.flatMap((place, i) => (i > 0 && place < places[i - 1] ? [-1, i] : [i]));
  const pick = (list: readonly JsonNumber[]) => order.map((i) => (i < 0 ? Number.NaN : fromJsonNumber(list[i])));
  const value = pick(series.value);
  return {
    colour,
    last: fromJsonNumber(series.last),
    x: order.map((i) => places[Math.max(0, i)]),
    value,
    low: series.low ? pick(series.low) : value,
    high: series.high ? pick(series.high) : value,
  };
}

function writeProgress(pen: Pen, spec: TrainingSpec, width: number, cut: string): void {
  const line = progressLine(spec);
  const title = spec.title ?? 'training';
  pen.textBaseline = 'top';
  pen.textAlign = 'left';
  pen.fillStyle = INK;
  pen.font = font(14, 'bold');
  pen.fillText(title, MARGIN, MARGIN - 4);
  const rest = line.slice(title.length + 3) + cut;
  const after = MARGIN + textWidth(title, 14, 'bold') + 12;
  pen.fillStyle = FAINT;
  pen.font = font(11);
  if (after + textWidth(rest, 11) <= width - MARGIN) pen.fillText(rest, after, MARGIN - 1);
}
