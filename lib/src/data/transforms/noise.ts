import { ValueError } from '../../errors.js';
import type { Tensor } from '../../tensor/tensor.js';
import { generatorOf, type SeedOptions } from '../seed.js';
import { eachImage, imageShape } from './images.js';

export interface GaussianNoiseOptions extends SeedOptions {
  /** Default 0. */
  mean?: number;
  /** Deviation. Default 0.1. */
  std?: number;
  /** Cuts the result to 0…1. Default true. */
  clip?: boolean;
}

/**
 * Adds a normal number to each value of a batch of images.
 *
 *     data.gaussianNoise(zeros(2, 4, 4, 1)).shape // → [2, 4, 4, 1]
 */
export function gaussianNoise(images: Tensor, options: GaussianNoiseOptions = {}): Tensor {
  const { mean = 0, std = 0.1, clip = true } = options;
  imageShape('gaussianNoise', images);
  if (!(std >= 0)) throw new ValueError(`gaussianNoise: expected std from 0, got ${std}`);
  const generator = generatorOf(options);
  return eachImage(images, (from, to) => {
    generator.fillNormal(to, mean, std);
    for (let i = 0; i < to.length; i++) to[i] = clip ? Math.min(Math.max(from[i] + to[i], 0), 1) : from[i] + to[i];
  });
}
