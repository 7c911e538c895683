import { DTypeError, ShapeError, shapeText, ValueError } from '../../errors.js';
import { checkIndices, oneHot as rows } from '../../tensor/ops/index.js';
import type { Tensor } from '../../tensor/tensor.js';

export interface OneHotOptions {
  /** How many classes there are. */
  numClasses: number;
  /** Share of each target that is spread over all classes alike: label smoothing. Default 0. */
  smoothing?: number;
}

/**
 * Class numbers, int32 `[batch]` → targets `[batch, numClasses]` that add up to 1.
 *
 *     data.oneHot(tensor([1], { dtype: 'int32' }), { numClasses: 3 }) // → [[0, 1, 0]]
 */
export function oneHot(labels: Tensor, { numClasses, smoothing = 0 }: OneHotOptions): Tensor {
  if (labels.ndim !== 1) throw new ShapeError(`oneHot: expected labels [batch], got ${shapeText(labels.shape)}`);
  if (!(Number.isInteger(numClasses) && numClasses > 0)) {
    throw new ValueError(`oneHot: expected numClasses to be a whole number above 0, got ${numClasses}`);
  }
  if (!(smoothing >= 0 && smoothing <= 1)) {
    throw new ValueError(`oneHot: expected smoothing from 0 to 1, got ${smoothing}`);
  }
  const targets = rows(labels, numClasses);
  checkIndices('oneHot', labels, 0, numClasses);
  return smoothing === 0 ? targets : targets.mul(1 - smoothing).add(smoothing / numClasses);
}

/** Targets `[batch, classes]` as they are, or made of class numbers. */
export function softTargets(where: string, targets: Tensor, batch: number, numClasses: number | undefined): Tensor {
  if (targets.shape[0] !== batch || targets.ndim > 2) {
    const expected = `labels [${batch}] or targets [${batch}, classes]`;
    throw new ShapeError(`${where}: expected ${expected}, got ${shapeText(targets.shape)}`);
  }
  if (targets.ndim === 2) return targets;
  if (targets.dtype !== 'int32') {
    throw new DTypeError(`${where}: expected int32 labels, got ${targets.dtype}; convert with .to('int32')`);
  }
  if (numClasses === undefined) {
    throw new ValueError(`${where}: expected numClasses with labels [batch], got none; give it or one-hot targets`);
  }
  return oneHot(targets, { numClasses });
}
