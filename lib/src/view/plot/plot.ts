import type { MimeBundle } from '../host.js';
import { showView, viewBundle } from '../show.js';
import { toJsonNumber } from '../values.js';
import { plotPng } from './png.js';
import { PLOT_MIME, type PlotSeries, type PlotSpec } from './spec.js';
import { plotText } from './text.js';
import { evenSample, lineSample } from './thin.js';

/** Words around a chart. */
export interface PlotOptions {
  /** Name in the header. */
  title?: string;
  /** Words at the horizontal and the vertical axis. */
  xLabel?: string;
  yLabel?: string;
}

/** Most points of a line, of all lines, and of all clouds, that are put into a notebook. */
export const LINE_POINTS = 2000;
const ALL_LINE_POINTS = 24_000;
export const CLOUD_POINTS = 5000;

/** Points before they are thinned. */
export interface Points {
  name: string;
  x: number[];
  y: number[];
  labels?: string[];
  color?: number[];
}

/** The plain data of a chart from all its points. */
export function plotSpec(
  kind: PlotSpec['kind'],
  points: Points[],
  { title, xLabel, yLabel }: PlotOptions,
  categories?: string[],
): PlotSpec {
  const total = points.reduce((sum, { y }) => sum + y.length, 0);
  return {
    version: 1,
    kind,
    ...(title ? { title } : {}),
    ...(xLabel ? { x: xLabel } : {}),
    ...(yLabel ? { y: yLabel } : {}),
    ...(categories ? { categories } : {}),
    series: points.map((series) => kept(kind, series, { total, series: points.length })),
  };
}

/** Everything that a notebook can show of a chart: data, a picture where one can be drawn, and text. */
export function plotBundle(spec: PlotSpec): MimeBundle {
  return viewBundle(PLOT_MIME, spec, plotPng(spec), plotText(spec));
}

/** Shows a chart at once: in a notebook to explore, elsewhere as printed text. */
export function showPlot(spec: PlotSpec): void {
  showView(spec, plotBundle, plotText);
}

function kept(
  kind: PlotSpec['kind'],
  { name, x, y, labels, color }: Points,
  { total, series }: { total: number; series: number },
): PlotSeries {
  const share = Math.max(2, Math.floor((CLOUD_POINTS * y.length) / Math.max(1, total)));
  const indices =
    kind === 'line'
      ? lineSample(y, Math.min(LINE_POINTS, Math.floor(ALL_LINE_POINTS / series)))
      : kind === 'scatter'
        ? evenSample(y.length, share)
        : y.map((_, i) => i);
  return {
    name,
    x: indices.map((i) => toJsonNumber(x[i])),
    y: indices.map((i) => toJsonNumber(y[i])),
    ...(labels ? { labels: indices.map((i) => labels[i]) } : {}),
    ...(color ? { color: indices.map((i) => toJsonNumber(color[i])) } : {}),
    count: y.length,
  };
}
