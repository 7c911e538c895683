import type { Tensor } from '../../tensor/tensor.js';

export interface PairwiseDistanceOptions {
  /** Order of the norm; default 2. */
  p?: number;
  /** Added to the differences, so that the slope at 0 is finite; default 1e-6. */
  eps?: number;
}

/**
 * p-norm of x1 − x2 + eps along the last dimension: `[…, d]` → `[…]`.
 *
 *     F.pairwiseDistance(tensor([[0, 0]]), tensor([[3, 4]])) // → [5]
 */
export function pairwiseDistance(x1: Tensor, x2: Tensor, options: PairwiseDistanceOptions = {}): Tensor {
  const { p = 2, eps = 1e-6 } = options;
  const d = x1.sub(x2).add(eps);
  if (p === 1) return d.abs().sum(-1);
  if (p === Infinity) return d.abs().max(-1);
  return p === 2
    ? d.mul(d).sum(-1).sqrt()
    : d
        .abs()
        .pow(p)
        .sum(-1)
        .pow(1 / p);
}

export interface CosineSimilarityOptions {
  /** Default −1. */
  dim?: number;
  /** Smallest norm; default 1e-8. */
  eps?: number;
}

/**
 * Cosine of the angle between x1 and x2 along `dim`.
 *
 *     F.cosineSimilarity(tensor([[1, 0]]), tensor([[1, 1]])) // → [0.7071]
 */
export function cosineSimilarity(x1: Tensor, x2: Tensor, options: CosineSimilarityOptions = {}): Tensor {
  const { dim = -1, eps = 1e-8 } = options;
  const [a, b] = [x1, x2].map((x) =>
    x.div(
      x
        .mul(x)
        .sum({ dim, keepdim: true })
        .maximum(eps * eps)
        .sqrt(),
    ),
  );
  return a.mul(b).sum(dim);
}
