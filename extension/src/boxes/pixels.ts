import { within } from '../shell/within.js';
import type { BoxesModel } from './model.js';

/** A kept pixel of an image. */
export interface PixelPlace {
  row: number;
  col: number;
}

/** Whether pixels are read rather than boxes: there are classes of pixels, and no image has a box. */
export function readsPixels({ data: { found, truth, segmentation } }: BoxesModel): boolean {
  return segmentation !== undefined && ![...found, ...truth].some((list) => list.length > 0);
}

/** The kept pixel at a place of the true image, `undefined` beside it. */
export function pixelAt({ data: { photo } }: BoxesModel, x: number, y: number): PixelPlace | undefined {
  const [row, col] = [Math.floor((y / photo.height) * photo.rows), Math.floor((x / photo.width) * photo.cols)];
  return row >= 0 && col >= 0 && row < photo.rows && col < photo.cols ? { row, col } : undefined;
}

/** The pixel so far down and right of another, or the middle one at first; stops at the edges. */
export function pixelFrom(
  { data: { photo } }: BoxesModel,
  from: PixelPlace | undefined,
  down: number,
  right: number,
): PixelPlace {
  if (!from) return { row: photo.rows >> 1, col: photo.cols >> 1 };
  return { row: within(from.row + down, photo.rows), col: within(from.col + right, photo.cols) };
}

/** A pixel in words: `[12, 40]: cat`, in rows and columns of the true image. */
export function pixelText({ data, image, hidden }: BoxesModel, { row, col }: PixelPlace): string | undefined {
  const { photo, classes } = data;
  const label = data.segmentation?.[image]?.[row * photo.cols + col];
  if (label === undefined) return undefined;
  return `[${row * photo.pooled}, ${col * photo.pooled}]: ${classes[label]}${hidden.has(label) ? ', hidden' : ''}`;
}
