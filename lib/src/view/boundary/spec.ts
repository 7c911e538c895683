import type { PackedBytes } from '../spec.js';

export const BOUNDARY_MIME = 'application/vnd.lectern.boundary.v1+json';

/** Labelled points; the lists have one length. */
export interface BoundaryPoints {
  x: number[];
  y: number[];
  /** The class of each, from 0. */
  label: number[];
  /** How many points there were; when fewer are kept, they are an even sample. */
  count: number;
}

/** What a classifier says of the plane at one moment. */
export interface BoundarySnapshot {
  /** Training step; `null` when none was given. */
  step: number | null;
  /**
   * Base64 of bytes, row after row from the lowest one. For two classes one byte a grid point, the probability of the
   * second in 254ths; for more the likeliest class of each grid point, then its probability in 254ths of each. 255: NaN.
   */
  field: string;
  /** How many of the points, and of the test points, were classified right. */
  right: number;
  testRight?: number;
}

/** A classifier over the plane, under the points that it is meant for, at one moment or over the steps of training. */
export interface BoundarySpec {
  version: 1;
  /** Of a view that grows: its identity, and the number of this state. */
  id?: string;
  seq?: number;
  title?: string;
  xLabel: string;
  yLabel: string;
  /** Both ends of the grid, which has points at the ends. */
  x: [low: number, high: number];
  y: [low: number, high: number];
  cols: number;
  rows: number;
  classes: string[];
  /** Whether only the likeliest class is first shown, not how likely it is. */
  discrete: boolean;
  points: BoundaryPoints;
  test?: BoundaryPoints;
  /** How many snapshots were pushed; when fewer are kept, the others were left out evenly. */
  pushed: number;
  snapshots: BoundarySnapshot[];
}

/** What a growing view got since its last message. */
export interface BoundaryDelta {
  pushed: number;
  /** Places of the snapshots that stay, among those that were there. */
  kept: number[];
  /** Snapshots after them, their fields as bytes. */
  added: (Omit<BoundarySnapshot, 'field'> & { field: PackedBytes })[];
}
