import { zerosLike } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkNumber, Optimizer, type OptimizerParams, type PenaltyOptions } from './optimizer.js';

export interface MomentOptions extends PenaltyOptions {
  /** Learning rate. */
  lr: number;
  /** Decay of the running means of gradient and squared gradient; default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Keeps the division finite; default 1e-8. */
  eps: number;
  /** Factor of the squared-weights penalty, added to the gradient; default 0. */
  weightDecay: number;
}

/** Running means of one parameter. */
export interface Moments {
  step: number;
  expAvg: Tensor;
  /** Of the squared gradient, or its relative. */
  expAvgSq: Tensor;
}

/** What the relatives of Adam share. */
export abstract class MomentOptimizer<Options extends MomentOptions> extends Optimizer<Options> {
  constructor(params: OptimizerParams<Options>, own: Omit<Options, keyof MomentOptions>, options: Partial<Options>) {
    const shared = { lr: 2e-3, betas: [0.9, 0.999] as const, eps: 1e-8, weightDecay: 0 };
    super(params, { ...shared, ...own, ...options } as unknown as Options);
  }

  protected checkOptions(options: Options): void {
    const where = this.constructor.name;
    checkNumber(where, 'lr', options.lr, 0);
    checkNumber(where, 'betas[0]', options.betas[0], 0, 1);
    checkNumber(where, 'betas[1]', options.betas[1], 0, 1);
    checkNumber(where, 'eps', options.eps, 0);
    checkNumber(where, 'weightDecay', options.weightDecay, 0);
  }

  protected decayed(param: Tensor, grad: Tensor, options: Options): Tensor {
    return options.weightDecay === 0 ? grad : grad.add(param.mul(options.weightDecay));
  }

  protected moments(param: Tensor): Moments {
    let state = this.state.get(param);
    if (state === undefined) {
      state = { step: 0, expAvg: zerosLike(param), expAvgSq: zerosLike(param) };
      this.state.set(param, state);
    }
    return state as unknown as Moments;
  }
}
