import { ValueError } from '../../errors.js';
import type { Generator } from '../../random/generator.js';
import { fromValues } from '../../tensor/create.js';
import { indexSelect } from '../../tensor/ops/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { beta } from '../beta.js';
import { below, generatorOf, type SeedOptions } from '../seed.js';
import { eachImage, imageShape } from './images.js';
import { softTargets } from './targets.js';

export interface MixOptions extends SeedOptions {
  /** Both parameters of the Beta distribution of the share λ that an image keeps. Default 1: all shares alike. */
  alpha?: number;
  /** How many classes there are; needed when targets are class numbers. */
  numClasses?: number;
}

/**
 * Mixes each image with another one of the batch, and their targets alike: `λ·a + (1 − λ)·b`, with one share λ a batch.
 * Targets are int32 `[batch]` or `[batch, classes]`; the result has `[batch, classes]`, which `F.crossEntropy` takes.
 *
 * Zhang, Cissé, Dauphin, Lopez-Paz: mixup: Beyond empirical risk minimization (2018).
 *
 *     data.mixup(rand(4, 8, 8, 1), eye(4))[1].sum({ dim: 1 }) // → [1, 1, 1, 1]
 */
export function mixup(images: Tensor, targets: Tensor, options: MixOptions = {}): [images: Tensor, targets: Tensor] {
  const { batch } = imageShape('mixup', images);
  const wanted = softTargets('mixup', targets, batch, options.numClasses);
  const { share, partner } = drawMix('mixup', batch, options);
  const mix = (x: Tensor) => x.mul(share).add(indexSelect(x, 0, partner).mul(1 - share));
  return [mix(images), mix(wanted)];
}

/**
 * Puts a random rectangle of another image of the batch into each image; targets are mixed by the areas. One rectangle a
 * batch, whose area is `1 − λ` of the image before it is cut off at the border. Shapes as in {@link mixup}.
 *
 * Yun, Han, Oh, Chun, Choe, Yoo: CutMix (2019).
 *
 *     data.cutmix(rand(4, 8, 8, 1), eye(4))[1].sum({ dim: 1 }) // → [1, 1, 1, 1]
 */
export function cutmix(images: Tensor, targets: Tensor, options: MixOptions = {}): [images: Tensor, targets: Tensor] {
  const { batch, height, width, channels } = imageShape('cutmix', images);
  const wanted = softTargets('cutmix', targets, batch, options.numClasses);
  const { share, partner, generator } = drawMix('cutmix', batch, options);
  const half = 0.5 * Math.sqrt(1 - share);
  const edges = (length: number) => {
    const centre = below(generator, length);
    const reach = Math.trunc(half * length);
    return [Math.max(centre - reach, 0), Math.min(centre + reach, length)];
  };
  const [[left, right], [top, bottom]] = [edges(width), edges(height)];
  const others = indexSelect(images, 0, partner).to('float32').dataSync() as Float32Array;
  const mixed = eachImage(images, (from, to, n) => {
    to.set(from);
    const other = others.subarray(n * from.length, (n + 1) * from.length);
    for (let row = top; row < bottom; row++) {
      const [start, end] = [(row * width + left) * channels, (row * width + right) * channels];
      to.set(other.subarray(start, end), start);
    }
  });
  const kept = 1 - ((right - left) * (bottom - top)) / (height * width);
  return [mixed, wanted.mul(kept).add(indexSelect(wanted, 0, partner).mul(1 - kept))];
}

function drawMix(
  where: string,
  batch: number,
  options: MixOptions,
): { share: number; partner: Tensor; generator: Generator } {
  const { alpha = 1 } = options;
  if (!(alpha > 0)) throw new ValueError(`${where}: expected alpha above 0, got ${alpha}`);
  const generator = generatorOf(options);
  const share = beta(generator, alpha, alpha);
  return { share, partner: fromValues(generator.permutation(batch), [batch], 'int32'), generator };
}
