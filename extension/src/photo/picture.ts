import type { PhotoData } from '../protocol/decode-photo.js';
import type { Theme } from '../theme/theme.js';

const ROOM_DOWN = 440;
const MOST_SCALE = 16;

/** CSS pixels for each pixel of the true image, so that it fits into the room; small images are made larger. */
export function photoScale({ height, width }: PhotoData, room: number): number {
  const fit = Math.min(room / width, ROOM_DOWN / height);
  return fit >= 2 ? Math.min(MOST_SCALE, Math.floor(fit)) : fit;
}

/** One image with a pixel for each kept pixel. */
export function photoCanvas({ rows, cols, channels, pixels }: PhotoData, index: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [cols, rows];
  const image = new ImageData(cols, rows);
  for (let i = 0, p = 0; i < rows * cols; i++, p += 4) {
    const at = (index * rows * cols + i) * channels;
    image.data[p] = pixels[at];
    image.data[p + 1] = pixels[at + (channels === 3 ? 1 : 0)];
    image.data[p + 2] = pixels[at + (channels === 3 ? 2 : 0)];
    image.data[p + 3] = 255;
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

/** Draws a picture of any resolution over the whole image; enlarged pixels keep their edges. */
export function drawOver(
  context: CanvasRenderingContext2D,
  picture: HTMLCanvasElement,
  { width, height }: PhotoData,
  scale: number,
): void {
  context.imageSmoothingEnabled = picture.width > width * scale;
  context.drawImage(picture, 0, 0, width * scale, height * scale);
}

/** A frame around a part of a picture over a wider one in the colour of the page, so that it is seen on every picture. */
export function framePart(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [x: number, y: number, width: number, height: number],
  theme: Theme,
): void {
  for (const [stroke, line] of [
    [theme.surface, 4],
    [theme.accent, 2],
  ] as const) {
    context.strokeStyle = stroke;
    context.lineWidth = line;
    context.strokeRect(x, y, Math.max(3, width), Math.max(3, height));
  }
}

/** What was left out of the images, each as a part of a sentence. */
export function photoCut({ images, ofImages, pooled }: PhotoData): string[] {
  return [
    ...(images < ofImages ? [`the first ${images} of ${ofImages.toLocaleString('en')} images`] : []),
    ...(pooled > 1 ? [`each pixel as the mean of ${pooled}×${pooled}`] : []),
  ];
}
