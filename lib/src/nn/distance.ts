import type { Tensor } from '../tensor/tensor.js';
import {
  type CosineSimilarityOptions,
  cosineSimilarity,
  type PairwiseDistanceOptions,
  pairwiseDistance,
} from './functions/distance.js';
import { Module } from './module.js';

/**
 * Cosine of the angle between vectors along `dim`: x1·x2 / (‖x1‖·‖x2‖).
 *
 *     new nn.CosineSimilarity()(tensor([[1, 0]]), tensor([[1, 1]])) // → [0.7071]
 */
export class CosineSimilarity extends Module {
  readonly options: CosineSimilarityOptions;

  constructor(options: CosineSimilarityOptions = {}) {
    super();
    this.options = options;
  }

  forward(x1: Tensor, x2: Tensor): Tensor {
    return cosineSimilarity(x1, x2, this.options);
  }
}

/**
 * p-norm of x1 − x2 + eps along the last dimension: `[…, d]` → `[…]`.
 *
 *     new nn.PairwiseDistance()(tensor([[0, 0]]), tensor([[3, 4]])) // → [5]
 */
export class PairwiseDistance extends Module {
  readonly options: PairwiseDistanceOptions;

  constructor(options: PairwiseDistanceOptions = {}) {
    super();
    this.options = options;
  }

  forward(x1: Tensor, x2: Tensor): Tensor {
    return pairwiseDistance(x1, x2, this.options);
  }
}
