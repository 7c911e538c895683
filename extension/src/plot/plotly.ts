/** One line, cloud, band or set of bars of a chart, in plotly.js's words. */
export interface Trace {
  type: 'scatter' | 'bar';
  x: number[];
  y: number[];
  name: string;
  mode?: 'lines' | 'markers' | 'lines+markers' | 'markers+text';
  text?: string[];
  textposition?: 'middle right';
  textfont?: Record<string, unknown>;
  hovertext?: string[];
  cliponaxis?: boolean;
  visible?: boolean;
  line?: Record<string, unknown>;
  marker?: Record<string, unknown>;
  fill?: 'toself' | 'tonexty';
  fillcolor?: string;
  showlegend?: boolean;
  hoverinfo?: 'skip';
  hovertemplate?: string;
  xaxis?: string;
  yaxis?: string;
  legendgroup?: string;
  connectgaps?: boolean;
}

/** A layout in plotly.js's words. */
export type Layout = Record<string, unknown>;

/** The part of plotly.js that charts use. */
export interface Plotly {
  react(node: HTMLElement, data: Trace[], layout: Layout, config?: Record<string, unknown>): Promise<unknown>;
  purge(node: HTMLElement): void;
  toImage(
    figure: { data: Trace[]; layout: Layout },
    options: { format: 'png' | 'svg'; width: number; height: number; scale?: number },
  ): Promise<string>;
}

/** A node in which plotly.js has drawn: it tells of what the reader changes by hand. */
export interface PlotNode extends HTMLElement {
  on?(event: 'plotly_relayout', listener: (change: Record<string, unknown>) => void): void;
}

/** What every chart has in common: no button that sends data anywhere, no logo, no text in place of a failed upload. */
export const PLOT_CONFIG = {
  displaylogo: false,
  showSendToCloud: false,
  doubleClick: 'reset',
  modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d', 'toImage'],
};

let loading: Promise<Plotly> | undefined;

/** Loads plotly.js, once a page, when the first chart is shown. A failed load is tried again the next time. */
export function loadPlotly(): Promise<Plotly> {
  loading ??= import('plotly.js-cartesian-dist-min').then(
    (module) => module.default,
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}
