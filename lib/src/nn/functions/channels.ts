import { ShapeError, shapeText } from '../../errors.js';
import type { Tensor } from '../../tensor/tensor.js';

/**
 * Mixes channels (the last axis) of different groups: the first of each group come first, then the second, … Throws a
 * ShapeError when the groups do not divide the channels. Zhang et al. 2018.
 *
 *     F.channelShuffle(arange(4).view(1, 1, 1, 4), 2).view(-1) // → [0, 2, 1, 3]
 */
export function channelShuffle(x: Tensor, groups: number): Tensor {
  const channels = x.shape.at(-1) ?? 0;
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new ShapeError(
      `channelShuffle: expected groups that divide the channels of ${shapeText(x.shape)}, got ${groups}`,
    );
  }
  const apart = x.reshape(...x.shape.slice(0, -1), groups, channels / groups);
  return apart.transpose(-1, -2).reshape(x.shape);
}
