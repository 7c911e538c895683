import { fromBase64 } from '../base64.js';
import type { Pen } from '../picture/canvas.js';
import { cellsUnder, paintCells } from '../picture/cells.js';
import type { Photo } from './spec.js';

/** Paints one image on a page, each kept pixel as a square of `side` pixels or each `1 / side` of them as one. */
export function paintPhoto(pen: Pen, photo: Photo, index: number, left: number, top: number, side: number): void {
  const { rows, cols, channels } = photo;
  const bytes = fromBase64(photo.pixels);
  const [height, width] = [Math.max(1, Math.round(rows * side)), Math.max(1, Math.round(cols * side))];
  const rowsUnder = cellsUnder(height, (y) => Math.min(rows - 1, Math.floor(y / side)));
  const colsUnder = cellsUnder(width, (x) => Math.min(cols - 1, Math.floor(x / side)));
  paintCells(pen, { x: left, y: top }, rowsUnder, colsUnder, (row, col) => {
    const at = ((index * rows + row) * cols + col) * channels;
    return channels === 3 ? [bytes[at], bytes[at + 1], bytes[at + 2]] : [bytes[at], bytes[at], bytes[at]];
  });
}

/** Pixels of the page for each kept pixel, so that an image has a good size. */
export function photoSide({ rows, cols }: Photo): number {
  const fit = Math.min(420 / rows, 560 / cols);
  return fit >= 1 ? Math.min(16, Math.floor(fit)) : fit;
}
