import { ShapeError, ValueError } from '../../errors.js';
import { tensor } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { imageShape } from './images.js';

export interface NormalizeOptions {
  /** One number for all channels, or one a channel. */
  mean: number | readonly number[];
  /** Deviation, likewise; not 0. */
  std: number | readonly number[];
}

/**
 * `(images − mean) / std`, channel by channel; has gradients.
 *
 *     data.normalize(ones(1, 1, 1, 1), { mean: 0.5, std: 0.5 }).view(-1) // → [1]
 */
export function normalize(images: Tensor, options: NormalizeOptions): Tensor {
  const { mean, std } = perChannel('normalize', images, options);
  return images.sub(mean).div(std);
}

/**
 * Undoes {@link normalize} with the same options: `images · std + mean`.
 *
 *     data.denormalize(ones(1, 1, 1, 1), { mean: 0.5, std: 0.5 }).view(-1) // → [1]
 */
export function denormalize(images: Tensor, options: NormalizeOptions): Tensor {
  const { mean, std } = perChannel('denormalize', images, options);
  return images.mul(std).add(mean);
}

function perChannel(where: string, images: Tensor, options: NormalizeOptions): { mean: Tensor; std: Tensor } {
  const { channels } = imageShape(where, images);
  const [mean, std] = [options.mean, options.std].map((given) => (typeof given === 'number' ? [given] : given));
  const odd = [mean, std].find((values) => values.length !== 1 && values.length !== channels);
  if (odd !== undefined) {
    throw new ShapeError(`${where}: expected one number or ${channels}, one a channel, got [${odd.join(', ')}]`);
  }
  if (!std.every((value) => value > 0)) throw new ValueError(`${where}: expected std above 0, got [${std.join(', ')}]`);
  return { mean: tensor(mean), std: tensor(std) };
}
