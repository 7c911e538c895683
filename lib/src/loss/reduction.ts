import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';

/** What becomes of the losses of the single items: their mean, their sum, or all of them. */
export type Reduction = 'mean' | 'sum' | 'none';

/** Throws a ValueError, which begins with `where`, unless `reduction` is one of the three words. */
export function checkReduction(where: string, reduction: string): void {
  if (reduction === 'mean' || reduction === 'sum' || reduction === 'none') return;
  throw new ValueError(`${where}: reduction must be 'mean', 'sum' or 'none', got '${reduction}'`);
}

/** Applies a {@link Reduction}. */
export function reduce(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === 'none') return losses;
  return reduction === 'mean' ? losses.mean() : losses.sum();
}
