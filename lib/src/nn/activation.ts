import { zeros } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import * as act from './functions/activations.js';
import { constant_ } from './init.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/**
 * max(x, 0), elementwise.
 *
 *     new nn.ReLU()(tensor([-1, 2])) // → [0, 2]
 */
export class ReLU extends Module {
  forward(x: Tensor): Tensor {
    return x.relu();
  }
}

/**
 * Hyperbolic tangent, elementwise.
 *
 *     new nn.Tanh()(tensor([0, 1])) // → [0, 0.7616]
 */
export class Tanh extends Module {
  forward(x: Tensor): Tensor {
    return x.tanh();
  }
}

/**
 * 1 / (1 + e⁻ˣ), elementwise.
 *
 *     new nn.Sigmoid()(tensor([0])) // → [0.5]
 */
export class Sigmoid extends Module {
  forward(x: Tensor): Tensor {
    return x.sigmoid();
  }
}

/**
 * 1 where x ≥ 0, else 0: the threshold of Rosenblatt's perceptron. It has no gradient.
 *
 *     new nn.Step()(tensor([-1, 0, 2])) // → [0, 1, 1]
 */
export class Step extends Module {
  forward(x: Tensor): Tensor {
    return act.step(x);
  }
}

/**
 * min(max(x, 0), 6), elementwise.
 *
 *     new nn.ReLU6()(tensor([-1, 9])) // → [0, 6]
 */
export class ReLU6 extends Module {
  forward(x: Tensor): Tensor {
    return act.relu6(x);
  }
}

/**
 * x where x > 0, else `negativeSlope`·x (default 0.01). Maas et al. 2013.
 *
 *     new nn.LeakyReLU(0.1)(tensor([-1, 1])) // → [-0.1, 1]
 */
export class LeakyReLU extends Module {
  readonly negativeSlope: number;

  constructor(negativeSlope = 0.01) {
    super();
    this.negativeSlope = negativeSlope;
  }

  forward(x: Tensor): Tensor {
    return act.leakyRelu(x, this.negativeSlope);
  }

  override extraRepr(): string {
    return `negativeSlope=${this.negativeSlope}`;
  }
}

/**
 * A leaky ReLU that learns its slopes: one for all, or with `numParameters` one for each channel (the last dimension).
 * They start at `init`, default 0.25. He et al. 2015.
 *
 *     new nn.PReLU()(tensor([-1, 1])) // → [-0.25, 1]
 */
export class PReLU extends Module {
  readonly numParameters: number;
  weight: Parameter;

  constructor(numParameters = 1, init = 0.25) {
    super();
    this.numParameters = numParameters;
    this.weight = new Parameter(constant_(zeros([numParameters]), init));
  }

  forward(x: Tensor): Tensor {
    return act.prelu(x, this.weight);
  }

  override extraRepr(): string {
    return `numParameters=${this.numParameters}`;
  }
}

/**
 * x where x > 0, else alpha·(eˣ − 1) (default alpha 1). Clevert et al. 2016.
 *
 *     new nn.ELU()(tensor([-1, 1])) // → [-0.6321, 1]
 */
export class ELU extends Module {
  readonly alpha: number;

  constructor(alpha = 1) {
    super();
    this.alpha = alpha;
  }

  forward(x: Tensor): Tensor {
    return act.elu(x, this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${this.alpha}`;
  }
}

/**
 * x where x > 0, else alpha·(e^(x/alpha) − 1). Barron 2017.
 *
 *     new nn.CELU()(tensor([-1, 1])) // → [-0.6321, 1]
 */
export class CELU extends Module {
  readonly alpha: number;

  constructor(alpha = 1) {
    super();
    this.alpha = alpha;
  }

  forward(x: Tensor): Tensor {
    return act.celu(x, this.alpha);
  }

  override extraRepr(): string {
    return `alpha=${this.alpha}`;
  }
}

/**
 * The scaled ELU that keeps mean 0 and variance 1 through deep networks. Klambauer et al. 2017.
 *
 *     new nn.SELU()(tensor([-1, 1])) // → [-1.1113, 1.0507]
 */
export class SELU extends Module {
  forward(x: Tensor): Tensor {
    return act.selu(x);
  }
}

/**
 * x·Φ(x), Φ the distribution function of the normal distribution. Hendrycks and Gimpel 2016.
 *
 *     new nn.GELU()(tensor([-1, 1])) // → [-0.1587, 0.8413]
 */
export class GELU extends Module {
  readonly approximate: 'none' | 'tanh';

  constructor(options: act.GELUOptions = {}) {
    super();
    this.approximate = options.approximate ?? 'none';
  }

  forward(x: Tensor): Tensor {
    return act.gelu(x, { approximate: this.approximate });
  }

  override extraRepr(): string {
    return `approximate='${this.approximate}'`;
  }
}

/**
 * x·sigmoid(x), also known as swish.
 *
 *     new nn.SiLU()(tensor([-1, 1])) // → [-0.2689, 0.7311]
 */
export class SiLU extends Module {
  forward(x: Tensor): Tensor {
    return act.silu(x);
  }
}

/**
 * x·tanh(softplus(x)). Misra 2020.
 *
 *     new nn.Mish()(tensor([-1, 1])) // → [-0.3034, 0.8651]
 */
export class Mish extends Module {
  forward(x: Tensor): Tensor {
    return act.mish(x);
  }
}

/**
 * log(1 + e^(beta·x)) / beta: a smooth ReLU. Default beta 1.
 *
 *     new nn.Softplus()(tensor([0, 1])) // → [0.6931, 1.3133]
 */
export class Softplus extends Module {
  readonly beta: number;

  constructor(beta = 1) {
    super();
    this.beta = beta;
  }

  forward(x: Tensor): Tensor {
    return act.softplus(x, this.beta);
  }

  override extraRepr(): string {
    return `beta=${this.beta}`;
  }
}

/**
 * log(sigmoid(x)) without underflow.
 *
 *     new nn.LogSigmoid()(tensor([0])) // → [-0.6931]
 */
export class LogSigmoid extends Module {
  forward(x: Tensor): Tensor {
    return act.logSigmoid(x);
  }
}

/**
 * x / (1 + |x|), elementwise.
 *
 *     new nn.Softsign()(tensor([-1, 3])) // → [-0.5, 0.75]
 */
export class Softsign extends Module {
  forward(x: Tensor): Tensor {
    return act.softsign(x);
  }
}

/**
 * x limited to [minVal, maxVal], by default [−1, 1].
 *
 *     new nn.Hardtanh()(tensor([-2, 0.5])) // → [-1, 0.5]
 */
export class Hardtanh extends Module {
  readonly minVal: number;
  readonly maxVal: number;

  constructor(minVal = -1, maxVal = 1) {
    super();
    this.minVal = minVal;
    this.maxVal = maxVal;
  }

  forward(x: Tensor): Tensor {
    return act.hardtanh(x, this.minVal, this.maxVal);
  }

  override extraRepr(): string {
    return `minVal=${this.minVal}, maxVal=${this.maxVal}`;
  }
}

/**
 * Largest of each `pieces` neighbouring features: `[…, features·pieces]` → `[…, features]`. Goodfellow et al. 2013.
 *
 *     new nn.Maxout(2)(tensor([1, 5, 2, 3])) // → [5, 3]
 */
export class Maxout extends Module {
  readonly pieces: number;

  constructor(pieces: number) {
    super();
    this.pieces = pieces;
  }

  forward(x: Tensor): Tensor {
    return act.maxout(x, this.pieces);
  }

  override extraRepr(): string {
    return `pieces=${this.pieces}`;
  }
}

/**
 * eˣ divided by its sum along `dim`, default the last dimension.
 *
 *     new nn.Softmax(-1)(tensor([0, 0])) // → [0.5, 0.5]
 */
export class Softmax extends Module {
  readonly dim: number;

  constructor(dim = -1) {
    super();
    this.dim = dim;
  }

  forward(x: Tensor): Tensor {
    return x.softmax(this.dim);
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/**
 * Logarithm of {@link Softmax}, computed without overflow.
 *
 *     new nn.LogSoftmax(-1)(tensor([0, 0])) // → [-0.6931, -0.6931]
 */
export class LogSoftmax extends Module {
  readonly dim: number;

  constructor(dim = -1) {
    super();
    this.dim = dim;
  }

  forward(x: Tensor): Tensor {
    return x.logSoftmax(this.dim);
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}
