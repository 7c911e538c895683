import type { JsonNumber } from '../spec.js';

export const SURFACE_MIME = 'application/vnd.lectern.surface.v1+json';

/** A way over a surface, such as the steps of an optimiser. All lists have one length. */
export interface SurfacePath {
  name: string;
  /** Number of each kept step, from 0. */
  step: number[];
  x: JsonNumber[];
  y: JsonNumber[];
  /** Height at each step, `'NaN'` beside the grid. */
  z: JsonNumber[];
  /** Whether the heights were read between the points of the grid; else they are exact. */
  between: boolean;
  /** How many steps there were; when fewer are kept, they are spaced evenly, with the first and the last. */
  count: number;
}

/** Heights over a grid, drawn as a surface in space or as a map with contour lines. */
export interface SurfaceSpec {
  version: 1;
  /** How it is first drawn. */
  shows: 'surface' | 'contour';
  title?: string;
  xLabel: string;
  yLabel: string;
  zLabel: string;
  /** Positions of the columns and of the rows, each growing. */
  x: number[];
  y: number[];
  /** Heights, row after row: base64 of little-endian float32. */
  z: string;
  /** Rows and columns that there were; when fewer are kept, they are spaced evenly. */
  ofShape: [rows: number, cols: number];
  /** Whether colours, heights and lines are first spaced by the logarithm. */
  log: boolean;
  /** Whether the highest twentieth of the heights is first clipped. */
  robust: boolean;
  /** About how many contour lines. */
  levels: number;
  paths: SurfacePath[];
}
