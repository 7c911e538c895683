import { ShapeError, shapeText, ValueError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import { fromValues, zeros } from '../tensor/create.js';
import { sizeOf } from '../tensor/shape.js';
export { crossEntropy } from '../loss/cross-entropy.js';
export { mseLoss } from '../loss/mse.js';
export { conv2d } from '../tensor/ops/conv.js';
export { linear } from '../tensor/ops/matmul.js';
export { avgPool2d, maxPool2d } from '../tensor/ops/pool.js';
export { logSoftmax, softmax } from '../tensor/ops/softmax.js';
/** max(x, 0), elementwise. */
export function relu(x) {
    return x.relu();
}
/** Hyperbolic tangent, elementwise. */
export function tanh(x) {
    return x.tanh();
}
/** 1 / (1 + e⁻ˣ), elementwise. */
export function sigmoid(x) {
    return x.sigmoid();
}
/** Makes one dimension of the dimensions from `startDim` to `endDim`; by default keeps the batch dimension. */
export function flatten(x, startDim = 1, endDim = -1) {
    const rank = x.shape.length;
    const start = startDim < 0 ? startDim + rank : startDim;
    const end = endDim < 0 ? endDim + rank : endDim;
    if (start < 0 || end >= rank || start > end) {
        const got = `dimensions ${startDim} to ${endDim} of ${shapeText(x.shape)}`;
        throw new ShapeError(`flatten: the first dimension must exist and not come after the last, got ${got}`);
    }
    const merged = sizeOf(x.shape.slice(start, end + 1));
    return x.reshape(...x.shape.slice(0, start), merged, ...x.shape.slice(end + 1));
}
/** Zeroes values with probability `p` and divides the others by 1 − p. */
export function dropout(x, options = {}) {
    const { p = 0.5, training = true, generator = defaultGenerator() } = options;
    if (!(p >= 0 && p <= 1))
        throw new ValueError(`dropout: p must be from 0 to 1, got ${p}`);
    if (!training || p === 0)
        return x;
    if (p === 1)
        return x.mul(zeros(x.shape));
    const mask = generator.fillUniform(new Float32Array(sizeOf(x.shape)));
    const kept = 1 / (1 - p);
    for (let i = 0; i < mask.length; i++)
        mask[i] = mask[i] < p ? 0 : kept;
    return x.mul(fromValues(mask, x.shape, 'float32'));
}
