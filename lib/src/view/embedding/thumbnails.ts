import { shapeText, ValueError } from '../../errors.js';
import { toBase64 } from '../base64.js';
import { evenSample } from '../plot/thin.js';
import type { Readable } from '../values.js';
import type { Thumbnails } from './spec.js';

/** Bytes that all pictures may take together. */
const BUDGET = 300_000;
/** Pictures are not made smaller than so many pixels on their longer side: they would show nothing. */
const LEAST = 12;

/**
 * Pictures of the points at `indices` from `[points, height, width]`, with 1 or 3 channels: bytes between the lowest and the
 * highest value, made smaller by means over squares until all fit; of an even sample only where they would become too small.
 */
export function thumbnails(images: Readable, points: number, indices: readonly number[]): Thumbnails {
  const [given, height, width, channels = 1] = images.shape;
  const known = (images.shape.length === 3 || images.shape.length === 4) && (channels === 1 || channels === 3);
  if (!known || given !== points) {
    const rule = `expected images [${points}, height, width] or [${points}, height, width, 1 or 3]`;
    throw new ValueError(`view.embedding: ${rule}, got ${shapeText(images.shape)}`);
  }
  const values = images.dataSync();
  const size = (by: number) => Math.ceil(height / by) * Math.ceil(width / by) * channels;
  let by = 1;
  const longer = Math.max(height, width);
  while (indices.length * size(by) > BUDGET && Math.ceil(longer / (by + 1)) >= Math.min(LEAST, longer)) by++;
  const count = Math.min(indices.length, Math.max(2, Math.floor(BUDGET / size(by))));
  const [low, high] = range(values);
  const [rows, cols] = [Math.ceil(height / by), Math.ceil(width / by)];
  const pixels = new Uint8Array(count * rows * cols * channels);
  let next = 0;
  for (const place of evenSample(indices.length, count)) {
    const image = indices[place];
    for (let row = 0; row < rows; row++) {
      for (let col = 0; col < cols; col++) {
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          let size = 0;
          for (let y = row * by; y < Math.min(height, (row + 1) * by); y++) {
            for (let x = col * by; x < Math.min(width, (col + 1) * by); x++) {
              sum += values[((image * height + y) * width + x) * channels + channel];
              size++;
            }
          }
          pixels[next++] = Math.max(0, Math.min(255, Math.round(((sum / size - low) / (high - low)) * 255)));
        }
      }
    }
  }
  const some = count < indices.length ? { count } : {};
  return { height: rows, width: cols, channels: channels as 1 | 3, ...some, pixels: toBase64(pixels) };
}

function range(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return high > low ? [low, high] : [Math.min(low, 0), Math.min(low, 0) + 1];
}
