import { writeAtomically } from '../disk/atomic-write.js';
import { pathTools, readBytes } from '../disk/node-files.js';
import { FileError, ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { decodeJpeg, encodeJpeg } from './jpeg.js';
import type { Pixels } from './pixels.js';
import { decodePng, encodePng } from './png.js';

export interface ReadImageOptions {
  /** `float32` (default): values in 0…1. `int32`: the stored numbers, 0…255, or 0…65535 for PNG files of 16 bits. */
  dtype?: 'float32' | 'int32';
  /** Convert to 1 (grey, by ITU-R BT.601), 3 (RGB) or 4 (RGB and opacity) channels; default as stored. */
  channels?: 1 | 3 | 4;
}

export interface WriteImageOptions {
  /** Quality of a JPEG file, 1…100; default 90. */
  quality?: number;
}

const PNG = [0x89, 0x50, 0x4e, 0x47];
const JPEG = [0xff, 0xd8, 0xff];
const JPEG_NAME = /\.jpe?g$/i;

/**
 * Reads a PNG or JPEG file as `[height, width, channels]`. The content says which it is, not the name. JPEG files give 3
 * channels; grey and palette PNG files 1 and 3 (4 with opacity).
 *
 *     files.writeImage('grey.png', rand(8, 6, 1));
 *     files.readImage('grey.png').shape // → [8, 6, 1]
 *
 * @throws FileError if it cannot be read, is neither, or is damaged or cut short.
 */
export function readImage(path: string, options: ReadImageOptions = {}): Tensor {
  return imageTensor(readBytes(path, 'readImage'), options, 'readImage', path);
}

/**
 * Decodes the bytes of a PNG or JPEG file, as {@link readImage}.
 *
 *     files.writeImage('colour.png', rand(8, 6, 3));
 *     const { readFileSync } = process.getBuiltinModule('node:fs');
 *     files.decodeImage(readFileSync('colour.png')).shape // → [8, 6, 3]
 */
export function decodeImage(bytes: Uint8Array, options: ReadImageOptions = {}): Tensor {
  return imageTensor(bytes, options, 'decodeImage', `${bytes.length} bytes`);
}

/**
 * Writes an image as PNG or, by the end of its name, JPEG. Its shape is `[height, width]` or `[height, width, channels]`
 * with 1 (grey), 3 (RGB) or, for PNG, 4 channels (RGB and opacity); float32 values lie in 0…1, int32 values in 0…255.
 *
 *     files.writeImage('colour.png', rand(8, 6, 3));
 *     files.readImage('colour.png').shape // → [8, 6, 3]
 */
export function writeImage(path: string, image: Tensor, options: WriteImageOptions = {}): void {
  const { quality = 90 } = options;
  if (!(quality >= 1 && quality <= 100)) throw new ValueError(`writeImage: expected quality 1…100, got ${quality}`);
  const extension = pathTools('writeImage').extname(path);
  const jpeg = JPEG_NAME.test(path);
  if (!jpeg && !/\.png$/i.test(path)) {
    throw new ValueError(`writeImage: expected a name that ends in .png, .jpg or .jpeg, got '${extension}' in ${path}`);
  }
  const pixels = toPixels(image);
  if (jpeg && pixels.channels === 4) {
    throw new ShapeError(
      `writeImage: expected 1 or 3 channels for JPEG, which has no opacity, got ${shapeText(image.shape)}; write a .png file`,
    );
  }
  writeAtomically(
    path,
    jpeg ? encodeJpeg(pixels, quality, 'writeImage') : encodePng(pixels, 'writeImage'),
    'writeImage',
  );
}

function imageTensor(bytes: Uint8Array, options: ReadImageOptions, where: string, from: string): Tensor {
  const begins = (mark: readonly number[]) => mark.every((byte, i) => bytes[i] === byte);
  if (!begins(PNG) && !begins(JPEG)) {
    const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new FileError(`${where}: expected a PNG or JPEG file, got one that begins with '${start}' in ${from}`);
  }
  let pixels: Pixels;
  try {
    pixels = begins(PNG) ? decodePng(bytes, where) : decodeJpeg(bytes, where);
  } catch (error) {
    if (error instanceof FileError) throw error;
    const kind = begins(PNG) ? 'PNG' : 'JPEG';
    const { message } = error as Error;
    throw new FileError(`${where}: expected a whole ${kind} file, got a damaged one in ${from}: ${message}`, {
      cause: error,
    });
  }
  const { height, width, white } = pixels;
  const channels = options.channels ?? pixels.channels;
  const values = channels === pixels.channels ? pixels.data : convert(pixels, channels);
  const shape = [height, width, channels];
  if (options.dtype === 'int32') return fromValues(Int32Array.from(values), shape, 'int32');
  const scaled = new Float32Array(values.length);
  for (let i = 0; i < scaled.length; i++) scaled[i] = values[i] / white;
  return fromValues(scaled, shape);
}

/** Pixels with another number of channels. Opacity is dropped, and is full where there was none. */
function convert({ data, channels: from, white }: Pixels, to: number): Uint16Array {
  const out = new Uint16Array((data.length / from) * to);
  const colours = from > 2 ? 3 : 1;
  for (let i = 0, o = 0; i < data.length; i += from, o += to) {
    if (to === 1) {
      out[o] = colours === 1 ? data[i] : Math.round(0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2]);
      continue;
    }
    for (let c = 0; c < 3; c++) out[o + c] = data[i + (colours === 1 ? 0 : c)];
    if (to === 4) out[o + 3] = from === 2 || from === 4 ? data[i + from - 1] : white;
  }
  return out;
}

function toPixels(image: Tensor): Pixels {
  const [height, width, channels = 1] = image.shape;
  if ((image.ndim !== 2 && image.ndim !== 3) || ![1, 3, 4].includes(channels) || image.numel() === 0) {
    throw new ShapeError(
      `writeImage: expected [height, width] or [height, width, 1, 3 or 4 channels], got ${shapeText(image.shape)}`,
    );
  }
  const float = image.dtype === 'float32';
  const top = float ? 1 : 255;
  const data = Uint8Array.from(image.dataSync(), (value) => {
    const byte = Math.round(float ? value * 255 : value);
    // A hair outside, as after a computation, is rounded; NaN fails here too.
    if (byte >= 0 && byte <= 255) return byte;
    throw new ValueError(
      `writeImage: expected ${image.dtype} values in 0…${top}, got ${value}; ` +
        (float ? 'divide bytes by 255, or .clamp({ min: 0, max: 1 }) first' : 'scale or clamp them first'),
    );
  });
  return { height, width, channels, white: 255, data };
}
