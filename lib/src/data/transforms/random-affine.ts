import { ValueError } from '../../errors.js';
import { defaultGenerator } from '../../random/default.js';
import type { Generator } from '../../random/generator.js';
import type { Tensor } from '../../tensor/tensor.js';
import { inverseMap, resample } from './affine.js';
import { eachImage, imageShape } from './images.js';

export interface RandomAffineOptions {
  /** Turns by up to this many degrees either way. Default 0. */
  degrees?: number;
  /** Moves by up to this share of the height and width either way. Default 0. */
  translate?: number;
  /** Scales by a factor from this range. Default `[1, 1]`. */
  scale?: readonly [low: number, high: number];
  /** Slants by up to this many degrees either way, along the rows. Default 0. */
  shear?: number;
  /** Value outside of the image. Default 0. */
  fill?: number;
  /** Source of the chances. Default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

/**
 * Distorts each image of a batch by a random turn, move, scale and slant of its own, with bilinear sampling:
 * `[batch, height, width, channels]` float32 → the same shape. torchvision's `RandomAffine` on a whole batch.
 *
 *     data.randomAffine(rand(2, 28, 28, 1), { degrees: 10 }).shape // → [2, 28, 28, 1]
 */
export function randomAffine(images: Tensor, options: RandomAffineOptions = {}): Tensor {
  const { degrees = 0, translate = 0, scale = [1, 1], shear = 0, fill = 0, generator = defaultGenerator() } = options;
  const shape = imageShape('randomAffine', images);
  if (!(scale[0] > 0 && scale[0] <= scale[1])) {
    throw new ValueError(`randomAffine: expected scale [low, high] with 0 < low ≤ high, got [${scale.join(', ')}]`);
  }
  const chances = generator.fillUniform(new Float32Array(shape.batch * 5), -1, 1);
  return eachImage(images, (from, to, n) => {
    const [turn, slant, zoom, down, right] = chances.subarray(n * 5, n * 5 + 5);
    const map = inverseMap({
      angle: turn * degrees,
      shear: slant * shear,
      scale: scale[0] + ((zoom + 1) / 2) * (scale[1] - scale[0]),
      translate: [down * translate * shape.height, right * translate * shape.width],
    });
    resample(from, to, shape, map, fill);
  });
}

/**
 * Turns each image of a batch by a random angle of up to `degrees` either way.
 *
 *     data.randomRotation(rand(2, 8, 8, 1), { degrees: 10 }).shape // → [2, 8, 8, 1]
 */
export function randomRotation(
  images: Tensor,
  options: Pick<RandomAffineOptions, 'degrees' | 'fill' | 'generator'>,
): Tensor {
  imageShape('randomRotation', images);
  return randomAffine(images, options);
}
