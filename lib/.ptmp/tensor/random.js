import { ValueError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import { fromValues } from './create.js';
import { checkSizes, parseShape, sizeOf } from './shape.js';
/** Uniform numbers in [0, 1): `rand(2, 3)`. */
export function rand(...args) {
    const [shape, options = {}] = parseShape('rand', args);
    checkSizes('rand', shape);
    const values = (options.generator ?? defaultGenerator()).fillUniform(new Float32Array(sizeOf(shape)));
    return fromValues(values, shape).requiresGrad_(options.requiresGrad ?? false);
}
/** Normal numbers of mean 0 and deviation 1: `randn(64, 1000)`. */
export function randn(...args) {
    const [shape, options = {}] = parseShape('randn', args);
    checkSizes('randn', shape);
    const values = (options.generator ?? defaultGenerator()).fillNormal(new Float32Array(sizeOf(shape)));
    return fromValues(values, shape).requiresGrad_(options.requiresGrad ?? false);
}
/** Whole numbers from `low` up to but not including `high`; int32. */
export function randint(low, high, shape, options = {}) {
    if (!Number.isInteger(low) || !Number.isInteger(high) || high <= low) {
        throw new ValueError(`randint: expected whole numbers low < high, got ${low} and ${high}`);
    }
    checkSizes('randint', shape);
    const values = (options.generator ?? defaultGenerator()).fillInt(new Int32Array(sizeOf(shape)), low, high);
    return fromValues(values, shape, 'int32');
}
/** The numbers 0 … n − 1 in random order; int32. */
export function randperm(n, options = {}) {
    return fromValues((options.generator ?? defaultGenerator()).permutation(n), [n], 'int32');
}
