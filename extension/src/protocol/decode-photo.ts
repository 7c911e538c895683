import { byteValues } from './base64.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';
import type { Photo } from './spec.js';

/** Images ready to draw: checked, with their bytes unpacked. */
export interface PhotoData extends Omit<Photo, 'pixels'> {
  pixels: Uint8Array;
}

/** Largest side of an image in true pixels. */
const MOST_SIDE = 1_000_000;

/** Reads the images of a view. Throws a PayloadError that says what is wrong. */
export function decodePhoto(where: string, value: unknown): PhotoData {
  const photo = asObject(`${where} photo`, value);
  const count = (key: keyof Photo) => {
    const number = asCount(`${where} photo ${key}`, photo[key], 1);
    if (number > MOST_SIDE) throw new PayloadError(`${where} photo ${key}`, `at most ${MOST_SIDE}`, number);
    return number;
  };
  const [images, rows, cols, channels] = [count('images'), count('rows'), count('cols'), count('channels')];
  if (channels !== 1 && channels !== 3) throw new PayloadError(`${where} photo channels`, '1 or 3', channels);
  const data = {
    images,
    ofImages: count('ofImages'),
    height: count('height'),
    width: count('width'),
    rows,
    cols,
    pooled: count('pooled'),
    channels: channels as 1 | 3,
    pixels: byteValues(`${where} photo pixels`, asText(`${where} photo pixels`, photo.pixels)),
  };
  for (const [kept, size, name] of [
    [rows, data.height, 'rows'],
    [cols, data.width, 'cols'],
  ] as const) {
    const wanted = Math.ceil(size / data.pooled);
    if (kept !== wanted) throw new PayloadError(`${where} photo ${name}`, String(wanted), kept);
  }
  const bytes = images * rows * cols * channels;
  if (data.pixels.length !== bytes) {
    throw new PayloadError(`${where} photo pixels`, `${bytes} bytes`, data.pixels.length);
  }
  return data;
}
