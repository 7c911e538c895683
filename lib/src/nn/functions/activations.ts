import { ShapeError, shapeText, ValueError } from '../../errors.js';
import type { Tensor } from '../../tensor/tensor.js';

/** Klambauer et al. 2017: with these two, activations of a deep network keep mean 0 and variance 1. */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** max(x, 0), elementwise. */
export function relu(x: Tensor): Tensor {
  return x.relu();
}

/** Hyperbolic tangent, elementwise. */
export function tanh(x: Tensor): Tensor {
  return x.tanh();
}

/** 1 / (1 + e⁻ˣ), elementwise. */
export function sigmoid(x: Tensor): Tensor {
  return x.sigmoid();
}

/** 1 where x ≥ 0, else 0: the threshold of Rosenblatt's perceptron. It has no gradient. */
export function step(x: Tensor): Tensor {
  return x.ge(0).to('float32');
}

/** min(max(x, 0), 6), elementwise. */
export function relu6(x: Tensor): Tensor {
  return hardtanh(x, 0, 6);
}

/** x where x > 0, else `negativeSlope`·x (default 0.01). Maas et al. 2013. */
export function leakyRelu(x: Tensor, negativeSlope = 0.01): Tensor {
  return x.gt(0).where(x, x.mul(negativeSlope));
}

/**
 * x where x > 0, else weight·x, with one weight for all or one for each channel (the last dimension). He et al. 2015.
 * Throws a ShapeError for another number of weights.
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  const channels = x.shape.at(-1) ?? 1;
  if (weight.shape.length !== 1 || (weight.shape[0] !== 1 && weight.shape[0] !== channels)) {
    const got = `${shapeText(weight.shape)} for ${shapeText(x.shape)}`;
    throw new ShapeError(`prelu: expected one weight, or one for each of ${channels} channels, got ${got}`);
  }
  return x.gt(0).where(x, x.mul(weight));
}

/** x where x > 0, else alpha·(eˣ − 1) (default alpha 1). Clevert et al. 2016. */
export function elu(x: Tensor, alpha = 1): Tensor {
  return x.gt(0).where(x, belowZero(x).exp().sub(1).mul(alpha));
}

/** x where x > 0, else alpha·(e^(x/alpha) − 1), which is smooth at 0 for every alpha. Barron 2017. */
export function celu(x: Tensor, alpha = 1): Tensor {
  return x.gt(0).where(x, belowZero(x).div(alpha).exp().sub(1).mul(alpha));
}

/** {@link elu} with the scale that keeps mean 0 and variance 1 through deep networks. Klambauer et al. 2017. */
export function selu(x: Tensor): Tensor {
  return elu(x, SELU_ALPHA).mul(SELU_SCALE);
}

export interface GELUOptions {
  /** `'none'` (default) uses the error function, `'tanh'` the approximation of GPT-2. */
  approximate?: 'none' | 'tanh';
}

/** x·Φ(x), Φ the distribution function of the normal distribution. Hendrycks and Gimpel 2016. */
export function gelu(x: Tensor, options: GELUOptions = {}): Tensor {
  const { approximate = 'none' } = options;
  if (approximate === 'none') return x.mul(x.mul(Math.SQRT1_2).erf().add(1)).mul(0.5);
  if (approximate !== 'tanh') {
    throw new ValueError(`gelu: approximate must be 'none' or 'tanh', got '${approximate}'`);
  }
  const inner = x.add(x.mul(x).mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
  return x.mul(inner.tanh().add(1)).mul(0.5);
}

/** x·sigmoid(x), also known as swish. */
export function silu(x: Tensor): Tensor {
  return x.mul(x.sigmoid());
}

/** x·tanh(softplus(x)). Misra 2020. */
export function mish(x: Tensor): Tensor {
  return x.mul(softplus(x).tanh());
}

/** log(1 + e^(beta·x)) / beta without overflow: a smooth ReLU. Default beta 1. */
export function softplus(x: Tensor, beta = 1): Tensor {
  const scaled = beta === 1 ? x : x.mul(beta);
  const y = scaled.maximum(0).add(scaled.abs().neg().exp().log1p());
  return beta === 1 ? y : y.div(beta);
}

/** log(sigmoid(x)) without underflow. */
export function logSigmoid(x: Tensor): Tensor {
  return softplus(x.neg()).neg();
}

/** x / (1 + |x|), elementwise. */
export function softsign(x: Tensor): Tensor {
  return x.div(x.abs().add(1));
}

/** x limited to [minVal, maxVal], by default [−1, 1]; slope 0 at the limits and outside. */
export function hardtanh(x: Tensor, minVal = -1, maxVal = 1): Tensor {
  if (!(minVal < maxVal)) throw new ValueError(`hardtanh: minVal must be below maxVal, got ${minVal} and ${maxVal}`);
  const inside = x.gt(minVal).logicalAnd(x.lt(maxVal));
  return inside.where(x, x.detach().clamp({ min: minVal, max: maxVal }));
}

/**
 * Largest of each `pieces` neighbouring features: `[…, features·pieces]` → `[…, features]`. Goodfellow et al. 2013.
 * Throws a ShapeError when the last dimension cannot be divided so.
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
