import { noGrad } from '../autograd/no-grad.js';
import { ShapeError, shapeText } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { ConfusionMatrix, type ConfusionMatrixOptions } from './confusion-matrix.js';
import { computeOnce, Metric } from './metric.js';

/**
 * Intersection over union of predicted and right regions, the mean over the classes that occur: the Jaccard index. Takes
 * scores `[…, classes]` or class numbers `[…]`, and labels `[…]`, such as masks `[batch, height, width]`. NaN of nothing.
 *
 *     const m = new metrics.MeanIoU({ numClasses: 2 });
 *     m.update(tensor([0, 1], { dtype: 'int32' }), tensor([0, 0], { dtype: 'int32' }));
 *     m.compute() // → 0.25
 */
export class MeanIoU extends Metric<[output: Tensor, labels: Tensor], number> {
  readonly #matrix: ConfusionMatrix;

  constructor(options: ConfusionMatrixOptions = {}) {
    super();
    this.#matrix = new ConfusionMatrix(options);
  }

  /** Takes in a batch; reads both tensors. */
  update(output: Tensor, labels: Tensor): void {
    this.#matrix.update(output, labels);
  }

  compute(): number {
    const values = this.perClass().filter((value) => !Number.isNaN(value));
    return values.reduce((a, b) => a + b, 0) / values.length;
  }

  /** The value of each class; NaN of one that neither was predicted nor is right anywhere. */
  perClass(): number[] {
    const { right, predicted, labelled } = this.#matrix.perClass();
    return right.map((both, c) => both / (predicted[c] + labelled[c] - both));
  }

  reset(): void {
    this.#matrix.reset();
  }
}

/**
 * {@link MeanIoU} of one batch.
 *
 *     const labels = zeros([2], { dtype: 'int32' });
 *     metrics.meanIoU(tensor([0, 1], { dtype: 'int32' }), labels, { numClasses: 2 }) // → 0.25
 */
export function meanIoU(output: Tensor, labels: Tensor, options: ConfusionMatrixOptions = {}): number {
  return computeOnce(new MeanIoU(options), output, labels);
}

/**
 * Intersection over union of each box of `a` `[n, 4]` with each of `b` `[m, 4]`: `[n, m]`. A box is
 * `[x1, y1, x2, y2]` with x1 ≤ x2 and y1 ≤ y2; two empty boxes give NaN.
 *
 *     metrics.boxIoU(tensor([[0, 0, 2, 2]]), tensor([[1, 0, 3, 2]])) // → [[0.3333]]
 */
export function boxIoU(a: Tensor, b: Tensor): Tensor {
  for (const boxes of [a, b]) {
    if (boxes.ndim === 2 && boxes.shape[1] === 4) continue;
    throw new ShapeError(`boxIoU: expected boxes [n, 4] as x1, y1, x2, y2, got ${shapeText(boxes.shape)}`);
  }
  return noGrad(() => {
    const corners = (boxes: Tensor, from: number) => boxes.to('float32').narrow(1, from, 2);
    const size = (low: Tensor, high: Tensor) => high.sub(low).clamp({ min: 0 }).prod(-1);
    const low = corners(a, 0).unsqueeze(1).maximum(corners(b, 0).unsqueeze(0));
    const high = corners(a, 2).unsqueeze(1).minimum(corners(b, 2).unsqueeze(0));
    const both = size(low, high);
    const [areaA, areaB] = [size(corners(a, 0), corners(a, 2)), size(corners(b, 0), corners(b, 2))];
    return both.div(areaA.unsqueeze(1).add(areaB.unsqueeze(0)).sub(both));
  });
}
