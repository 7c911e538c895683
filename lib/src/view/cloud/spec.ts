import type { JsonNumber } from '../spec.js';

export const CLOUD_MIME = 'application/vnd.lectern.cloud.v1+json';

/** What is known of each point beside its place; all lists have an entry a kept point. */
export interface PointMarks {
  /** A text for each point. */
  labels?: string[];
  /** Names of the classes, and the class of each point as an index into them. */
  classes?: string[];
  kinds?: number[];
  /** A number for each point, shown as its colour, where points have no classes. */
  color?: JsonNumber[];
}

/** Points in a space of three axes. */
export interface CloudSpec extends PointMarks {
  version: 1;
  title?: string;
  /** Words at the three axes. */
  axes: [string, string, string];
  /** Places of the kept points as base64 of little-endian float32, `[points, 3]`. */
  points: string;
  /** How many points there were; when fewer are kept, they are an even sample. */
  count: number;
  /** Whether labels are first shown beside the points. */
  showLabels?: boolean;
}
