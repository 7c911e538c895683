import { ShapeError, shapeText } from '../errors.js';
import { sameShape } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { computeOnce, Metric } from './metric.js';

type Batch = [output: Tensor, target: Tensor];

/** The mean over all values of a number for each error. */
abstract class MeanError extends Metric<Batch, number> {
  #sum = 0;
  #count = 0;

  /** Takes in a batch of two tensors of one shape; reads both. */
  update(output: Tensor, target: Tensor): void {
    const { given, wanted } = readPair(this.constructor.name, output, target);
    for (let i = 0; i < given.length; i++) this.#sum += this.cost(given[i] - wanted[i]);
    this.#count += given.length;
  }

  compute(): number {
    return this.#sum / this.#count;
  }

  reset(): void {
    this.#sum = 0;
    this.#count = 0;
  }

  protected abstract cost(error: number): number;
}

/**
 * Mean of the squared errors; NaN of nothing.
 *
 *     const m = new metrics.MeanSquaredError();
 *     m.update(tensor([1, 2]), tensor([1, 4]));
 *     m.compute() // → 2
 */
export class MeanSquaredError extends MeanError {
  protected cost(error: number): number {
    return error * error;
  }
}

/**
 * Square root of the mean of the squared errors; NaN of nothing.
 *
 *     const m = new metrics.RootMeanSquaredError();
 *     m.update(tensor([1, 2]), tensor([1, 4]));
 *     m.compute() // → 1.4142
 */
export class RootMeanSquaredError extends MeanSquaredError {
  override compute(): number {
    return Math.sqrt(super.compute());
  }
}

/**
 * Mean of the errors without their sign; NaN of nothing.
 *
 *     const m = new metrics.MeanAbsoluteError();
 *     m.update(tensor([1, 2]), tensor([1, 4]));
 *     m.compute() // → 1
 */
export class MeanAbsoluteError extends MeanError {
  protected cost(error: number): number {
    return Math.abs(error);
  }
}

/**
 * The coefficient of determination: the part of the targets' variance that the predictions explain, 1 at best, 0 for
 * always the mean. NaN of fewer than two values; of targets that are all equal it is 1 if all are met, else 0. All values
 * count as one output.
 *
 *     const m = new metrics.R2Score();
 *     m.update(tensor([1, 2, 3]), tensor([1, 2, 4]));
 *     m.compute() // → 0.7857
 */
export class R2Score extends Metric<Batch, number> {
  #residual = 0;
  #spread = 0;
  #mean = 0;
  #count = 0;

  /** Takes in a batch of two tensors of one shape; reads both. */
  update(output: Tensor, target: Tensor): void {
    const { given, wanted } = readPair('R2Score', output, target);
    for (let i = 0; i < given.length; i++) {
      this.#residual += (given[i] - wanted[i]) ** 2;
      // Welford 1962: sums of squares would cancel where the mean is large.
      const apart = wanted[i] - this.#mean;
      this.#mean += apart / ++this.#count;
      this.#spread += apart * (wanted[i] - this.#mean);
    }
  }

  compute(): number {
    if (this.#count < 2) return Number.NaN;
    if (this.#spread === 0) return this.#residual === 0 ? 1 : 0;
    return 1 - this.#residual / this.#spread;
  }

  reset(): void {
    this.#residual = 0;
    this.#spread = 0;
    this.#mean = 0;
    this.#count = 0;
  }
}

/**
 * {@link MeanSquaredError} of one batch.
 *
 *     metrics.meanSquaredError(tensor([1, 2]), tensor([1, 4])) // → 2
 */
export function meanSquaredError(output: Tensor, target: Tensor): number {
  return computeOnce(new MeanSquaredError(), output, target);
}

/**
 * {@link RootMeanSquaredError} of one batch.
 *
 *     metrics.rootMeanSquaredError(tensor([1, 2]), tensor([1, 4])) // → 1.4142
 */
export function rootMeanSquaredError(output: Tensor, target: Tensor): number {
  return computeOnce(new RootMeanSquaredError(), output, target);
}

/**
 * {@link MeanAbsoluteError} of one batch.
 *
 *     metrics.meanAbsoluteError(tensor([1, 2]), tensor([1, 4])) // → 1
 */
export function meanAbsoluteError(output: Tensor, target: Tensor): number {
  return computeOnce(new MeanAbsoluteError(), output, target);
}

/**
 * {@link R2Score} of one batch.
 *
 *     metrics.r2Score(tensor([1, 2, 3]), tensor([1, 2, 4])) // → 0.7857
 */
export function r2Score(output: Tensor, target: Tensor): number {
  return computeOnce(new R2Score(), output, target);
}

function readPair(where: string, output: Tensor, target: Tensor) {
  if (!sameShape(output.shape, target.shape)) {
    const got = `${shapeText(output.shape)} and ${shapeText(target.shape)}`;
    throw new ShapeError(`${where}: output and target must have one shape, got ${got}; reshape one of them`);
  }
  return { given: output.dataSync(), wanted: target.dataSync() };
}
