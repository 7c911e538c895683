import { ShapeError, shapeText, ValueError } from '../../errors.js';
import type { Tensor } from '../../tensor/tensor.js';
import { below, generatorOf, type SeedOptions } from '../seed.js';
import { eachImage, imageShape, pickPixels, type Size, sizePair } from './images.js';

/** What stands beyond the border: one value, the image mirrored in its border pixels, or the border pixels again. */
export type BorderMode = 'constant' | 'reflect' | 'replicate';

export interface RandomCropOptions extends SeedOptions {
  /** Size of the result. */
  size: Size;
  /** Pixels added on each side first: one number, or one for top and bottom and one for the sides. Default 0. */
  padding?: number | readonly [vertical: number, horizontal: number];
  /** What is added. Default `'constant'`. */
  mode?: BorderMode;
  /** The constant value. Default 0. */
  fill?: number;
}

/**
 * Cuts the same size out of each image of a batch, at a random place of its own.
 *
 *     data.randomCrop(rand(2, 8, 8, 3), { size: 8, padding: 2 }).shape // → [2, 8, 8, 3]
 */
export function randomCrop(images: Tensor, options: RandomCropOptions): Tensor {
  const { size, padding = 0, mode = 'constant', fill = 0 } = options;
  const shape = imageShape('randomCrop', images);
  const [height, width] = sizePair('randomCrop', size);
  const [vertical, horizontal] = typeof padding === 'number' ? [padding, padding] : padding;
  checkPadding(mode, [vertical, horizontal], [shape.height, shape.width]);
  const [down, right] = [shape.height + 2 * vertical - height, shape.width + 2 * horizontal - width];
  if (down < 0 || right < 0) {
    const got = `${shapeText(images.shape)} with padding ${JSON.stringify(padding)}`;
    throw new ShapeError(`randomCrop: expected images of at least ${height}×${width}, got ${got}; raise the padding`);
  }
  const generator = generatorOf(options);
  const draw = (from: Float32Array, to: Float32Array) => {
    const top = below(generator, down + 1) - vertical;
    const left = below(generator, right + 1) - horizontal;
    const [rows, columns] = [places(top, height, shape.height, mode), places(left, width, shape.width, mode)];
    pickPixels(from, to, shape, rows, columns, fill);
  };
  return eachImage(images, draw, { height, width });
}

/**
 * The middle of each image of a batch; zeros around it where the size is larger than the image.
 *
 *     data.centerCrop(rand(1, 8, 8, 3), { size: 4 }).shape // → [1, 4, 4, 3]
 */
export function centerCrop(images: Tensor, options: { size: Size }): Tensor {
  const shape = imageShape('centerCrop', images);
  const [height, width] = sizePair('centerCrop', options.size);
  const rows = places(margin(shape.height, height), height, shape.height, 'constant');
  const columns = places(margin(shape.width, width), width, shape.width, 'constant');
  return eachImage(images, (from, to) => pickPixels(from, to, shape, rows, columns), { height, width });
}

/** Where the middle starts; a half is rounded to the even side, as torchvision does. */
function margin(whole: number, part: number): number {
  const half = (whole - part) / 2;
  if (half < 0) return Math.ceil(half);
  return Number.isInteger(half) ? half : 2 * Math.round(half / 2);
}

/** The places `start`, `start + 1`, … of a row of `length` pixels, those beyond the border as `mode` says. */
function places(start: number, count: number, length: number, mode: BorderMode): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => {
    const at = start + i;
    if (at >= 0 && at < length) return at;
    if (mode === 'constant') return -1;
    if (mode === 'replicate') return at < 0 ? 0 : length - 1;
    return at < 0 ? -at : 2 * length - 2 - at;
  });
}

function checkPadding(mode: BorderMode, padding: readonly number[], sides: readonly number[]): void {
  if (!padding.every((pixels) => Number.isInteger(pixels) && pixels >= 0)) {
    throw new ValueError(`randomCrop: expected padding of whole numbers from 0, got ${JSON.stringify(padding)}`);
  }
  if (mode !== 'reflect' || padding.every((pixels, i) => pixels < sides[i])) return;
  throw new ShapeError(`randomCrop: expected padding below ${shapeText(sides)} to reflect, got ${shapeText(padding)}`);
}
