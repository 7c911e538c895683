import type { JsonNumber } from '../spec.js';

export const PLOT_MIME = 'application/vnd.lectern.plot.v1+json';

/** Points of one name; `x` and `y` have one length. */
export interface PlotSeries {
  name: string;
  x: JsonNumber[];
  y: JsonNumber[];
  /** A text for each point. */
  labels?: string[];
  /** A number for each point, shown as its colour. */
  color?: JsonNumber[];
  /** How many points there were; when fewer are kept, lines keep all extremes and clouds an even sample. */
  count: number;
}

/** A chart with two axes. */
export interface PlotSpec {
  version: 1;
  kind: 'line' | 'scatter' | 'bar';
  title?: string;
  /** Words at the axes. */
  x?: string;
  y?: string;
  /** Of bars: the words under them; `x` of each point is its index here. */
  categories?: string[];
  /** Of clouds: whether labels are first shown beside the points; default for few. */
  showLabels?: boolean;
  series: PlotSeries[];
}
