import { pin } from '../backend/memory.js';
import { ValueError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { inPlaceKernels } from './in-place.js';
import { checkNumber, Optimizer, type OptimizerParams, type PenaltyOptions } from './optimizer.js';

export interface SGDOptions extends PenaltyOptions {
  /** Learning rate; default 1e-3. */
  lr: number;
  /** How much of the last step is kept; default 0. */
  momentum: number;
  /** How much less of the gradient enters the momentum; default 0. */
  dampening: number;
  /** Factor of the squared-weights penalty; default 0. */
  weightDecay: number;
  /** Looks ahead along the momentum; default false. Needs momentum and no dampening. */
  nesterov: boolean;
}

/**
 * Stochastic gradient descent. With g the gradient plus weightDecay·p: v ← momentum·v + (1 − dampening)·g (v ← g at
 * first), then p ← p − lr·v, or with Nesterov p ← p − lr·(g + momentum·v). Same numbers as PyTorch's.
 *
 *     const w = tensor([1], { requiresGrad: true });
 *     const optimizer = new optim.SGD([w], { lr: 0.1, momentum: 0.9 });
 *     w.mul(w).sum().backward();
 *     optimizer.step();
 *     w // → [0.8]
 */
export class SGD extends Optimizer<SGDOptions> {
  constructor(params: OptimizerParams<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super(params, { lr: 1e-3, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, ...options });
  }

  protected checkOptions(options: SGDOptions): void {
    checkNumber('SGD', 'lr', options.lr, 0);
    checkNumber('SGD', 'momentum', options.momentum, 0);
    checkNumber('SGD', 'weightDecay', options.weightDecay, 0);
    if (options.nesterov && (options.momentum === 0 || options.dampening !== 0)) {
      const got = `momentum ${options.momentum} and dampening ${options.dampening}`;
      throw new ValueError(`SGD: nesterov needs momentum above 0 and dampening 0, got ${got}`);
    }
  }

  protected update(param: Tensor, grad: Tensor, options: SGDOptions): void {
    const { lr, momentum, dampening, weightDecay, nesterov } = options;
    let direction = weightDecay === 0 ? grad : grad.add(param.mul(weightDecay));
    if (momentum !== 0) {
      if (dampening === 0 && this.#moveInPlace(param, direction, options)) return;
      const velocity = this.#velocity(param, direction, momentum, dampening);
      direction = nesterov ? direction.add(velocity.mul(momentum)) : velocity;
    }
    const kernels = inPlaceKernels(param);
    if (kernels === undefined) param.add_(direction, { alpha: -lr });
    else param.take_('step', kernels.descend(param.buffer, direction.buffer, lr));
  }

  /** Whether it could: there must be a velocity, and memory that nothing else shows. */
  #moveInPlace(param: Tensor, direction: Tensor, { lr, momentum, nesterov }: SGDOptions): boolean {
    const velocity = this.state.get(param)?.momentumBuffer as Tensor | undefined;
    const kernels = velocity && inPlaceKernels(param, velocity);
    if (velocity === undefined || kernels === undefined) return false;
    const options = { rate: lr, momentum, nesterov };
    const [p, v] = kernels.descendWithMomentum(param.buffer, velocity.buffer, direction.buffer, options);
    velocity.take_('step', v);
    param.take_('step', p);
    return true;
  }

  #velocity(param: Tensor, direction: Tensor, momentum: number, dampening: number): Tensor {
    const kept = this.state.get(param)?.momentumBuffer as Tensor | undefined;
    if (kept !== undefined) return kept.mul_(momentum).add_(direction, { alpha: 1 - dampening });
    const velocity = direction.detach();
    // A step inside a scope must not lose it.
    pin(velocity.buffer);
    this.state.set(param, { momentumBuffer: velocity });
    return velocity;
  }
}
