import { ShapeError, shapeText, ValueError } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';

/** Predicted and right class numbers, item by item. */
export interface ClassPairs {
  predicted: ArrayLike<number>;
  labels: ArrayLike<number>;
  /** How many classes the scores had; `undefined` where class numbers were given. */
  classes: number | undefined;
}

export interface ReadOptions {
  threshold?: number;
  /** A label that need not be a class number. */
  ignoreIndex?: number;
}

/**
 * Reads predictions as class numbers: of scores `[…, classes]` for labels `[…]` the highest counts, and what has the
 * shape of the labels holds class numbers. With a `threshold`, float32 predictions of the labels' shape are scores of
 * class 1, which they choose when above it.
 */
export function readClasses(where: string, output: Tensor, labels: Tensor, options: ReadOptions = {}): ClassPairs {
  const { threshold, ignoreIndex } = options;
  const right = labels.dataSync();
  checkClasses(where, 'labels', right, ignoreIndex);
  if (output.ndim === labels.ndim + 1 && sameShape(output.shape.slice(0, -1), labels.shape)) {
    const classes = output.shape[labels.ndim];
    if (threshold === undefined && classes === 1) {
      const fix = 'with a threshold, one score tells two classes apart';
      throw new ShapeError(`${where}: expected scores of two classes or more, got ${shapeText(output.shape)}; ${fix}`);
    }
    if (threshold !== undefined && classes === 1) {
      return { predicted: above(output.dataSync(), threshold), labels: right, classes: undefined };
    }
    return { predicted: output.detach().argmax(-1).dataSync(), labels: right, classes };
  }
  if (!sameShape(output.shape, labels.shape)) {
    throw new ShapeError(
      `${where}: expected scores [n, classes] or classes [n], and labels [n], got ${shapeText(output.shape)} and ` +
        shapeText(labels.shape),
    );
  }
  const predicted = output.dataSync();
  if (threshold !== undefined && output.dtype === 'float32') {
    return { predicted: above(predicted, threshold), labels: right, classes: undefined };
  }
  checkClasses(where, 'predictions', predicted, undefined, '; scores are [n, classes], or [n] with a threshold');
  return { predicted, labels: right, classes: undefined };
}

function above(scores: ArrayLike<number>, threshold: number): number[] {
  return Array.from(scores, (score) => (score > threshold ? 1 : 0));
}

function checkClasses(where: string, what: string, values: ArrayLike<number>, ignored?: number, fix = ''): void {
  for (let i = 0; i < values.length; i++) {
    if ((Number.isInteger(values[i]) && values[i] >= 0) || values[i] === ignored) continue;
    const rule = `${what} must be whole class numbers from 0`;
    throw new ValueError(`${where}: ${rule}, got ${values[i]} at index ${i}${fix}`);
  }
}
