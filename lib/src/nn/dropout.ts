import { ValueError } from '../errors.js';
import type { Generator } from '../random/generator.js';
import type { Tensor } from '../tensor/tensor.js';
import { alphaDropout, dropout, dropout1d, dropout2d, dropout3d, featureAlphaDropout } from './functions/dropout.js';
import { Module } from './module.js';

export interface DropoutOptions {
  /** Source of the masks; default: the generator that `manualSeed` seeds. */
  generator?: Generator;
}

abstract class RandomDrop extends Module {
  readonly p: number;
  readonly generator: Generator | undefined;

  constructor(p = 0.5, options: DropoutOptions = {}) {
    super();
    if (!(p >= 0 && p <= 1)) throw new ValueError(`${this.constructor.name}: p must be from 0 to 1, got ${p}`);
    this.p = p;
    this.generator = options.generator;
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return `p=${this.p}`;
  }
}

/**
 * In training, zeroes each value with probability `p` (default 0.5) and divides the others by 1 − p, so that the expected
 * value stays; in evaluation gives back its input. Srivastava et al. 2014.
 *
 *     new nn.Dropout(0.5).eval()(ones(4)) // → [1, 1, 1, 1]
 */
export class Dropout extends RandomDrop {
  forward(x: Tensor): Tensor {
    return dropout(x, this);
  }
}

/**
 * {@link Dropout} of whole channels: `[batch, length, channels]`.
 *
 *     new nn.Dropout1d(0.5)(ones(2, 4, 3)).shape // → [2, 4, 3]
 */
export class Dropout1d extends RandomDrop {
  forward(x: Tensor): Tensor {
    return dropout1d(x, this);
  }
}

/**
 * {@link Dropout} of whole feature maps: `[batch, height, width, channels]`. Tompson et al. 2015.
 *
 *     new nn.Dropout2d(0.5)(ones(2, 4, 4, 3)).shape // → [2, 4, 4, 3]
 */
export class Dropout2d extends RandomDrop {
  forward(x: Tensor): Tensor {
    return dropout2d(x, this);
  }
}

/**
 * {@link Dropout} of whole channels: `[batch, depth, height, width, channels]`.
 *
 *     new nn.Dropout3d(0.5)(ones(2, 4, 4, 4, 3)).shape // → [2, 4, 4, 4, 3]
 */
export class Dropout3d extends RandomDrop {
  forward(x: Tensor): Tensor {
    return dropout3d(x, this);
  }
}

/**
 * Dropout for SELU networks: keeps mean 0 and variance 1. Klambauer et al. 2017.
 *
 *     new nn.AlphaDropout(0.5).eval()(ones(4)) // → [1, 1, 1, 1]
 */
export class AlphaDropout extends RandomDrop {
  forward(x: Tensor): Tensor {
    return alphaDropout(x, this);
  }
}

/**
 * {@link AlphaDropout} of whole channels: `[batch, …, channels]`.
 *
 *     new nn.FeatureAlphaDropout(0.5)(ones(2, 4, 3)).shape // → [2, 4, 3]
 */
export class FeatureAlphaDropout extends RandomDrop {
  forward(x: Tensor): Tensor {
    return featureAlphaDropout(x, this);
  }
}
