import type { Tensor } from '../tensor/tensor.js';
import { MomentOptimizer, type MomentOptions } from './moments.js';
import type { OptimizerParams } from './optimizer.js';

export interface NAdamOptions extends MomentOptions {
  /** How fast the momentum reaches betas[0]; default 4e-3. */
  momentumDecay: number;
}

/**
 * Adam with Nesterov's momentum, default lr 2e-3. Dozat 2016. Same numbers as PyTorch's.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.NAdam([w], { lr: 0.1 });
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0.8944]
 */
export class NAdam extends MomentOptimizer<NAdamOptions> {
  constructor(params: OptimizerParams<NAdamOptions>, options: Partial<NAdamOptions> = {}) {
    super(params, { momentumDecay: 4e-3 }, options);
  }

  protected update(param: Tensor, grad: Tensor, options: NAdamOptions): void {
    const { lr, betas, eps, momentumDecay } = options;
    const [beta1, beta2] = betas;
    const g = this.decayed(param, grad, options);
    const state = this.moments(param) as ReturnType<typeof this.moments> & { muProduct?: number };
    state.step++;
    const momentumAt = (step: number) => beta1 * (1 - 0.5 * 0.96 ** (step * momentumDecay));
    const mu = momentumAt(state.step);
    const next = momentumAt(state.step + 1);
    state.muProduct = (state.muProduct ?? 1) * mu;
    state.expAvg.mul_(beta1).add_(g, { alpha: 1 - beta1 });
    state.expAvgSq.mul_(beta2).add_(g.mul(g), { alpha: 1 - beta2 });
    const denominator = state.expAvgSq
      .div(1 - beta2 ** state.step)
      .sqrt()
      .add(eps);
    param.add_(g.div(denominator), { alpha: (-lr * (1 - mu)) / (1 - state.muProduct) });
    param.add_(state.expAvg.div(denominator), { alpha: (-lr * next) / (1 - state.muProduct * next) });
  }
}

/**
 * Adam that waits with dividing until its variance is known well enough, default lr 1e-3. Liu et al. 2020.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.RAdam([w], { lr: 0.1 });
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0.8]
 */
export class RAdam extends MomentOptimizer<MomentOptions> {
  constructor(params: OptimizerParams<MomentOptions>, options: Partial<MomentOptions> = {}) {
    super(params, {}, { lr: 1e-3, ...options });
  }

  protected update(param: Tensor, grad: Tensor, options: MomentOptions): void {
    const { lr, betas, eps } = options;
    const [beta1, beta2] = betas;
    const g = this.decayed(param, grad, options);
    const state = this.moments(param);
    state.step++;
    state.expAvg.mul_(beta1).add_(g, { alpha: 1 - beta1 });
    state.expAvgSq.mul_(beta2).add_(g.mul(g), { alpha: 1 - beta2 });
    const rate = lr / (1 - beta1 ** state.step);
    const correction = 1 - beta2 ** state.step;
    // Length of the simple moving average that the exponential one stands for.
    const longest = 2 / (1 - beta2) - 1;
    const length = longest - (2 * state.step * beta2 ** state.step) / correction;
    if (length <= 5) {
      param.add_(state.expAvg, { alpha: -rate });
      return;
    }
    const rectified = ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length);
    const alpha = -rate * Math.sqrt(rectified * correction);
    param.add_(state.expAvg.div(state.expAvgSq.sqrt().add(eps)), { alpha });
  }
}

/**
 * Adam with the largest recent gradient as divisor, default lr 2e-3. Kingma and Ba 2015, section 7.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.Adamax([w], { lr: 0.1 });
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0.9]
 */
export class Adamax extends MomentOptimizer<MomentOptions> {
  constructor(params: OptimizerParams<MomentOptions>, options: Partial<MomentOptions> = {}) {
    super(params, {}, options);
  }

  protected update(param: Tensor, grad: Tensor, options: MomentOptions): void {
    const { lr, betas, eps } = options;
    const [beta1, beta2] = betas;
    const g = this.decayed(param, grad, options);
    const state = this.moments(param);
    state.step++;
    state.expAvg.mul_(beta1).add_(g, { alpha: 1 - beta1 });
    state.expAvgSq.copy_(state.expAvgSq.mul(beta2).maximum(g.abs().add(eps)));
    param.add_(state.expAvg.div(state.expAvgSq), { alpha: -lr / (1 - beta1 ** state.step) });
  }
}
