import { ShapeError, shapeText } from '../../errors.js';
import { softplus } from '../../tensor/ops/gates.js';
import { hardtanh } from '../../tensor/ops/rectifiers.js';
import type { Tensor } from '../../tensor/tensor.js';

export { type GELUOptions, gelu, logSigmoid, silu, softplus } from '../../tensor/ops/gates.js';
export { elu, hardtanh, leakyRelu, selu } from '../../tensor/ops/rectifiers.js';

/**
 * max(x, 0), elementwise.
 *
 *     F.relu(tensor([-1, 2])) // → [0, 2]
 */
export function relu(x: Tensor): Tensor {
  return x.relu();
}

/**
 * Hyperbolic tangent, elementwise.
 *
 *     F.tanh(tensor([0, 1])) // → [0, 0.7616]
 */
export function tanh(x: Tensor): Tensor {
  return x.tanh();
}

/**
 * 1 / (1 + e⁻ˣ), elementwise.
 *
 *     F.sigmoid(tensor([0])) // → [0.5]
 */
export function sigmoid(x: Tensor): Tensor {
  return x.sigmoid();
}

/**
 * 1 where x ≥ 0, else 0: the threshold of Rosenblatt's perceptron. It has no gradient.
 *
 *     F.step(tensor([-1, 0, 2])) // → [0, 1, 1]
 */
export function step(x: Tensor): Tensor {
  return x.ge(0).to('float32');
}

/**
 * min(max(x, 0), 6), elementwise.
 *
 *     F.relu6(tensor([-1, 9])) // → [0, 6]
 */
export function relu6(x: Tensor): Tensor {
  return hardtanh(x, 0, 6);
}

/**
 * x where x > 0, else weight·x, with one weight for all or one for each channel (the last dimension). He et al. 2015.
 * Throws a ShapeError for another number of weights.
 *
 *     F.prelu(tensor([-1, 1]), tensor([0.25])) // → [-0.25, 1]
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  const channels = x.shape.at(-1) ?? 1;
  if (weight.shape.length !== 1 || (weight.shape[0] !== 1 && weight.shape[0] !== channels)) {
    const got = `${shapeText(weight.shape)} for ${shapeText(x.shape)}`;
    throw new ShapeError(`prelu: expected one weight, or one for each of ${channels} channels, got ${got}`);
  }
  return x.gt(0).where(x, x.mul(weight));
}

/**
 * x where x > 0, else alpha·(e^(x/alpha) − 1), which is smooth at 0 for every alpha. Barron 2017.
 *
 *     F.celu(tensor([-1, 1])) // → [-0.6321, 1]
 */
export function celu(x: Tensor, alpha = 1): Tensor {
  return x.gt(0).where(x, belowZero(x).div(alpha).exp().sub(1).mul(alpha));
}

/**
 * x·tanh(softplus(x)). Misra 2020.
 *
 *     F.mish(tensor([-1, 1])) // → [-0.3034, 0.8651]
 */
export function mish(x: Tensor): Tensor {
  return x.mul(softplus(x).tanh());
}

/**
 * x / (1 + |x|), elementwise.
 *
 *     F.softsign(tensor([-1, 3])) // → [-0.5, 0.75]
 */
export function softsign(x: Tensor): Tensor {
  return x.div(x.abs().add(1));
}

/**
 * Largest of each `pieces` neighbouring features: `[…, features·pieces]` → `[…, features]`. Goodfellow et al. 2013.
 * Throws a ShapeError when the last dimension cannot be divided so.
 *
 *     F.maxout(tensor([1, 5, 2, 3]), 2) // → [5, 3]
 */
export function maxout(x: Tensor, pieces: number): Tensor {
  const features = x.shape.at(-1) ?? 0;
  if (!Number.isInteger(pieces) || pieces < 1 || features === 0 || features % pieces !== 0) {
    const rule = `the last dimension must be a multiple of ${pieces} pieces`;
    throw new ShapeError(`maxout: ${rule}, got ${shapeText(x.shape)}`);
  }
  return x.reshape(...x.shape.slice(0, -1), features / pieces, pieces).max(-1);
}

/** Keeps eˣ finite in the branch that is not taken: ∞·0 would make the gradient NaN. */
function belowZero(x: Tensor): Tensor {
  return x.clamp({ max: 0 });
}
