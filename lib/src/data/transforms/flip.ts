import type { Tensor } from '../../tensor/tensor.js';
import { chance, generatorOf, type SeedOptions } from '../seed.js';
import { checkChance, eachImage, imageShape, pickPixels } from './images.js';

export interface FlipOptions extends SeedOptions {
  /** Chance of each image. Default 0.5. */
  p?: number;
}

/**
 * Mirrors images of a batch left to right, each with chance `p`.
 *
 *     data.randomHorizontalFlip(tensor([[[[1], [2]]]]), { p: 1 }).view(-1) // → [2, 1]
 */
export function randomHorizontalFlip(images: Tensor, options: FlipOptions = {}): Tensor {
  return flipSome('randomHorizontalFlip', images, options, 'columns');
}

/**
 * Turns images of a batch upside down, each with chance `p`.
 *
 *     data.randomVerticalFlip(tensor([[[[1]], [[2]]]]), { p: 1 }).view(-1) // → [2, 1]
 */
export function randomVerticalFlip(images: Tensor, options: FlipOptions = {}): Tensor {
  return flipSome('randomVerticalFlip', images, options, 'rows');
}

function flipSome(where: string, images: Tensor, options: FlipOptions, axis: 'rows' | 'columns'): Tensor {
  const { p = 0.5 } = options;
  const shape = imageShape(where, images);
  checkChance(where, p);
  const rows = Int32Array.from({ length: shape.height }, (_, i) => i);
  const columns = Int32Array.from({ length: shape.width }, (_, i) => i);
  const [down, back] = axis === 'rows' ? [rows.toReversed(), columns] : [rows, columns.toReversed()];
  const generator = generatorOf(options);
  return eachImage(images, (from, to) => {
    if (chance(generator) < p) pickPixels(from, to, shape, down, back);
    else to.set(from);
  });
}
