import type { PointMarks } from '../cloud/spec.js';

export const EMBEDDING_MIME = 'application/vnd.lectern.embedding.v1+json';

/** Places on one or several maps of the same points, each axis of each map in 65,535 steps from its lowest to its highest value. */
export interface MapPlaces {
  /** `[maps, axes]` */
  low: number[];
  high: number[];
  /** `[maps, points, axes]` as base64 of little-endian uint16. */
  steps: string;
}

/** Small pictures of the points, one byte a value. */
export interface Thumbnails {
  height: number;
  width: number;
  channels: 1 | 3;
  /** How many of the kept points have one, when not all: chosen of them as they are of all points. */
  count?: number;
  /** `[count, height, width, channels]` as base64 of bytes, 0 black to 255 white. */
  pixels: string;
}

/** Points of many columns on maps of two or three. */
export interface EmbeddingSpec extends PointMarks {
  /** In version 1 places were float32, and `points` and `neighbours` lists of numbers. */
  version: 2;
  title?: string;
  /** True number of points and columns. */
  shape: [points: number, columns: number];
  /** How many points are kept; of fewer than all, the `i`-th is `round(i · (points − 1) / (kept − 1))`. */
  kept: number;
  /** Map that is first shown. */
  method: 'pca' | 'tsne';
  /** Places along the first three principal components, and their shares of the variance. */
  pca: { places: MapPlaces; explained: number[] };
  /** Maps of t-SNE of two axes after some of its iterations. */
  tsne?: { perplexity: number; iterations: number[]; divergence: number[]; places: MapPlaces };
  /** How many neighbours each point has. */
  nearest: number;
  /** Places of the neighbours among the kept points, nearest in all columns first: `[kept, nearest]` as base64 of uint16. */
  neighbours: string;
  images?: Thumbnails;
}
