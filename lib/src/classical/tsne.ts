import { ShapeError, shapeText, ValueError } from '../errors.js';
import { type ForceMethod, mapForces } from '../numeric/map-forces.js';
import { descend } from '../numeric/neighbour-descent.js';
import { firstPlaces, randomPlaces } from '../numeric/places.js';
import { principal } from '../numeric/principal.js';
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
  /**
   * `'exact'` compares all pairs in every iteration and holds three matrices of `points²` numbers. `'barnesHut'` (van der
   * Maaten 2014) has only the `3 · perplexity` nearest attract and takes together what is far: an iteration of 10,000 points
   * takes about as long as an exact one of 2,000. Default `'exact'` up to 400 points, where it is not slower.
   */
  method?: 'exact' | 'barnesHut';
  /** Of `'barnesHut'`: how large a part of the map, over its distance, acts as one. From 0, exact, to 1; default 0.5. */
  angle?: number;
}

const METHODS: readonly ForceMethod[] = ['exact', 'barnesHut'];

/**
 * t-distributed stochastic neighbour embedding (van der Maaten and Hinton 2008): a map of points on which neighbours stay
 * near; distances between groups mean little. Ten thousand points of 50 columns take about half a minute and
 * 50 MB. Defaults are scikit-learn's but for `method`.
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
    const { components = 2, perplexity = 30, init = 'pca', method, angle = 0.5, ...rest } = this.options;
    if (!(perplexity > 0 && perplexity < points)) {
      throw new ValueError(
        `TSNE.fitTransform: perplexity must be above 0 and below ${points} points, got ${perplexity}`,
      );
    }
    if (method !== undefined && !METHODS.includes(method)) {
      throw new ValueError(`TSNE.fitTransform: method must be ${METHODS.join(' or ')}, got ${method}`);
    }
    if (!(angle >= 0 && angle <= 1)) {
      throw new ValueError(`TSNE.fitTransform: angle must be from 0 to 1, got ${angle}`);
    }
    const values = x.dataSync();
    const flat = components === 2;
    const forces = mapForces(values, points, columns, { perplexity, angle, flat, ...(method ? { method } : {}) });
    const start =
      init === 'pca'
        ? firstPlaces(principal(values, points, columns, components), values, points, components)
        : undefined;
    const places = start ?? randomPlaces(points, components);
    const { places: found, divergence } = descend(forces, places, { ...rest, flat });
    this.klDivergence = divergence;
    const map = new Float32Array(points * components);
    for (let i = 0; i < points; i++) {
      for (let axis = 0; axis < components; axis++) map[i * components + axis] = found[i * 3 + axis];
    }
    return fromValues(map, [points, components]);
  }
}
