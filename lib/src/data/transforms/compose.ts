import { ShapeError, shapeText } from '../../errors.js';
import { fromValues } from '../../tensor/create.js';
import { sameShape } from '../../tensor/shape.js';
import type { Tensor } from '../../tensor/tensor.js';
import { chance, generatorOf, type SeedOptions } from '../seed.js';
import { checkChance } from './images.js';

/** Makes one batch of another. */
export type Transform = (batch: Tensor) => Tensor;

/**
 *
 *     data.compose((x) => x.mul(2), (x) => x.add(1))(tensor([1, 2])) // → [3, 5]
 *
 * One function that applies several, the first one first.
 * const augment = data.compose((x) => data.randomCrop(x, { size: 28, padding: 2 }), data.randomHorizontalFlip);
 */
export function compose(...transforms: Transform[]): Transform {
  return (batch) => transforms.reduce((x, transform) => transform(x), batch);
}

export interface RandomApplyOptions extends SeedOptions {
  /** Chance of each entry of the batch. Default 0.5. */
  p?: number;
}

/**
 * A function that applies another to some entries of a batch, each with chance `p`. The other one runs on the whole batch
 * and must keep its shape.
 *
 *     data.randomApply((x) => x.mul(0), { p: 1 })(ones(2, 1, 1, 1)).view(-1) // → [0, 0]
 */
export function randomApply(transform: Transform, options: RandomApplyOptions = {}): Transform {
  const { p = 0.5 } = options;
  checkChance('randomApply', p);
  const generator = generatorOf(options);
  return (batch) => {
    const count = batch.shape[0] ?? 0;
    const chosen = Uint8Array.from({ length: count }, () => Number(chance(generator) < p));
    const changed = transform(batch);
    if (!sameShape(changed.shape, batch.shape)) {
      const got = `${shapeText(batch.shape)} to ${shapeText(changed.shape)}`;
      throw new ShapeError(`randomApply: expected a transform that keeps the shape, got one from ${got}`);
    }
    const mask = fromValues(chosen, [count, ...batch.shape.slice(1).map(() => 1)], 'bool');
    return mask.where(changed, batch);
  };
}
