import { pin } from '../backend/memory.js';
import { Tensor } from '../tensor/tensor.js';
/** A tensor that a module trains. It starts with the values of `data`, which itself is never changed through it. */
export class Parameter extends Tensor {
    constructor(data, options = {}) {
        super(data.detach().buffer);
        // A module made inside a scope outlives it.
        pin(this.buffer);
        this.requiresGrad_(options.requiresGrad ?? true);
    }
}
