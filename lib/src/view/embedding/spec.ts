import type { PointMarks } from '../cloud/spec.js';

export const EMBEDDING_MIME = 'application/vnd.lectern.embedding.v1+json';

/** Small pictures of the points, one byte a value. */
export interface Thumbnails {
  height: number;
  width: number;
  channels: 1 | 3;
  /** `[points, height, width, channels]` as base64 of bytes, 0 black to 255 white. */
  pixels: string;
}

/** Points of many columns on maps of two or three. */
export interface EmbeddingSpec extends PointMarks {
  version: 1;
  title?: string;
  /** True number of points and columns. */
  shape: [points: number, columns: number];
  /** True indices of the kept points, an even sample. */
  points: number[];
  /** Map that is first shown. */
  method: 'pca' | 'tsne';
  /** Places along the first three principal components as base64 of float32 `[points, 3]`, and their shares of the variance. */
  pca: { places: string; explained: number[] };
  /** Maps of t-SNE after some of its iterations, as base64 of float32 `[iterations, points, 2]`. */
  tsne?: { perplexity: number; iterations: number[]; divergence: number[]; places: string };
  /** How many neighbours each point has, and their places among the kept points, nearest in all columns first. */
  nearest: number;
  neighbours: number[];
  images?: Thumbnails;
}
