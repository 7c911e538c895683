import { composed, record } from '../../autograd/graph.js';
import { kernels } from '../../backend/choose.js';
import { ValueError } from '../../errors.js';
import type { Tensor } from '../tensor.js';
import { sigmoid } from './activation.js';
import { cast } from './cast.js';

/**
 * log(1 + e^(beta·x)) / beta without overflow: a smooth ReLU. Default beta 1.
 *
 *     F.softplus(tensor([0, 1])) // → [0.6931, 1.3133]
 */
export function softplus(x: Tensor, beta = 1): Tensor {
  const input = cast(x, 'float32');
  if (beta !== 1) return softplus(input.mul(beta)).div(beta);
  return record('softplus', kernels().unary('Softplus', input.buffer), [input], [input], (g) => [
    g.mul(sigmoid(input)),
  ]);
}

/**
 * log(1 / (1 + e⁻ˣ)), without overflow.
 *
 *     F.logSigmoid(tensor([0])) // → [-0.6931]
 */
export function logSigmoid(x: Tensor): Tensor {
  return softplus(cast(x, 'float32').neg()).neg();
}

/**
 * x · sigmoid(x), also called swish (Ramachandran et al. 2017).
 *
 *     F.silu(tensor([-1, 1])) // → [-0.2689, 0.7311]
 */
export function silu(x: Tensor): Tensor {
  const input = cast(x, 'float32');
  return composed(() => input.mul(sigmoid(input)));
}

export interface GELUOptions {
  /** `'tanh'` for the approximation by a hyperbolic tangent. Default `'none'`. */
  approximate?: 'none' | 'tanh';
}

/**
 * x · Φ(x) with the normal distribution function Φ (Hendrycks and Gimpel 2016).
 *
 *     F.gelu(tensor([-1, 1])) // → [-0.1587, 0.8413]
 */
export function gelu(x: Tensor, options: GELUOptions = {}): Tensor {
  const { approximate = 'none' } = options;
  const input = cast(x, 'float32');
  if (approximate !== 'none' && approximate !== 'tanh') {
    throw new ValueError(`gelu: approximate must be 'none' or 'tanh', got '${approximate}'`);
  }
  return composed(() => {
    const half = input.mul(0.5);
    if (approximate === 'none') return half.mul(input.mul(Math.SQRT1_2).erf().add(1));
    const inner = input.add(input.mul(input).mul(input).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
    return half.mul(inner.tanh().add(1));
  });
}
