import { DTypeError, ShapeError, shapeText, ValueError } from '../errors.js';
import { indexSelect } from '../tensor/ops/index.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import type { LossOptions } from './loss.js';
import { type Reduction, reduce } from './reduction.js';

export interface ClassLossOptions extends LossOptions {
  /** `[classes]`: factor of each class; the mean is then weighted. Default 1. */
  weight?: Tensor;
  /** Label of rows that do not count; default none. */
  ignoreIndex?: number;
}

/** Rows of scores with a label each, and what each row counts. */
export interface LabelledRows {
  /** `[n, classes]`. */
  scores: Tensor;
  /** `[n]`, where ignored rows have label 0. */
  labels: Tensor;
  /** `[n]`: 0 for ignored rows, else 1; `null` if none can be ignored. */
  counted: Tensor | null;
  /** `[n]`: the weight of the label, 0 for ignored rows; `null` if all rows count 1. */
  counts: Tensor | null;
  /** Shape of the labels as given. */
  shape: readonly number[];
}

/** Flattens `[…, classes]` and `[…]` into rows. */
export function labelledRows(where: string, scores: Tensor, labels: Tensor, options: ClassLossOptions): LabelledRows {
  if (labels.dtype !== 'int32') {
    const rule = 'labels must be int32 class numbers';
    throw new DTypeError(`${where}: ${rule}, got ${labels.dtype}; convert them: labels.to('int32')`);
  }
  if (scores.shape.length < 1 || !sameShape(scores.shape.slice(0, -1), labels.shape)) {
    const got = `${shapeText(scores.shape)} and ${shapeText(labels.shape)}`;
    throw new ShapeError(`${where}: expected logits [n, classes] and labels [n], got ${got}`);
  }
  const classes = scores.shape[scores.shape.length - 1];
  const { weight, ignoreIndex } = options;
  if (weight !== undefined && !sameShape(weight.shape, [classes])) {
    throw new ShapeError(`${where}: expected a weight for each of ${classes} classes, got ${shapeText(weight.shape)}`);
  }
  let flat = labels.reshape(-1);
  let counted: Tensor | null = null;
  if (ignoreIndex !== undefined) {
    const kept = flat.ne(ignoreIndex);
    flat = kept.where(flat, 0).to('int32');
    counted = kept.to('float32');
  }
  let counts = counted;
  if (weight !== undefined) {
    const weights = indexSelect(weight, 0, flat);
    counts = counts === null ? weights : counts.mul(weights);
  }
  return { scores: scores.reshape(-1, classes), labels: flat, counted, counts, shape: labels.shape };
}

/** Reduces losses that are already multiplied by what their rows count. */
export function reduceRows(losses: Tensor, rows: LabelledRows, reduction: Reduction): Tensor {
  if (reduction === 'none') return losses.reshape(rows.shape);
  if (reduction === 'mean' && rows.counts !== null) return losses.sum().div(rows.counts.sum());
  return reduce(losses, reduction);
}

/** Throws a ValueError that names the first label out of range. Reads them, so it is for when something went wrong. */
export function checkLabels(where: string, labels: Tensor, classes: number): void {
  const values = labels.dataSync();
  const at = values.findIndex((label) => label < 0 || label >= classes);
  if (at === -1) return;
  const rule = `labels must be from 0 to ${classes - 1} for logits of ${classes} classes`;
  throw new ValueError(`${where}: ${rule}, got ${values[at]} at index ${at}`);
}
