import type { JsonNumber, Packed } from '../spec.js';

export const HISTOGRAM_MIME = 'application/vnd.lectern.histogram.v1+json';

/** The distribution of one tensor at one moment. Statistics leave NaN and ±Inf out and count them. */
export interface HistogramSnapshot {
  /** Training step; `null` when none was given. */
  step: number | null;
  /**
   * Bin `i` counts the finite values in `[(first + i) w, (first + i + 1) w)` with `w = 2 ** exponent`. Widths are powers
   * of two and edges their multiples, so that snapshots of different widths can be brought to one exactly.
   */
  exponent: number;
  first: number;
  counts: number[];
  count: number;
  min: JsonNumber;
  max: JsonNumber;
  mean: JsonNumber;
  std: JsonNumber;
  zeros: number;
  nan: number;
  posInf: number;
  negInf: number;
}

/** One tensor over steps. */
export interface HistogramLayer {
  name: string;
  shape: number[];
  /** How many snapshots were pushed; when fewer are kept, the others were left out evenly. */
  pushed: number;
  /** In the order of pushing; the first and the last pushed are always kept. */
  snapshots: HistogramSnapshot[];
}

export interface HistogramSpec {
  version: 1;
  /** Of a view that grows: its identity, and the number of this state. */
  id?: string;
  seq?: number;
  title?: string;
  layers: HistogramLayer[];
}

/** What a growing view got since its last message: layers that changed. */
export interface HistogramDelta {
  layers: {
    name: string;
    shape: number[];
    pushed: number;
    /** Places of the snapshots that stay, among those that were there. */
    kept: number[];
    /** Snapshots after them, as numbers one after another. */
    added: Packed;
  }[];
}
