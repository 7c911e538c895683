import type { Tensor } from '../tensor/tensor.js';
import { Adam, type AdamOptions } from './adam.js';
import type { OptimizerParams } from './optimizer.js';

/**
 * {@link Adam} whose weight decay (default 0.01) shrinks the weights directly, by lr·weightDecay a step, instead of
 * entering the gradient. Loshchilov and Hutter 2019.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.AdamW([w], { lr: 0.1, weightDecay: 0.01 });
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0.899]
 */
export class AdamW extends Adam {
  constructor(params: OptimizerParams<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, { weightDecay: 0.01, ...options });
  }

  protected override update(param: Tensor, grad: Tensor, options: AdamOptions): void {
    param.mul_(1 - options.lr * options.weightDecay);
    super.update(param, grad, { ...options, weightDecay: 0 });
  }
}
