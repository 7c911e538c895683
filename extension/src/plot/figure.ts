import type { PlotData, PlotSeriesData } from '../protocol/decode-plot.js';
import { colormap, css } from '../theme/colormap.js';
import { seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import { axis, paper, plain } from './layout.js';
import type { Layout, Trace } from './plotly.js';
import type { PointPlace } from './words.js';

/** How the reader wants a chart drawn, and the point that the keyboard has reached. */
export interface Drawing {
  logX: boolean;
  logY: boolean;
  cursor: PointPlace | undefined;
  /** Series that are not drawn. */
  hidden: ReadonlySet<number>;
  /** Labels to be written beside the points, by series and point; empty texts for the others. */
  written: string[][] | undefined;
}

/** Lines up to this length show their points. */
const MARKED = 30;

/** The series of a chart, and the cursor as a ring of its own. */
export function plotTraces(data: PlotData, { cursor, hidden, written }: Drawing, theme: Theme): Trace[] {
  const traces = data.series.map((series, i) => ({
    ...trace(data, series, seriesColor(i, theme.dark), theme),
    ...(hidden.has(i) ? { visible: false } : {}),
    ...(written ? labelled(written[i], theme) : {}),
  }));
  if (!cursor) return traces;
  const { x, y } = data.series[cursor.series];
  const ring: Trace = {
    type: 'scatter',
    mode: 'markers',
    name: '',
    x: [drawable(x[cursor.point])],
    y: [drawable(y[cursor.point])],
    marker: { symbol: 'circle-open', size: 14, color: theme.text, line: { width: 2.5 } },
    hoverinfo: 'skip',
    showlegend: false,
  };
  return [...traces, ring];
}

/** The layout of a chart, `width` and `height` in pixels. */
export function plotLayout(
  data: PlotData,
  { logX, logY }: Drawing,
  theme: Theme,
  width: number,
  height: number,
): Layout {
  const many = data.series.length > 1;
  const bars = data.kind === 'bar';
  const graded = data.series.some(({ color }) => color.length > 0);
  return {
    width,
    height,
    margin: { l: 62, r: 12, t: many || graded ? 30 : 8, b: data.x || bars ? 52 : 36 },
    uirevision: `${logX} ${logY}`,
    showlegend: many && data.kind !== 'scatter',
    legend: { orientation: 'h', x: 0, y: 1, yanchor: 'bottom', font: { color: theme.text } },
    hovermode: data.kind === 'line' && many ? 'x unified' : 'closest',
    dragmode: 'zoom',
    barmode: 'group',
    ...paper(theme),
    xaxis: {
      ...axis(data.x, theme),
      type: logX ? 'log' : 'linear',
      ...(bars ? barAxis(data.categories, width) : {}),
    },
    yaxis: { ...axis(data.y, theme), type: logY ? 'log' : 'linear' },
  };
}

function trace(data: PlotData, series: PlotSeriesData, color: string, theme: Theme): Trace {
  const name = plain(series.name);
  const text = series.labels.map(plain);
  const [x, y] = [series.x.map(drawable), series.y.map(drawable)];
  const common = { name, x, y, ...(text.length ? { hovertext: text } : {}) };
  if (data.kind === 'bar') {
    return { type: 'bar', ...common, marker: { color }, hovertemplate: '%{x}: %{y:.5g}<extra></extra>' };
  }
  if (data.kind === 'line') {
    const mode = series.x.length <= MARKED ? 'lines+markers' : 'lines';
    const line = { color, width: 2 };
    return { type: 'scatter', mode, ...common, line, marker: { color, size: 5 }, hovertemplate: '%{y:.5g}' };
  }
  const size = series.x.length > 1000 ? 4 : 6;
  const graded = series.color.length > 0 ? grades(series.color, theme) : { color };
  const said = text.length ? '%{hovertext}<br>' : '';
  return {
    type: 'scatter',
    mode: 'markers',
    ...common,
    marker: { size, opacity: 0.8, ...graded },
    hovertemplate: `${said}(%{x:.5g}, %{y:.5g})`,
  };
}

/** Texts beside points, over the edge too: what is cut off cannot be read. */
function labelled(texts: string[], theme: Theme): Partial<Trace> {
  return {
    mode: 'markers+text',
    text: texts.map(plain),
    textposition: 'middle right',
    textfont: { size: 11, color: theme.text },
    cliponaxis: false,
  };
}

/** Infinity, and numbers whose differences reach it, would stretch the axis for ever: a gap shows that they left it. */
function drawable(value: number): number {
  return Math.abs(value) < 1e300 ? value : Number.NaN;
}

function grades(values: number[], theme: Theme) {
  const finite = values.map(drawable).filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const signed = low < 0;
  const reach = Math.max(-low, high);
  const map = colormap(signed, theme.dark);
  return {
    color: values,
    cmin: signed ? -reach : low,
    cmax: signed ? reach : high,
    colorscale: [0, 32, 64, 96, 128, 160, 192, 224, 255].map((level) => [level / 255, css(map[level])]),
    showscale: true,
    colorbar: { thickness: 10, outlinewidth: 0, tickfont: { color: theme.text } },
    line: { width: 0.5, color: theme.faint },
  };
}

/** As many of the words under the bars as have room, the others reachable by the pointer, the keys and the table. */
function barAxis(categories: string[], width: number): Layout {
  const widest = Math.max(1, ...categories.map((name) => name.length)) * 7;
  const every = Math.max(1, Math.ceil((categories.length * Math.min(widest, 40)) / Math.max(60, width - 80)));
  const shown = categories.map((_, i) => i).filter((i) => i % every === 0);
  return { tickmode: 'array', tickvals: shown, ticktext: shown.map((i) => plain(categories[i])), automargin: true };
}
