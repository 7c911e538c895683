import { pin } from '../backend/memory.js';
import { Tensor } from '../tensor/tensor.js';

export interface ParameterOptions {
  /** Whether it is trained; default true. */
  requiresGrad?: boolean;
}

/**
 * A tensor that a module trains. It starts with the values of `data`, which itself is never changed through it.
 *
 *     new nn.Parameter(ones(2)).requiresGrad // → true
 */
export class Parameter extends Tensor {
  constructor(data: Tensor, options: ParameterOptions = {}) {
    super(data.detach().buffer);
    // A module made inside a scope outlives it.
    pin(this.buffer);
    this.requiresGrad_(options.requiresGrad ?? true);
  }
}
