import { ShapeError, shapeText, ValueError } from '../errors.js';
import { affinities, squaredDistances } from '../numeric/affinities.js';
import { descend } from '../numeric/neighbour-descent.js';
import { firstPlaces, randomPlaces } from '../numeric/places.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';

export interface TSNEOptions {
  /** Columns of the result: 2 or 3. Default 2. */
  components?: 2 | 3;
  /** About how many neighbours each point is to keep near, less than the number of points. Default 30. */
  perplexity?: number;
  /** How much stronger neighbours attract in the first 250 iterations. Default 12. */
  earlyExaggeration?: number;
  /** Size of a step. Default points / earlyExaggeration / 4, at least 50. */
  learningRate?: number;
  /** Steps of gradient descent. Default 1000. */
  iterations?: number;
  /** Whether to start from the principal components or from small random places. Default `'pca'`. */
  init?: 'pca' | 'random';
}

/**
 * t-distributed stochastic neighbour embedding (van der Maaten and Hinton 2008): a map of points on which neighbours stay
 * near. Exact, so meant for up to about 2,000 points; distances between groups mean little. Defaults are scikit-learn's.
 *
 *     const tsne = new classical.TSNE({ perplexity: 10, iterations: 300 });
 *     tsne.fitTransform(datasets.iris().test.inputs).shape // → [30, 2]
 */
export class TSNE {
  /** Divergence between neighbourhoods before and after, in nats; less is better. NaN before the first call. */
  klDivergence = Number.NaN;

  constructor(readonly options: TSNEOptions = {}) {}

  /** The map `[points, components]` of `[points, columns]`. Throws a ShapeError for other shapes. */
  fitTransform(x: Tensor): Tensor {
    if (x.ndim !== 2 || x.shape[0] < 2) {
      throw new ShapeError(`TSNE.fitTransform: expected [points, columns], got ${shapeText(x.shape)}`);
    }
    const [points, columns] = x.shape;
    const { components = 2, perplexity = 30, init = 'pca', ...rest } = this.options;
    if (!(perplexity > 0 && perplexity < points)) {
      throw new ValueError(
        `TSNE.fitTransform: perplexity must be above 0 and below ${points} points, got ${perplexity}`,
      );
    }
    const values = x.dataSync();
    const near = affinities(squaredDistances(values, points, columns), points, perplexity);
    const start = init === 'pca' ? firstPlaces(values, points, columns, components) : undefined;
    const places = start ?? randomPlaces(points, components);
    const { places: found, divergence } = descend(near, points, places, { ...rest, flat: components === 2 });
    this.klDivergence = divergence;
    const flat = new Float32Array(points * components);
    for (let i = 0; i < points; i++) {
      for (let axis = 0; axis < components; axis++) flat[i * components + axis] = found[i * 3 + axis];
    }
    return fromValues(flat, [points, components]);
  }
}
