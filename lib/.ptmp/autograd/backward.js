import { closeFrame, free, openFrame } from '../backend/memory.js';
import { DTypeError, GradientError, ShapeError, shapeText } from '../errors.js';
import { onesLike } from '../tensor/create.js';
import { Tensor } from '../tensor/tensor.js';
import { withGrad } from './no-grad.js';
/**
 * Adds the gradient of `root` to `.grad` of every leaf it depends on.
 * @throws GradientError if `root` does not depend on a tensor that requires a gradient, or was already used.
 */
export function backward(root, gradient, options = {}) {
    const seed = seedOf('backward', root, gradient);
    walk(root, seed, options, (leaf, grad) => leaf.accumulate(grad));
}
/**
 * Gradients of `output` with respect to `inputs`, without touching any `.grad`. PyTorch's `torch.autograd.grad`.
 * @throws GradientError for an input that `output` does not depend on, unless `allowUnused`.
 */
export function grad(output, inputs, options = {}) {
    const seed = seedOf('autograd.grad', output, options.gradOutput);
    const found = new Map();
    const wanted = new Set(inputs.map((x) => x.gradFn ?? x));
    walk(output, seed, options, (target, g) => add(found, target, g), wanted);
    return inputs.map((x, i) => {
        const g = found.get(x.gradFn ?? x);
        if (g === undefined && options.allowUnused !== true) {
            throw new GradientError(`autograd.grad: the output does not depend on input ${i} of shape ${shapeText(x.shape)}; ` +
                'pass { allowUnused: true } to get null for it');
        }
        return g ?? null;
    });
}
function seedOf(where, root, gradient) {
    if (!root.requiresGrad) {
        throw new GradientError(`${where}: the tensor of shape ${shapeText(root.shape)} does not require a gradient; ` +
            'it was computed under noGrad, was detached, or no input has requiresGrad');
    }
    if (gradient !== undefined) {
        if (gradient.shape.join() !== root.shape.join()) {
            const got = shapeText(gradient.shape);
            throw new ShapeError(`${where}: expected a gradient of shape ${shapeText(root.shape)}, got ${got}`);
        }
        if (gradient.dtype !== 'float32') {
            throw new DTypeError(`${where}: expected a float32 gradient, got ${gradient.dtype}; convert with .to('float32')`);
        }
        return gradient;
    }
    if (root.numel() !== 1) {
        throw new GradientError(`${where}: expected a single value, got shape ${shapeText(root.shape)}; call .sum() or .mean() first, ` +
            'or pass the gradient of the output');
    }
    return onesLike(root);
}
/** Goes through the graph from `root`, each node once, after all that use it. */
function walk(root, seed, options, sink, wanted) {
    const createGraph = options.createGraph === true;
    const retain = options.retainGraph ?? createGraph;
    const wants = (target) => wanted === undefined || wanted.has(target);
    if (root.gradFn === null) {
        if (wants(root))
            sink(root, seed);
        return;
    }
    const uses = countUses(root.gradFn);
    const pending = new Map([[root.gradFn, seed]]);
    const ready = [root.gradFn];
    const temporaries = new Temporaries();
    withGrad(createGraph, () => {
        for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
            const grad = pending.get(node);
            pending.delete(node);
            if (grad !== undefined && wanted?.has(node))
                temporaries.hand(sink(node, grad));
            // Its user may keep the gradient.
            if (node.foreign && grad !== undefined)
                temporaries.hand(grad);
            const tidy = !createGraph && !node.foreign;
            if (tidy)
                openFrame();
            try {
                const grads = grad === undefined ? [] : node.run(grad);
                node.next.forEach((target, i) => {
                    const g = grads[i];
                    if (target instanceof Tensor) {
                        if (g && wants(target))
                            temporaries.hand(sink(target, g));
                    }
                    else if (target !== null) {
                        if (g)
                            add(pending, target, g);
                        const left = uses.get(target) - 1;
                        uses.set(target, left);
                        // Also without a gradient: what lies below may get one along another path and waits for this use.
                        if (left === 0)
                            ready.push(target);
                    }
                });
            }
            finally {
                if (tidy)
                    temporaries.close(pending.values(), grad);
            }
            if (!retain)
                node.release();
        }
    });
}
/** Gives the gradients that only this walk has seen back as soon as they are used up. */
class Temporaries {
    #made = new Set();
    #handedOver = new Set();
    /** Notes a gradient that a caller now holds. */
    hand(grad) {
        this.#handedOver.add(grad.buffer);
    }
    /** Ends the frame of one node, whose incoming gradient was `used`. */
    close(pending, used) {
        const kept = new Set(this.#handedOver);
        for (const g of pending)
            kept.add(g.buffer);
        closeFrame((buffer) => {
            if (kept.has(buffer))
                this.#made.add(buffer);
            return kept.has(buffer);
        }, 'backward, as a temporary of it');
        if (used !== undefined && this.#made.has(used.buffer) && !kept.has(used.buffer)) {
            free(used.buffer, 'backward, as a temporary of it');
        }
    }
}
function add(sums, key, g) {
    const before = sums.get(key);
    const sum = before === undefined ? g : before.add(g);
    sums.set(key, sum);
    return sum;
}
/** How many recorded operations use the result of each node below `root`. */
function countUses(root) {
    const uses = new Map();
    const stack = [root];
    const seen = new Set([root]);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
        for (const target of node.next) {
            if (target === null || target instanceof Tensor)
                continue;
            uses.set(target, (uses.get(target) ?? 0) + 1);
            if (!seen.has(target)) {
                seen.add(target);
                stack.push(target);
            }
        }
    }
    return uses;
}
