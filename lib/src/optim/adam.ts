import { zerosLike } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkNumber, Optimizer, type OptimizerParams, type PenaltyOptions } from './optimizer.js';

export interface AdamOptions extends PenaltyOptions {
  /** Learning rate; default 1e-3. */
  lr: number;
  /** Decay of the running means of gradient and squared gradient; default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Keeps the division finite; default 1e-8. */
  eps: number;
  /** Factor of the squared-weights penalty, added to the gradient; default 0. */
  weightDecay: number;
  /** Divides by the largest squared-gradient mean so far (Reddi et al. 2018); default false. */
  amsgrad: boolean;
}

interface AdamState {
  step: number;
  expAvg: Tensor;
  expAvgSq: Tensor;
  maxExpAvgSq?: Tensor;
}

/**
 * Adam, Kingma and Ba 2015. Same numbers as PyTorch's.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.Adam([w], { lr: 0.1 });
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0.9]
 */
export class Adam extends Optimizer<AdamOptions> {
  constructor(params: OptimizerParams<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: false, ...options });
  }

  protected checkOptions(options: AdamOptions): void {
    checkNumber(this.constructor.name, 'lr', options.lr, 0);
    checkNumber(this.constructor.name, 'betas[0]', options.betas[0], 0, 1);
    checkNumber(this.constructor.name, 'betas[1]', options.betas[1], 0, 1);
    checkNumber(this.constructor.name, 'eps', options.eps, 0);
    checkNumber(this.constructor.name, 'weightDecay', options.weightDecay, 0);
  }

  protected update(param: Tensor, grad: Tensor, options: AdamOptions): void {
    const { lr, betas, eps, weightDecay, amsgrad } = options;
    const [beta1, beta2] = betas;
    const g = weightDecay === 0 ? grad : grad.add(param.mul(weightDecay));
    const state = this.#stateOf(param, amsgrad);
    state.step++;
    state.expAvg.mul_(beta1).add_(g, { alpha: 1 - beta1 });
    state.expAvgSq.mul_(beta2).add_(g.mul(g), { alpha: 1 - beta2 });
    let meanSquare = state.expAvgSq;
    if (state.maxExpAvgSq !== undefined) {
      state.maxExpAvgSq.copy_(state.maxExpAvgSq.maximum(meanSquare));
      meanSquare = state.maxExpAvgSq;
    }
    // Both bias corrections are moved into two scalars, which saves two operations a parameter.
    const correction = Math.sqrt(1 - beta2 ** state.step);
    const rate = (lr * correction) / (1 - beta1 ** state.step);
    param.add_(state.expAvg.div(meanSquare.sqrt().add(eps * correction)), { alpha: -rate });
  }

  #stateOf(param: Tensor, amsgrad: boolean): AdamState {
    let state = this.state.get(param);
    if (state === undefined) {
      state = { step: 0, expAvg: zerosLike(param), expAvgSq: zerosLike(param) };
      this.state.set(param, state);
    }
    if (amsgrad && state.maxExpAvgSq === undefined) state.maxExpAvgSq = zerosLike(param);
    return state as unknown as AdamState;
  }
}
