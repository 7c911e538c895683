import { GradientError } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';
import { isGradEnabled } from './no-grad.js';
/** One recorded operation. */
export class Node {
    name;
    /** For each input: the node that made it, the leaf tensor itself, or `null` if it needs no gradient. */
    next;
    /** Tensors read by `backward`, with their versions when they were recorded. */
    #saved;
    #versions;
    #backward;
    /** User code may keep what it was given, so its temporaries are left to the collector. */
    foreign;
    constructor(
    /** Name of the operation, as a user calls it. */
    name, inputs, saved, backward, foreign = false) {
        this.name = name;
        this.next = inputs.map((x) => (x.requiresGrad ? (x.gradFn ?? x) : null));
        this.#saved = [...saved];
        this.#versions = this.#saved.map((x) => x.version);
        this.#backward = backward;
        this.foreign = foreign;
    }
    /** Gradients of the inputs. */
    run(grad) {
        if (this.#backward === null || this.#saved === null) {
            throw new GradientError(`backward: the graph through ${this.name} was already used and its saved tensors are gone; ` +
                'compute the loss again, or pass { retainGraph: true } the first time');
        }
        this.#saved.forEach((x, i) => {
            if (x.version !== this.#versions[i]) {
                throw new GradientError(`backward: a tensor of shape [${x.shape.join(', ')}] that ${this.name} needs was changed in place after ` +
                    'the forward pass; change it after backward, or use a new tensor');
            }
        });
        return this.#backward(grad);
    }
    /** Lets go of everything that `backward` would need. */
    release() {
        this.#backward = null;
        this.#saved = null;
    }
}
/**
 * Wraps a kernel's result into a tensor, and records the operation if any input requires a gradient. `saved` lists the
 * inputs whose values `backward` reads, and `savesResult` says that it reads the result, so that a change in place of
 * any of them is noticed.
 */
export function record(name, out, inputs, saved, backward, savesResult = false) {
    const result = new Tensor(out);
    if (isGradEnabled() && inputs.some((x) => x.requiresGrad)) {
        result.attach(new Node(name, inputs, savesResult ? [...saved, result] : saved, backward));
    }
    return result;
}
