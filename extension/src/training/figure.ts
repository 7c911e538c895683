import { axis, paper, plain } from '../plot/layout.js';
import type { Layout, Trace } from '../plot/plotly.js';
import type { TrainingMark } from '../protocol/spec.js';
import { faded } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import { type Cursor, pointAt } from './cursor.js';
import { type Curve, curveOf, partsOf, pointsFor, SMOOTHED_FROM, smoothParts, thin, type XKind } from './curve.js';
import { labelOf, looksOf, type Panel, type SeriesLook } from './runs.js';

/** The stretch of the horizontal axis that the reader chose. */
export type Range = readonly [from: number, to: number];

/** How the reader wants the curves drawn. */
export interface Drawing {
  x: XKind;
  logY: boolean;
  /** Weight of the moving average, 0 for none. */
  smoothing: number;
  range: Range | undefined;
  cursor: Cursor | undefined;
}

/** What a figure needs beside its panel. */
export interface Surroundings {
  /** Names of all runs, also of hidden ones: a run keeps its colour. */
  runs: readonly string[];
  marks: readonly TrainingMark[];
}

const X_TITLES: Record<XKind, string> = { step: 'step', epoch: 'epoch', time: 'time (s)' };
/** Room of a word below the horizontal axis, in pixels. */
const TICK = 55;
/** Series up to this length show their points, so that two or three epochs can be seen. */
const MARKED = 30;

/** The lines of one panel: for each series its band if it was thinned, its raw line, its smoothed line; then the cursor. */
export function panelTraces(panel: Panel, drawing: Drawing, { runs }: Surroundings, theme: Theme, width: number) {
  const most = pointsFor(width);
  const looks = looksOf(panel, runs, theme.dark);
  const traces = panel.series.flatMap((series, index) => {
    const look = looks[index];
    const name = plain(labelOf(series, runs));
    const curve = curveOf(series, drawing.x);
    const smoothed = drawing.smoothing > 0 && curve.x.length >= SMOOTHED_FROM;
    const found = band(name, curve, look.color, most);
    if (smoothed) {
      const faint = { ...look, color: faded(look.color, 0.28) };
      found.push({ ...line(name, thin(curve, most), faint, 1), hoverinfo: 'skip', showlegend: false });
    }
    const shown = smoothed ? { x: curve.x, y: smoothParts(curve, drawing.smoothing) } : curve;
    found.push(line(name, thin(shown, most), look, 2));
    return found;
  });
  const at = pointAt(panel, drawing.cursor, drawing.x);
  return at ? [...traces, ring(at.x, at.y, theme)] : traces;
}

/** The layout of one panel, `width` and `height` in pixels. */
export function panelLayout(
  name: string,
  drawing: Drawing,
  { marks }: Surroundings,
  theme: Theme,
  width: number,
  height: number,
): Layout {
  const look = `${drawing.x} ${drawing.logY}`;
  return {
    width,
    height,
    margin: { l: 58, r: 12, t: 8, b: 40 },
    // Zoom stays as it is while points arrive; another axis starts anew.
    uirevision: look,
    showlegend: false,
    hovermode: 'x unified',
    dragmode: 'zoom',
    ...paper(theme),
    ...markLines(marks, drawing.x, '', theme),
    xaxis: {
      ...axis(X_TITLES[drawing.x], theme),
      // As many words as have room beside each other when a run is long: they would turn to get it.
      nticks: Math.max(2, Math.min(7, Math.floor((width - 70) / TICK))),
      tickangle: 0,
      ...shownRange(drawing.range),
      uirevision: `${look} ${drawing.range}`,
    },
    yaxis: { ...axis(name, theme), type: drawing.logY ? 'log' : 'linear' },
  };
}

/** All panels under one another with a legend, for a picture that stands alone. */
export function wholeFigure(
  panels: Panel[],
  drawing: Drawing,
  surroundings: Surroundings,
  theme: Theme,
  title: string,
): { data: Trace[]; layout: Layout; width: number; height: number } {
  const width = 900;
  const height = 60 + 320 * panels.length;
  const layout: Layout = {
    width,
    height,
    ...paper(theme),
    paper_bgcolor: theme.surface,
    margin: { l: 70, r: 20, t: title ? 50 : 20, b: 50 },
    title: { text: plain(title) },
    showlegend: true,
    grid: { rows: panels.length, columns: 1, pattern: 'independent', ygap: 0.25 },
  };
  const lines = panels.map((_, i) => markLines(surroundings.marks, drawing.x, i === 0 ? '' : String(i + 1), theme));
  layout.shapes = lines.flatMap(({ shapes }) => shapes);
  layout.annotations = lines.flatMap(({ annotations }) => annotations);
  const data = panels.flatMap((panel, i) => {
    const number = i === 0 ? '' : String(i + 1);
    layout[`xaxis${number}`] = { ...axis(X_TITLES[drawing.x], theme), ...shownRange(drawing.range) };
    layout[`yaxis${number}`] = { ...axis(panel.name, theme), type: drawing.logY ? 'log' : 'linear' };
    return panelTraces(panel, { ...drawing, cursor: undefined }, surroundings, theme, width).map((trace) => ({
      ...trace,
      xaxis: `x${number}`,
      yaxis: `y${number}`,
    }));
  });
  return { data, layout, width, height };
}

function shownRange(range: Range | undefined): Layout {
  return range ? { range: [...range], autorange: false } : { autorange: true };
}

/** Upright lines through a panel, their words beside them. */
function markLines(marks: readonly TrainingMark[], kind: XKind, number: string, theme: Theme) {
  const placed = marks.flatMap(({ text, ...places }) => {
    const x = places[kind];
    return x === null ? [] : [{ text, x }];
  });
  const on = { xref: `x${number}`, yref: `y${number} domain` };
  return {
    shapes: placed.map(({ x }) => ({
      ...on,
      ...{ type: 'line', x0: x, x1: x, y0: 0, y1: 1, line: { color: theme.faint, width: 1, dash: 'dot' } },
    })),
    annotations: placed.map(({ text, x }) => ({
      ...on,
      ...{ x, y: 1, text: plain(text), textangle: -90, showarrow: false, xanchor: 'right', yanchor: 'top' },
      font: { size: 11, color: theme.faint },
    })),
  };
}

function line(name: string, { x, y }: Curve, { color, dash }: SeriesLook, width: number): Trace {
  const marked = x.length <= MARKED;
  const parts = partsOf(x);
  // Where a run started again from an earlier step, a gap keeps its line from going back.
  const gaps = (list: number[], at: 'place' | 'value') =>
    parts.length < 2
      ? list
      : parts.flatMap(([from, to], i) => [
          ...(i === 0 ? [] : [at === 'place' ? x[from] : Number.NaN]),
          ...list.slice(from, to),
        ]);
  return {
    type: 'scatter',
    mode: marked ? 'lines+markers' : 'lines',
    name,
    x: gaps(x, 'place'),
    // Infinity would stretch the axis for ever: a gap shows that the value left it.
    y: gaps(
      y.map((value) => (Number.isFinite(value) ? value : Number.NaN)),
      'value',
    ),
    line: { color, width, dash },
    marker: { color, size: 5 },
    hovertemplate: '%{y:.5g}',
    connectgaps: false,
  };
}

function band(name: string, curve: Curve, color: string, most: number): Trace[] {
  if (!curve.low || !curve.high) return [];
  const { low = [], high = [] } = curve;
  const outline = partsOf(curve.x).map(([from, to]) => {
    const part = (y: number[]) => {
      const finite = { x: curve.x.slice(from, to), y: y.slice(from, to) };
      const kept = finite.y.flatMap((value, i) => (Number.isFinite(value) ? [i] : []));
      return thin({ x: kept.map((i) => finite.x[i]), y: kept.map((i) => finite.y[i]) }, most);
    };
    const [below, above] = [part(low), part(high)];
    return { x: [...below.x, ...above.x.toReversed()], y: [...below.y, ...above.y.toReversed()] };
  });
  return [
    {
      type: 'scatter',
      mode: 'lines',
      name: `${name} range`,
      x: outline.flatMap(({ x }, i) => (i === 0 ? x : [Number.NaN, ...x])),
      y: outline.flatMap(({ y }, i) => (i === 0 ? y : [Number.NaN, ...y])),
      fill: 'toself',
      fillcolor: faded(color, 0.16),
      line: { width: 0 },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

function ring(x: number, y: number, theme: Theme): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    name: '',
    x: [x],
    y: [y],
    marker: { symbol: 'circle-open', size: 14, color: theme.text, line: { width: 2.5 } },
    hoverinfo: 'skip',
    showlegend: false,
  };
}
