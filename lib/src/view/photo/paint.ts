import { fromBase64 } from '../base64.js';
import type { Pen } from '../picture/canvas.js';
import type { Photo } from './spec.js';

/** Paints one image on a page, each kept pixel as a square of `side` pixels or each `1 / side` of them as one. */
export function paintPhoto(pen: Pen, photo: Photo, index: number, left: number, top: number, side: number): void {
  const { rows, cols, channels } = photo;
  const bytes = fromBase64(photo.pixels);
  const [height, width] = [Math.max(1, Math.round(rows * side)), Math.max(1, Math.round(cols * side))];
  const pixels = pen.createImageData(width, height);
  for (let y = 0, p = 0; y < height; y++) {
    const row = Math.min(rows - 1, Math.floor(y / side));
    for (let x = 0; x < width; x++, p += 4) {
      const at = ((index * rows + row) * cols + Math.min(cols - 1, Math.floor(x / side))) * channels;
      pixels.data[p] = bytes[at];
      pixels.data[p + 1] = bytes[at + (channels === 3 ? 1 : 0)];
      pixels.data[p + 2] = bytes[at + (channels === 3 ? 2 : 0)];
      pixels.data[p + 3] = 255;
    }
  }
  pen.putImageData(pixels, left, top);
}

/** Pixels of the page for each kept pixel, so that an image has a good size. */
export function photoSide({ rows, cols }: Photo): number {
  const fit = Math.min(420 / rows, 560 / cols);
  return fit >= 1 ? Math.min(16, Math.floor(fit)) : fit;
}
