import { full, zerosLike } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkNumber, Optimizer, type OptimizerParams, type PenaltyOptions } from './optimizer.js';

export interface AdagradOptions extends PenaltyOptions {
  /** Learning rate; default 1e-2. */
  lr: number;
  /** The rate is divided by 1 + lrDecay·steps; default 0. */
  lrDecay: number;
  /** Factor of the squared-weights penalty; default 0. */
  weightDecay: number;
  /** Where the sums of squared gradients start; default 0. */
  initialAccumulatorValue: number;
  /** Keeps the division finite; default 1e-10. */
  eps: number;
}

/**
 * Divides by the root of the sum of all squared gradients. Duchi et al. 2011. Same numbers as PyTorch's.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.Adagrad([w], { lr: 0.1 });
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0.9]
 */
export class Adagrad extends Optimizer<AdagradOptions> {
  constructor(params: OptimizerParams<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    super(params, { lr: 1e-2, lrDecay: 0, weightDecay: 0, initialAccumulatorValue: 0, eps: 1e-10, ...options });
  }

  protected checkOptions(options: AdagradOptions): void {
    for (const [name, value] of Object.entries(options)) {
      if (typeof value === 'number') checkNumber('Adagrad', name, value, 0);
    }
  }

  protected update(param: Tensor, grad: Tensor, options: AdagradOptions): void {
    const { lr, lrDecay, weightDecay, initialAccumulatorValue, eps } = options;
    const g = weightDecay === 0 ? grad : grad.add(param.mul(weightDecay));
    let state = this.state.get(param) as { step: number; sum: Tensor } | undefined;
    if (state === undefined) {
      state = { step: 0, sum: full(param.shape, initialAccumulatorValue) };
      this.state.set(param, state);
    }
    state.step++;
    state.sum.add_(g.mul(g));
    param.add_(g.div(state.sum.sqrt().add(eps)), { alpha: -lr / (1 + (state.step - 1) * lrDecay) });
  }
}

export interface AdadeltaOptions extends PenaltyOptions {
  /** Factor of the step; default 1. */
  lr: number;
  /** Decay of the running means; default 0.9. */
  rho: number;
  /** Added under the roots; default 1e-6. */
  eps: number;
  /** Factor of the squared-weights penalty; default 0. */
  weightDecay: number;
}

/**
 * Measures steps by the size of earlier steps, so that it needs no learning rate. Zeiler 2012.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.Adadelta([w]);
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0.9968]
 */
export class Adadelta extends Optimizer<AdadeltaOptions> {
  constructor(params: OptimizerParams<AdadeltaOptions>, options: Partial<AdadeltaOptions> = {}) {
    super(params, { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, ...options });
  }

  protected checkOptions(options: AdadeltaOptions): void {
    checkNumber('Adadelta', 'lr', options.lr, 0);
    checkNumber('Adadelta', 'rho', options.rho, 0, 1);
    checkNumber('Adadelta', 'eps', options.eps, 0);
    checkNumber('Adadelta', 'weightDecay', options.weightDecay, 0);
  }

  protected update(param: Tensor, grad: Tensor, options: AdadeltaOptions): void {
    const { lr, rho, eps, weightDecay } = options;
    const g = weightDecay === 0 ? grad : grad.add(param.mul(weightDecay));
    let state = this.state.get(param) as { squareAvg: Tensor; accDelta: Tensor } | undefined;
    if (state === undefined) {
      state = { squareAvg: zerosLike(param), accDelta: zerosLike(param) };
      this.state.set(param, state);
    }
    state.squareAvg.mul_(rho).add_(g.mul(g), { alpha: 1 - rho });
    const delta = state.accDelta.add(eps).sqrt().div(state.squareAvg.add(eps).sqrt()).mul(g);
    state.accDelta.mul_(rho).add_(delta.mul(delta), { alpha: 1 - rho });
    param.add_(delta, { alpha: -lr });
  }
}
