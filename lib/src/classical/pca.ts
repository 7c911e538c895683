import { ShapeError, shapeText, ValueError } from '../errors.js';
import { principal } from '../numeric/principal.js';
import { fromValues } from '../tensor/create.js';
import { matmul } from '../tensor/ops/matmul.js';
import { transpose } from '../tensor/ops/movement.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * Principal component analysis: the directions in which points `[points, columns]` vary most. Computed exactly in double
 * precision; the largest entry of each component is positive, as in scikit-learn.
 *
 *     const pca = new classical.PCA(2);
 *     const flat = pca.fitTransform(datasets.iris().train.inputs);
 *     flat.shape // → [120, 2]
 */
export class PCA {
  /** `[components, columns]`, unit vectors. */
  components!: Tensor;
  /** `[columns]` */
  mean!: Tensor;
  /** Variance along each component (n − 1 in the denominator), and its share of all variance. */
  explainedVariance: number[] = [];
  explainedVarianceRatio: number[] = [];
  /** Singular values of the centred points. */
  singularValues: number[] = [];

  /** @param count how many components to keep; default as many as points or columns, whichever is less */
  constructor(readonly count?: number) {
    if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
      throw new ValueError(`PCA: expected a positive number of components, got ${count}`);
    }
  }

  /** Finds the components of `[points, columns]`. Throws a ShapeError for other shapes and for fewer than two points. */
  fit(x: Tensor): this {
    if (x.ndim !== 2 || x.shape[0] < 2 || x.shape[1] < 1) {
      throw new ShapeError(`PCA.fit: expected [points, columns] with at least two points, got ${shapeText(x.shape)}`);
    }
    const [points, columns] = x.shape;
    const most = Math.min(points, columns);
    if (this.count !== undefined && this.count > most) {
      throw new ValueError(`PCA.fit: expected at most ${most} components for ${shapeText(x.shape)}, got ${this.count}`);
    }
    const found = principal(x.dataSync(), points, columns, this.count ?? most);
    const flat = new Float32Array(found.components.length * columns);
    for (const [i, component] of found.components.entries()) flat.set(component, i * columns);
    this.components = fromValues(flat, [found.components.length, columns]);
    this.mean = fromValues(Float32Array.from(found.mean), [columns]);
    this.explainedVariance = [...found.variances];
    this.explainedVarianceRatio = this.explainedVariance.map((variance) => variance / found.total);
    this.singularValues = this.explainedVariance.map((variance) => Math.sqrt(variance * (points - 1)));
    return this;
  }

  /** Coordinates along the components: `[points, columns]` → `[points, components]`. */
  transform(x: Tensor): Tensor {
    this.fitted('transform');
    return matmul(x.sub(this.mean), transpose(this.components, 0, 1));
  }

  /** {@link fit}, then {@link transform}. */
  fitTransform(x: Tensor): Tensor {
    return this.fit(x).transform(x);
  }

  /** Points from coordinates: `[points, components]` → `[points, columns]`; exact when no component was left out. */
  inverseTransform(z: Tensor): Tensor {
    this.fitted('inverseTransform');
    return matmul(z, this.components).add(this.mean);
  }

  private fitted(method: string): void {
    if (!this.components) throw new ValueError(`PCA.${method}: expected components, got none; call fit first`);
  }
}
