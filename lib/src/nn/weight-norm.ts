import { axisOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Module } from './module.js';
import { Parametrization, registerParametrization } from './parametrize.js';

export interface WeightNormOptions {
  /**
   * Axis of the weight whose entries have lengths of their own; `null` for one length of the whole. Default: the outputs,
   * which are the first axis of a Linear and the last but those of convolutions' filters.
   */
  dim?: number | null;
}

class WeightNorm extends Parametrization {
  readonly dim: number | null;

  constructor(dim: number | null) {
    super();
    this.dim = dim;
  }

  forward(g: Tensor, v: Tensor): Tensor {
    return v.mul(g.div(this.#length(v)));
  }

  override rightInverse(weight: Tensor): Tensor[] {
    return [this.#length(weight), weight];
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }

  #length(v: Tensor): Tensor {
    const squares = v.mul(v);
    if (this.dim === null) return squares.sum().sqrt();
    const dim = v.shape.map((_, i) => i).filter((i) => i !== this.dim);
    return squares.sum({ dim, keepdim: true }).sqrt();
  }
}

/**
 * Trains length and direction of a weight apart: `weight = g · v / ‖v‖`, with `g` in
 * `parametrizations.<name>.original0` and `v` in `original1`. Returns the module. Salimans and Kingma 2016.
 *
 *     const layer = nn.utils.weightNorm(new nn.Linear(3, 2));
 *     layer(ones(1, 3)).shape // → [1, 2]
 */
export function weightNorm<M extends Module>(module: M, name = 'weight', options: WeightNormOptions = {}): M {
  const weight = (module as unknown as Record<string, Tensor | undefined>)[name];
  const { dim = module.torchAxes(name)?.[0] ?? 0 } = options;
  const axis = dim === null || weight === undefined ? null : axisOf('weightNorm', dim, weight.ndim);
  return registerParametrization(module, name, new WeightNorm(axis));
}
