import { ShapeError, shapeText } from '../../errors.js';
import { toBase64 } from '../base64.js';
import type { Readable } from '../values.js';
import type { Photo } from './spec.js';

/** Most bytes of pixels that a view puts into a notebook, and most images. */
const MOST_BYTES = 393_216;
const MOST_IMAGES = 32;

/**
 * An image `[height, width]` or `[height, width, 1 | 3]`, or a batch of them, as bytes: of values from 0 to 1 or from 0 to
 * 255 as they are, of others from the lowest to the highest. Large images are made smaller by means over squares.
 */
export function photoOf(where: string, image: Readable): Photo {
  const { shape } = image;
  const padded = shape.length === 2 ? [1, ...shape, 1] : shape.length === 3 ? [1, ...shape] : shape;
  const [ofImages, height, width, channels] = padded;
  if (padded.length !== 4 || (channels !== 1 && channels !== 3) || ofImages * height * width === 0) {
    const wanted = 'an image [height, width] or [height, width, 1 or 3], or a batch of them, with pixels';
    const first = padded.length === 4 && (padded[1] === 3 || padded[1] === 1) ? '; permute puts channels last' : '';
    throw new ShapeError(`${where}: expected ${wanted}, got ${shapeText(shape)}${first}`);
  }
  const images = Math.min(ofImages, MOST_IMAGES);
  const fits = (pool: number) => images * Math.ceil(height / pool) * Math.ceil(width / pool) * channels <= MOST_BYTES;
  let pooled = 1;
  while (!fits(pooled)) pooled++;
  const [rows, cols] = [Math.ceil(height / pooled), Math.ceil(width / pooled)];
  const values = image.dataSync();
  const [black, white] = endsOf(values);
  const pixels = new Uint8ClampedArray(images * rows * cols * channels);
  let next = 0;
  for (let i = 0; i < images; i++) {
    for (let row = 0; row < rows; row++) {
      for (let col = 0; col < cols; col++) {
        for (let channel = 0; channel < channels; channel++) {
          const from = i * height * width * channels + channel;
          const mean = squareMean(values, from, { height, width, channels }, row, col, pooled);
          pixels[next++] = ((mean - black) / (white - black)) * 255;
        }
      }
    }
  }
  return { images, ofImages, height, width, rows, cols, pooled, channels, pixels: toBase64(pixels) };
}

/** What was left out of the images, in words. */
export function photoCut({ images, ofImages, pooled }: Photo): string[] {
  return [
    ...(images < ofImages ? [`first ${images} of ${ofImages} images kept`] : []),
    ...(pooled > 1 ? [`each pixel the mean of ${pooled}×${pooled}`] : []),
  ];
}

/** Mean over the square of true values under a kept one, of one plane in a tensor of several channels. */
export function squareMean(
  values: ArrayLike<number>,
  from: number,
  { height, width, channels }: { height: number; width: number; channels: number },
  row: number,
  col: number,
  side: number,
): number {
  let [sum, count] = [0, 0];
  for (let y = row * side; y < Math.min(height, (row + 1) * side); y++) {
    for (let x = col * side; x < Math.min(width, (col + 1) * side); x++) {
      sum += values[from + (y * width + x) * channels];
      count++;
    }
  }
  return sum / count;
}

function endsOf(values: ArrayLike<number>): [black: number, white: number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    min = Math.min(min, values[i]);
    max = Math.max(max, values[i]);
  }
  if (min > max || (min >= 0 && max <= 1)) return [0, 1];
  if (min >= 0 && max <= 255) return [0, 255];
  return [min, max > min ? max : min + 1];
}
