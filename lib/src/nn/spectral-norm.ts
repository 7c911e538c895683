import { noGrad } from '../autograd/no-grad.js';
import { ValueError } from '../errors.js';
import { randn } from '../tensor/random.js';
import type { Tensor } from '../tensor/tensor.js';
import { ConvTranspose } from './conv-transpose.js';
import { normalize } from './functions/normalise.js';
import type { RandomInitOptions } from './init.js';
import type { Module } from './module.js';
import { Parametrization, registerParametrization } from './parametrize.js';

export interface SpectralNormOptions extends RandomInitOptions {
  /** Rounds of the power iteration at each use in training. Default 1. */
  nPowerIterations?: number;
  /** Keeps divisions finite. Default 1e-12. */
  eps?: number;
}

/** Before the first use, so that the estimate is good at once. */
const FIRST_ITERATIONS = 15;

class SpectralNorm extends Parametrization {
  readonly nPowerIterations: number;
  readonly eps: number;
  /** Axes that put the outputs first, then the rest as PyTorch has it. */
  readonly #axes: readonly number[];
  declare _u: Tensor;
  declare _v: Tensor;

  constructor(weight: Tensor, axes: readonly number[], options: SpectralNormOptions) {
    super();
    this.nPowerIterations = options.nPowerIterations ?? 1;
    this.eps = options.eps ?? 1e-12;
    this.#axes = axes;
    noGrad(() => {
      const matrix = this.#matrix(weight);
      const start = (n: number) => normalize(randn([n], { generator: options.generator }), { dim: 0, eps: this.eps });
      this.registerBuffer('_u', start(matrix.shape[0]));
      this.registerBuffer('_v', start(matrix.shape[1]));
      this.#iterate(matrix, FIRST_ITERATIONS);
    });
  }

  forward(weight: Tensor): Tensor {
    const matrix = this.#matrix(weight);
    if (this.training) noGrad(() => this.#iterate(matrix.detach(), this.nPowerIterations));
    // Copies: the vectors change in place before the gradient is computed.
    const [u, v] = [this._u.clone(), this._v.clone()];
    const sigma = matrix.matmul(v).mul(u).sum();
    return weight.div(sigma);
  }

  override rightInverse(weight: Tensor): Tensor[] {
    return [weight];
  }

  override extraRepr(): string {
    return `nPowerIterations=${this.nPowerIterations}, eps=${this.eps}`;
  }

  #matrix(weight: Tensor): Tensor {
    return weight.permute(...this.#axes).reshape(weight.shape[this.#axes[0]], -1);
  }

  #iterate(matrix: Tensor, times: number): void {
    for (let i = 0; i < times; i++) {
      this._u.copy_(normalize(matrix.matmul(this._v), { dim: 0, eps: this.eps }));
      this._v.copy_(normalize(matrix.t().matmul(this._u), { dim: 0, eps: this.eps }));
    }
  }
}

/**
 * Divides a weight by its largest singular value, which a power iteration estimates, one round at each use in training:
 * the layer then stretches nothing. The weight itself is in `parametrizations.<name>.original`. Returns the module.
 * Miyato et al. 2018.
 *
 *     const layer = nn.utils.spectralNorm(new nn.Linear(3, 2));
 *     layer(ones(1, 3)).shape // → [1, 2]
 */
export function spectralNorm<M extends Module>(module: M, name = 'weight', options: SpectralNormOptions = {}): M {
  const weight = (module as unknown as Record<string, Tensor | undefined>)[name];
  const { nPowerIterations = 1 } = options;
  if (!Number.isInteger(nPowerIterations) || nPowerIterations < 1) {
    throw new ValueError(`spectralNorm: nPowerIterations must be whole and at least 1, got ${nPowerIterations}`);
  }
  if (weight === undefined || weight.ndim < 2) {
    const got = weight === undefined ? 'none' : `${weight.ndim}`;
    throw new ValueError(`spectralNorm: expected a parameter '${name}' of two or more axes, got ${got}`);
  }
  const axes = module.torchAxes(name) ?? weight.shape.map((_, i) => i);
  const ordered = module instanceof ConvTranspose ? [axes[1], axes[0], ...axes.slice(2)] : axes;
  return registerParametrization(module, name, new SpectralNorm(weight.detach(), ordered, options));
}
