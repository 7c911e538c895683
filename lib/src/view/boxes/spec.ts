import type { Photo } from '../photo/spec.js';

export const BOXES_MIME = 'application/vnd.lectern.boxes.v1+json';

/** A box with its class; `score` is left out where there is none. */
export interface FoundBox {
  /** Left, top, right and bottom in pixels of the true image. */
  xyxy: [number, number, number, number];
  label: number;
  score?: number;
  /** The pixels inside, one bit each from the highest of a byte, rows after rows of the kept image; as base64. */
  mask?: string;
}

/** Boxes and masks over images. */
export interface BoxesSpec {
  version: 1;
  title?: string;
  photo: Photo;
  /** A name for each class. */
  classes: string[];
  /** For each kept image, the boxes by falling score. */
  found: FoundBox[][];
  truth: FoundBox[][];
  /** Boxes and masks that were left out. */
  leftOut: number;
  masksLeftOut: number;
  /** For each kept image the class of each kept pixel as base64 bytes; the first class is the ground. */
  segmentation?: string[];
}
