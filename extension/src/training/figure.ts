import { axis, paper, plain } from '../plot/layout.js';
import type { Layout, Trace } from '../plot/plotly.js';
import type { TrainingSeries } from '../protocol/spec.js';
import { faded, seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import { type Curve, curveOf, pointsFor, SMOOTHED_FROM, smooth, thin, type XKind } from './curve.js';

/** How the reader wants the curves drawn. */
export interface Drawing {
  x: XKind;
  logY: boolean;
  /** Weight of the moving average, 0 for none. */
  smoothing: number;
}

const X_TITLES: Record<XKind, string> = { step: 'step', epoch: 'epoch', time: 'time (s)' };
/** Series up to this length show their points, so that two or three epochs can be seen. */
const MARKED = 30;

/** The lines of one panel: for each series its band if it was thinned, its raw line, and its smoothed line. */
export function panelTraces(
  panel: TrainingSeries[],
  drawing: Drawing,
  dark: boolean,
  width: number,
  colors?: number[],
): Trace[] {
  const most = pointsFor(width);
  return panel.flatMap((series, index) => {
    const color = seriesColor(colors?.[index] ?? index, dark);
    const curve = curveOf(series, drawing.x);
    const smoothed = drawing.smoothing > 0 && curve.x.length >= SMOOTHED_FROM;
    const traces = band(series, curve, color, most);
    if (smoothed)
      traces.push({ ...line(series, thin(curve, most), faded(color, 0.28), 1), hoverinfo: 'skip', showlegend: false });
    const shown = smoothed ? { x: curve.x, y: smooth(curve.y, drawing.smoothing) } : curve;
    traces.push(line(series, thin(shown, most), color, 2));
    return traces;
  });
}

/** The layout of one panel, `width` and `height` in pixels. */
export function panelLayout(name: string, drawing: Drawing, theme: Theme, width: number, height: number): Layout {
  return {
    width,
    height,
    margin: { l: 58, r: 12, t: 8, b: 40 },
    // Zoom stays as it is while points arrive; another axis starts anew.
    uirevision: `${drawing.x} ${drawing.logY}`,
    showlegend: false,
    hovermode: 'x unified',
    dragmode: 'zoom',
    ...paper(theme),
    xaxis: axis(X_TITLES[drawing.x], theme),
    yaxis: { ...axis(name, theme), type: drawing.logY ? 'log' : 'linear' },
  };
}

/** All panels under one another with a legend, for a picture that stands alone. */
export function wholeFigure(
  panels: { name: string; series: TrainingSeries[]; colors?: number[] }[],
  drawing: Drawing,
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
  const data = panels.flatMap(({ name, series, colors }, i) => {
    const number = i === 0 ? '' : String(i + 1);
    layout[`xaxis${number}`] = axis(X_TITLES[drawing.x], theme);
    layout[`yaxis${number}`] = { ...axis(name, theme), type: drawing.logY ? 'log' : 'linear' };
    return panelTraces(series, drawing, theme.dark, width, colors).map((trace) => ({
      ...trace,
      xaxis: `x${number}`,
      yaxis: `y${number}`,
    }));
  });
  return { data, layout, width, height };
}

function line(series: TrainingSeries, { x, y }: Curve, color: string, width: number): Trace {
  const marked = x.length <= MARKED;
  return {
    type: 'scatter',
    mode: marked ? 'lines+markers' : 'lines',
    name: plain(series.name),
    x,
    // Infinity would stretch the axis for ever: a gap shows that the value left it.
    y: y.map((value) => (Number.isFinite(value) ? value : Number.NaN)),
    line: { color, width },
    marker: { color, size: 5 },
    hovertemplate: '%{y:.5g}',
    connectgaps: false,
  };
}

function band(series: TrainingSeries, curve: Curve, color: string, most: number): Trace[] {
  if (!curve.low || !curve.high) return [];
  const low = thin({ x: curve.x, y: curve.low }, most);
  const high = thin({ x: curve.x, y: curve.high }, most);
  return [
    {
      type: 'scatter',
      mode: 'lines',
      name: `${plain(series.name)} range`,
      x: [...low.x, ...[...high.x].reverse()],
      y: [...low.y, ...[...high.y].reverse()],
      fill: 'toself',
      fillcolor: faded(color, 0.16),
      line: { width: 0 },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}
