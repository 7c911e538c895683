import { ShapeError, shapeText, ValueError } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';

/** A class number for each sample: an int32 vector, or a list. */
export type Labels = Tensor | ArrayLike<number>;

/**
 * Reads class numbers and groups the places where each class stands, in rising order of the class. Throws unless there are
 * `length` whole numbers.
 */
export function placesByClass(where: string, labels: Labels, length: number): number[][] {
  if (labels instanceof Tensor && labels.ndim !== 1) {
    throw new ShapeError(`${where}: expected labels [${length}], got ${shapeText(labels.shape)}`);
  }
  const values = labels instanceof Tensor ? labels.dataSync() : labels;
  if (values.length !== length) {
    throw new ValueError(`${where}: expected one label a sample, ${length}, got ${values.length}`);
  }
  const places = new Map<number, number[]>();
  for (let i = 0; i < length; i++) {
    if (!Number.isInteger(values[i])) {
      throw new ValueError(`${where}: expected whole numbers as labels, got ${values[i]} at place ${i}`);
    }
    const known = places.get(values[i]);
    if (known === undefined) places.set(values[i], [i]);
    else known.push(i);
  }
  return [...places].sort(([a], [b]) => a - b).map(([, at]) => at);
}
