import { record } from '../../autograd/graph.js';
import { isGradEnabled } from '../../autograd/no-grad.js';
import { kernels } from '../../backend/choose.js';
import { ValueError } from '../../errors.js';
import { cast } from './cast.js';
/**
 * An activation whose gradient backends have as one kernel. Under `createGraph` the gradient is composed of
 * differentiable operations instead, since that kernel has no gradient of its own.
 */
function activation(name, kernel, gradKernel, x, slope) {
    const input = cast(x, 'float32');
    const backward = (g) => {
        if (isGradEnabled())
            return [g.mul(slope(y))];
        return [record(name, kernels().activationGrad(gradKernel, g.buffer, y.buffer), [], [], () => [])];
    };
    const y = record(name, kernels().unary(kernel, input.buffer), [input], [], backward, true);
    return y;
}
/** max(0, x); slope 0 at 0. */
export function relu(x) {
    return activation('relu', 'Relu', 'ReluGrad', x, (y) => cast(y.gt(0), 'float32'));
}
/** 1 / (1 + e⁻ˣ). */
export function sigmoid(x) {
    return activation('sigmoid', 'Sigmoid', 'SigmoidGrad', x, (y) => y.mul(y.neg().add(1)));
}
/** Hyperbolic tangent. */
export function tanh(x) {
    return activation('tanh', 'Tanh', 'TanhGrad', x, (y) => y.mul(y).neg().add(1));
}
/** Limits values to `[min, max]`; slope 1 inside and at the ends, 0 outside. */
export function clamp(x, options) {
    const { min, max } = options;
    if (min === undefined && max === undefined)
        throw new ValueError('clamp: expected min or max or both, got neither');
    const whole = [min ?? 0, max ?? 0].every(Number.isInteger) ? 'int32' : 'float32';
    const input = x.dtype === 'float32' ? x : cast(x, whole);
    let out = input.buffer;
    const limit = (value) => kernels().fromValues(typed(value, input), [], input.dtype);
    if (min !== undefined)
        out = kernels().binary('Maximum', out, limit(min));
    if (max !== undefined)
        out = kernels().binary('Minimum', out, limit(max));
    return record('clamp', out, [input], [input], (g) => {
        let inside;
        if (min !== undefined)
            inside = input.ge(min);
        if (max !== undefined)
            inside = inside === undefined ? input.le(max) : inside.logicalAnd(input.le(max));
        return [g.mul(cast(inside, 'float32'))];
    });
}
function typed(value, like) {
    return like.dtype === 'int32' ? Int32Array.of(value) : Float32Array.of(value);
}
