import { ValueError } from '../../errors.js';
import type { Generator } from '../../random/generator.js';
import type { Tensor } from '../../tensor/tensor.js';
import { below, chance, generatorOf, type SeedOptions } from '../seed.js';
import { checkChance, checkRange, eachImage, type ImageShape, imageShape } from './images.js';

export interface RandomErasingOptions extends SeedOptions {
  /** Chance of each image. Default 0.5. */
  p?: number;
  /** Share of the area that is erased, from a range. Default `[0.02, 0.33]`. */
  scale?: readonly [low: number, high: number];
  /** Height over width of what is erased, from a range, equally likely on a logarithmic scale. Default `[0.3, 3.3]`. */
  ratio?: readonly [low: number, high: number];
  /** What is written there: one number, or normal noise. Default 0. */
  value?: number | 'random';
}

/** Tries of a rectangle before an image is left as it is, as in torchvision. */
const TRIES = 10;

/**
 * Overwrites a random rectangle of images of a batch (Zhong et al. 2020).
 *
 *     data.randomErasing(ones(2, 8, 8, 1), { p: 1 }).shape // → [2, 8, 8, 1]
 */
export function randomErasing(images: Tensor, options: RandomErasingOptions = {}): Tensor {
  const { p = 0.5, scale = [0.02, 0.33], ratio = [0.3, 3.3], value = 0 } = options;
  const shape = imageShape('randomErasing', images);
  checkChance('randomErasing', p);
  checkRange('randomErasing', 'scale', scale, 0, 1);
  checkRange('randomErasing', 'ratio', ratio, Number.MIN_VALUE);
  const generator = generatorOf(options);
  const [low, high] = ratio.map(Math.log);
  return eachImage(images, (from, to) => {
    to.set(from);
    if (chance(generator) >= p) return;
    for (let tries = 0; tries < TRIES; tries++) {
      const area = shape.height * shape.width * (scale[0] + chance(generator) * (scale[1] - scale[0]));
      const proportion = Math.exp(low + chance(generator) * (high - low));
      const height = Math.round(Math.sqrt(area * proportion));
      const width = Math.round(Math.sqrt(area / proportion));
      if (height >= shape.height || width >= shape.width) continue;
      const top = below(generator, shape.height - height + 1);
      const left = below(generator, shape.width - width + 1);
      overwrite(to, shape, { top, left, bottom: top + height, right: left + width }, value, generator);
      return;
    }
  });
}

export interface CutoutOptions extends SeedOptions {
  /** Side of the square. */
  size: number;
  /** Squares an image. Default 1. */
  holes?: number;
  /** Value that is written. Default 0. */
  fill?: number;
}

/**
 * Overwrites squares about random pixels in each image of a batch; what lies beyond the border is cut off (DeVries and
 * Taylor 2017).
 *
 *     data.cutout(ones(1, 8, 8, 1), { size: 4 }).shape // → [1, 8, 8, 1]
 */
export function cutout(images: Tensor, options: CutoutOptions): Tensor {
  const { size, holes = 1, fill = 0 } = options;
  const shape = imageShape('cutout', images);
  if (!(Number.isInteger(size) && size > 0)) {
    throw new ValueError(`cutout: expected a size of a whole number above 0, got ${size}`);
  }
  const generator = generatorOf(options);
  return eachImage(images, (from, to) => {
    to.set(from);
    for (let hole = 0; hole < holes; hole++) {
      const top = below(generator, shape.height) - Math.floor(size / 2);
      const left = below(generator, shape.width) - Math.floor(size / 2);
      overwrite(to, shape, { top, left, bottom: top + size, right: left + size }, fill, generator);
    }
  });
}

interface Edges {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

function overwrite(
  pixels: Float32Array,
  { height, width, channels }: ImageShape,
  { top, left, bottom, right }: Edges,
  value: number | 'random',
  generator: Generator,
): void {
  const [from, to] = [Math.max(left, 0) * channels, Math.min(right, width) * channels];
  for (let row = Math.max(top, 0); row < Math.min(bottom, height); row++) {
    const part = pixels.subarray(row * width * channels + from, row * width * channels + to);
    if (value === 'random') generator.fillNormal(part);
    else part.fill(value);
  }
}
