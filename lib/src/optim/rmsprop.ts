import { full, zerosLike } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkNumber, Optimizer, type OptimizerParams, type PenaltyOptions } from './optimizer.js';

export interface RMSpropOptions extends PenaltyOptions {
  /** Learning rate; default 1e-2. */
  lr: number;
  /** Decay of the running mean of squared gradients; default 0.99. */
  alpha: number;
  /** Keeps the division finite; default 1e-8. */
  eps: number;
  /** Factor of the squared-weights penalty; default 0. */
  weightDecay: number;
  /** How much of the last step is kept; default 0. */
  momentum: number;
  /** Divide by the deviation instead of the root mean square (Graves 2013); default false. */
  centered: boolean;
}

interface RMSpropState {
  squareAvg: Tensor;
  gradAvg?: Tensor;
  momentumBuffer?: Tensor;
}

/**
 * Divides by a running root mean square of the gradient. Tieleman and Hinton 2012. Same numbers as PyTorch's.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.RMSprop([w], { lr: 0.1 });
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0]
 */
export class RMSprop extends Optimizer<RMSpropOptions> {
  constructor(params: OptimizerParams<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    super(params, { lr: 1e-2, alpha: 0.99, eps: 1e-8, weightDecay: 0, momentum: 0, centered: false, ...options });
  }

  protected checkOptions(options: RMSpropOptions): void {
    checkNumber('RMSprop', 'lr', options.lr, 0);
    checkNumber('RMSprop', 'alpha', options.alpha, 0);
    checkNumber('RMSprop', 'eps', options.eps, 0);
    checkNumber('RMSprop', 'weightDecay', options.weightDecay, 0);
    checkNumber('RMSprop', 'momentum', options.momentum, 0);
  }

  protected update(param: Tensor, grad: Tensor, options: RMSpropOptions): void {
    const { lr, alpha, eps, weightDecay, momentum, centered } = options;
    const g = weightDecay === 0 ? grad : grad.add(param.mul(weightDecay));
    const state = this.#stateOf(param, centered, momentum > 0);
    state.squareAvg.mul_(alpha).add_(g.mul(g), { alpha: 1 - alpha });
    let square = state.squareAvg;
    if (centered && state.gradAvg !== undefined) {
      state.gradAvg.mul_(alpha).add_(g, { alpha: 1 - alpha });
      square = square.sub(state.gradAvg.mul(state.gradAvg));
    }
    const direction = g.div(square.sqrt().add(eps));
    if (momentum === 0 || state.momentumBuffer === undefined) {
      param.add_(direction, { alpha: -lr });
    } else {
      param.add_(state.momentumBuffer.mul_(momentum).add_(direction), { alpha: -lr });
    }
  }

  #stateOf(param: Tensor, centered: boolean, momentum: boolean): RMSpropState {
    let state = this.state.get(param);
    if (state === undefined) {
      state = { squareAvg: zerosLike(param) };
      this.state.set(param, state);
    }
    if (centered) state.gradAvg ??= zerosLike(param);
    if (momentum) state.momentumBuffer ??= zerosLike(param);
    return state as unknown as RMSpropState;
  }
}

export interface RpropOptions extends PenaltyOptions {
  /** First size of all steps; default 1e-2. */
  lr: number;
  /** Factors of the step where the gradient changes its sign, and where it keeps it; default [0.5, 1.2]. */
  etas: readonly [number, number];
  /** Smallest and largest step; default [1e-6, 50]. */
  stepSizes: readonly [number, number];
}

/**
 * Uses only the signs of gradients of the whole set. Riedmiller and Braun 1993. Same numbers as PyTorch's.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.Rprop([w], { lr: 0.1 });
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0.9]
 */
export class Rprop extends Optimizer<RpropOptions> {
  constructor(params: OptimizerParams<RpropOptions>, options: Partial<RpropOptions> = {}) {
    super(params, { lr: 1e-2, etas: [0.5, 1.2], stepSizes: [1e-6, 50], ...options });
  }

  protected checkOptions(options: RpropOptions): void {
    checkNumber('Rprop', 'lr', options.lr, 0);
    checkNumber('Rprop', 'etas[0]', options.etas[0], 0, 1);
    checkNumber('Rprop', 'etas[1]', options.etas[1], 1);
    checkNumber('Rprop', 'stepSizes[0]', options.stepSizes[0], 0);
    checkNumber('Rprop', 'stepSizes[1]', options.stepSizes[1], options.stepSizes[0]);
  }

  protected update(param: Tensor, grad: Tensor, options: RpropOptions): void {
    const { lr, etas, stepSizes } = options;
    let state = this.state.get(param) as { previous: Tensor; stepSize: Tensor } | undefined;
    if (state === undefined) {
      state = { previous: zerosLike(param), stepSize: full(param.shape, lr) };
      this.state.set(param, state);
    }
    const agreement = grad.mul(state.previous);
    const turned = agreement.lt(0);
    const factor = turned.where(etas[0], agreement.gt(0).where(etas[1], 1));
    state.stepSize.copy_(state.stepSize.mul(factor).clamp({ min: stepSizes[0], max: stepSizes[1] }));
    // A weight whose gradient turned waits for one step.
    const used = turned.where(0, grad);
    param.sub_(used.sign().mul(state.stepSize));
    state.previous.copy_(used);
  }
}
