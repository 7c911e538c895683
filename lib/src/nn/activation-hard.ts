import type { Generator } from '../random/generator.js';
import type { Tensor } from '../tensor/tensor.js';
import * as act from './functions/hard.js';
import { Module } from './module.js';

/**
 * x where x > `threshold`, else `value`.
 *
 *     new nn.Threshold(1, -1)(tensor([0, 2])) // → [-1, 2]
 */
export class Threshold extends Module {
  readonly threshold: number;
  readonly value: number;

  constructor(threshold: number, value: number) {
    super();
    this.threshold = threshold;
    this.value = value;
  }

  forward(x: Tensor): Tensor {
    return act.threshold(x, this.threshold, this.value);
  }

  override extraRepr(): string {
    return `threshold=${this.threshold}, value=${this.value}`;
  }
}

/**
 * A sigmoid of straight lines: 0 below −3, 1 above 3, x/6 + ½ between.
 *
 *     new nn.Hardsigmoid()(tensor([-4, 0, 4])) // → [0, 0.5, 1]
 */
export class Hardsigmoid extends Module {
  forward(x: Tensor): Tensor {
    return act.hardsigmoid(x);
  }
}

/**
 * x·hardsigmoid(x). Howard et al. 2019.
 *
 *     new nn.Hardswish()(tensor([-4, 1])) // → [0, 0.6667]
 */
export class Hardswish extends Module {
  forward(x: Tensor): Tensor {
    return act.hardswish(x);
  }
}

abstract class Shrink extends Module {
  readonly lambd: number;

  constructor(lambd = 0.5) {
    super();
    this.lambd = lambd;
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return `lambd=${this.lambd}`;
  }
}

/**
 * 0 where |x| ≤ `lambd` (default 0.5), else x.
 *
 *     new nn.Hardshrink()(tensor([-1, 0.3, 1])) // → [-1, 0, 1]
 */
export class Hardshrink extends Shrink {
  forward(x: Tensor): Tensor {
    return act.hardshrink(x, this.lambd);
  }
}

/**
 * x drawn to 0 by `lambd` (default 0.5), and 0 where |x| ≤ `lambd`.
 *
 *     new nn.Softshrink()(tensor([-1, 0.3, 1])) // → [-0.5, 0, 0.5]
 */
export class Softshrink extends Shrink {
  forward(x: Tensor): Tensor {
    return act.softshrink(x, this.lambd);
  }
}

/**
 * x − tanh(x), elementwise.
 *
 *     new nn.Tanhshrink()(tensor([0, 1])) // → [0, 0.2384]
 */
export class Tanhshrink extends Module {
  forward(x: Tensor): Tensor {
    return act.tanhshrink(x);
  }
}

abstract class AlongDim extends Module {
  readonly dim: number;

  constructor(dim = -1) {
    super();
    this.dim = dim;
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}

/**
 * First half of an axis (default the last) times the sigmoid of its second half. Dauphin et al. 2017.
 *
 *     new nn.GLU()(tensor([1, 2, 0, 0])) // → [0.5, 1]
 */
export class GLU extends AlongDim {
  forward(x: Tensor): Tensor {
    return act.glu(x, this.dim);
  }
}

/**
 * Softmax of −x along `dim`, default the last.
 *
 *     new nn.Softmin(0)(tensor([0, 0])) // → [0.5, 0.5]
 */
export class Softmin extends AlongDim {
  forward(x: Tensor): Tensor {
    return act.softmin(x, this.dim);
  }
}

/**
 * A leaky ReLU whose negative slopes are drawn from `lower` to `upper` in training. Xu et al. 2015.
 *
 *     new nn.RReLU()(tensor([1, 2])) // → [1, 2]
 */
export class RReLU extends Module {
  readonly lower: number;
  readonly upper: number;
  readonly generator: Generator | undefined;

  /** Slopes from 1/8 to 1/3 unless told otherwise. */
  constructor(lower = 1 / 8, upper = 1 / 3, options: { generator?: Generator } = {}) {
    super();
    this.lower = lower;
    this.upper = upper;
    this.generator = options.generator;
  }

  forward(x: Tensor): Tensor {
    return act.rrelu(x, this);
  }

  override extraRepr(): string {
    return `lower=${this.lower}, upper=${this.upper}`;
  }
}
