import { ShapeError, shapeText } from '../../errors.js';
import { interpolate } from '../../tensor/ops/resize.js';
import type { Tensor } from '../../tensor/tensor.js';
import { chance, generatorOf, type SeedOptions } from '../seed.js';
import { checkRange, eachImage, type ImageShape, imageShape, type Size, sizePair } from './images.js';

export interface ResizeOptions {
  /** Height and width; one number is the shorter side, and the other keeps the proportion. */
  size: Size;
  /** Default `'bilinear'`. */
  mode?: 'nearest' | 'bilinear';
}

/**
 * Images of a batch in another size, without smoothing first: PyTorch's `interpolate`.
 *
 *     data.resize(rand(2, 8, 8, 1), { size: 4 }).shape // → [2, 4, 4, 1]
 */
export function resize(images: Tensor, { size, mode = 'bilinear' }: ResizeOptions): Tensor {
  const { height, width } = imageShape('resize', images);
  const [h, w] = sizePair('resize', size);
  const short = Math.min(height, width);
  const keep = (side: number) => Math.floor((h * side) / short);
  return interpolate(images, { size: typeof size === 'number' ? [keep(height), keep(width)] : [h, w], mode });
}

/** A part of an image. */
export interface Box {
  top: number;
  left: number;
  height: number;
  width: number;
}

/**
 * The same part of each image of a batch, in another size.
 *
 *     data.resizedCrop(rand(2, 8, 8, 1), { top: 0, left: 0, height: 4, width: 4, size: 2 }).shape // → [2, 2, 2, 1]
 */
export function resizedCrop(images: Tensor, options: Box & { size: Size }): Tensor {
  const shape = imageShape('resizedCrop', images);
  const [height, width] = sizePair('resizedCrop', options.size);
  sizePair('resizedCrop', [options.height, options.width]);
  const { top, left } = options;
  const inside = top >= 0 && left >= 0 && top + options.height <= shape.height && left + options.width <= shape.width;
  if (!inside) {
    const got = `top ${top}, left ${left}, ${options.height}×${options.width}`;
    throw new ShapeError(`resizedCrop: expected a part of ${shapeText(images.shape)}, got ${got}`);
  }
  return eachImage(images, (from, to) => stretch(from, to, shape, options, { height, width }), { height, width });
}

export interface RandomResizedCropOptions extends SeedOptions {
  /** Size of the result. */
  size: Size;
  /** Share of the area that is kept, from a range. Default `[0.08, 1]`. */
  scale?: readonly [low: number, high: number];
  /** Width over height of the part, from a range, equally likely on a logarithmic scale. Default `[3/4, 4/3]`. */
  ratio?: readonly [low: number, high: number];
}

/** Tries of a random part before the middle is taken, as in torchvision. */
const TRIES = 10;

/**
 * A random part of each image of a batch, of its own area and proportion, brought to one size (Szegedy et al. 2015).
 *
 *     data.randomResizedCrop(rand(2, 8, 8, 1), { size: 4 }).shape // → [2, 4, 4, 1]
 */
export function randomResizedCrop(images: Tensor, options: RandomResizedCropOptions): Tensor {
  const { size, scale = [0.08, 1], ratio = [3 / 4, 4 / 3] } = options;
  const shape = imageShape('randomResizedCrop', images);
  const [height, width] = sizePair('randomResizedCrop', size);
  checkRange('randomResizedCrop', 'scale', scale, 0, 1);
  checkRange('randomResizedCrop', 'ratio', ratio, Number.MIN_VALUE);
  const generator = generatorOf(options);
  const draw = (from: Float32Array, to: Float32Array) => {
    const part = randomBox(shape, scale, ratio, () => chance(generator)) ?? middle(shape, ratio);
    stretch(from, to, shape, part, { height, width });
  };
  return eachImage(images, draw, { height, width });
}

function randomBox(
  { height, width }: ImageShape,
  scale: readonly [number, number],
  ratio: readonly [number, number],
  draw: () => number,
): Box | undefined {
  const [low, high] = ratio.map(Math.log);
  for (let tries = 0; tries < TRIES; tries++) {
    const area = height * width * (scale[0] + draw() * (scale[1] - scale[0]));
    const proportion = Math.exp(low + draw() * (high - low));
    const w = Math.round(Math.sqrt(area * proportion));
    const h = Math.round(Math.sqrt(area / proportion));
    if (w < 1 || h < 1 || w > width || h > height) continue;
    return {
      top: Math.floor(draw() * (height - h + 1)),
      left: Math.floor(draw() * (width - w + 1)),
      height: h,
      width: w,
    };
  }
  return undefined;
}

/** The largest middle part whose proportion lies in the range. */
function middle({ height, width }: ImageShape, [low, high]: readonly [number, number]): Box {
  const h = width / height < low ? Math.min(height, Math.round(width / low)) : height;
  const w = width / height > high ? Math.min(width, Math.round(height * high)) : width;
  return { top: Math.floor((height - h) / 2), left: Math.floor((width - w) / 2), height: h, width: w };
}

/** Bilinear resizing of a part; pixels outside of it are not looked at. */
function stretch(
  from: Float32Array,
  to: Float32Array,
  { width, channels }: ImageShape,
  part: Box,
  size: { height: number; width: number },
): void {
  const rows = neighbours(part.top, part.height, size.height);
  const columns = neighbours(part.left, part.width, size.width);
  let at = 0;
  for (const [y0, y1, down] of rows) {
    for (const [x0, x1, right] of columns) {
      for (let c = 0; c < channels; c++) {
        const value = (y: number, x: number) => from[(y * width + x) * channels + c];
        const above = value(y0, x0) * (1 - right) + value(y0, x1) * right;
        const below = value(y1, x0) * (1 - right) + value(y1, x1) * right;
        to[at++] = above * (1 - down) + below * down;
      }
    }
  }
}

/** For each place of the result the two pixels between which it lies, and how far it is from the first. */
function neighbours(start: number, length: number, count: number): [first: number, second: number, share: number][] {
  return Array.from({ length: count }, (_, i) => {
    const at = Math.max(((i + 0.5) * length) / count - 0.5, 0);
    const first = Math.min(Math.floor(at), length - 1);
    return [start + first, start + Math.min(first + 1, length - 1), at - first];
  });
}
