import type { PhotoData } from '../protocol/decode-photo.js';

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

/** What was left out of the images, each as a part of a sentence. */
export function photoCut({ images, ofImages, pooled }: PhotoData): string[] {
  return [
    ...(images < ofImages ? [`the first ${images} of ${ofImages.toLocaleString('en')} images`] : []),
    ...(pooled > 1 ? [`each pixel as the mean of ${pooled}×${pooled}`] : []),
  ];
}
