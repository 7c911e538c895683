import type { Photo } from '../photo/spec.js';
import type { JsonNumber } from '../spec.js';

export const SALIENCY_MIME = 'application/vnd.lectern.saliency.v1+json';

/** How much each place of an image counts, to be laid over it. */
export interface SaliencySpec {
  version: 1;
  title?: string;
  photo: Photo;
  /** Size of the map as given, which may be coarser than the image, and as kept. */
  ofRows: number;
  ofCols: number;
  rows: number;
  cols: number;
  /** How many channels were added up. */
  channels: number;
  /** Lowest and highest finite value. */
  min: JsonNumber;
  max: JsonNumber;
  /** Kept values as base64 of little-endian float32: images, rows, columns. */
  values: string;
}
