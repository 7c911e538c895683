import { BYTES } from '../backend/buffer.js';
import { kernels } from '../backend/choose.js';
import { DTypeError, ShapeError, shapeText, ValueError } from '../errors.js';
import { checkSizes, parseShape, sizeOf } from './shape.js';
import { Tensor } from './tensor.js';
/**
 * Tensor of nested lists, as `torch.tensor`. Numbers become `float32` unless `dtype` says otherwise: JavaScript does
 * not tell `1` from `1.0`. The values are copied.
 * @throws ShapeError if the lists are not rectangular.
 */
export function tensor(data, options = {}) {
    const shape = shapeOf(data);
    const flat = isTyped(data) ? data : [];
    if (!isTyped(data))
        flatten(data, shape, 0, flat);
    const dtype = checkDType('tensor', options.dtype ?? inferred(flat));
    return finish(new Tensor(kernels().fromValues(toTyped(flat, dtype), shape, dtype)), options);
}
/** Tensor over values that are already flat, row-major. The array is taken over and must not be written to later. */
export function fromValues(values, shape, dtype = 'float32') {
    if (values.length !== sizeOf(shape)) {
        throw new ShapeError(`fromValues: ${values.length} values do not fit shape ${shapeText(shape)}`);
    }
    return new Tensor(kernels().fromValues(values, [...shape], dtype));
}
/** Zeros of a shape: `zeros(2, 3)` or `zeros([2, 3], { dtype: 'int32' })`. */
export function zeros(...args) {
    return filled('zeros', args, 0);
}
/** Ones of a shape. */
export function ones(...args) {
    return filled('ones', args, 1);
}
/** A shape filled with one value. */
export function full(shape, value, options = {}) {
    return filled('full', [shape, options], value);
}
export function zerosLike(x) {
    return full(x.shape, 0, { dtype: x.dtype });
}
export function onesLike(x) {
    return full(x.shape, 1, { dtype: x.dtype });
}
export function arange(a, b, step = 1, options = {}) {
    const [start, end] = typeof b === 'number' ? [a, b] : [0, a];
    const chosen = typeof b === 'object' ? b : options;
    if (!((end - start) / step >= 0 && Number.isFinite((end - start) / step))) {
        throw new ValueError(`arange: expected a step that leads from ${start} to ${end}, got ${step}`);
    }
    // A hair less, so that arange(-3, 3, 0.01) has 600 and not 601 values in floating point.
    const count = Math.ceil((end - start) / step - 1e-9);
    return tensor(Array.from({ length: count }, (_, i) => start + i * step), { dtype: 'float32', ...chosen });
}
/** `steps` numbers at equal distances from `start` to `end`, both included. */
export function linspace(start, end, steps, options = {}) {
    const gap = steps > 1 ? (end - start) / (steps - 1) : 0;
    if (!Number.isInteger(steps) || steps < 0) {
        throw new ValueError(`linspace: expected a whole number of steps, at least 0, got ${steps}`);
    }
    const values = Array.from({ length: steps }, (_, i) => (i === steps - 1 && i > 0 ? end : start + i * gap));
    return tensor(values, { dtype: 'float32', ...options });
}
/** Identity matrix of `n` rows and `m` (default `n`) columns. */
export function eye(n, m = n, options = {}) {
    const values = new Float32Array(n * m);
    for (let i = 0; i < Math.min(n, m); i++)
        values[i * m + i] = 1;
    return finish(fromValues(values, [n, m]).to(options.dtype ?? 'float32'), options);
}
function filled(where, args, value) {
    const [shape, options = {}] = parseShape(where, args);
    checkSizes(where, shape);
    const dtype = checkDType(where, options.dtype ?? 'float32');
    const size = sizeOf(shape);
    const values = toTyped(new Float32Array(0), dtype, size).fill(value);
    return finish(new Tensor(kernels().fromValues(values, shape, dtype)), options);
}
function checkDType(where, dtype) {
    if (dtype in BYTES)
        return dtype;
    throw new DTypeError(`${where}: expected dtype ${Object.keys(BYTES).join(', ')}, got '${dtype}'`);
}
function finish(x, options) {
    return options.requiresGrad === true ? x.requiresGrad_() : x;
}
function isTyped(data) {
    return ArrayBuffer.isView(data);
}
function shapeOf(data) {
    const shape = [];
    for (let level = data; typeof level === 'object'; level = level[0]) {
        if (!Array.isArray(level) && !isTyped(level))
            throw wrongData(level);
        shape.push(level.length);
        if (isTyped(level) || level.length === 0)
            break;
    }
    return shape;
}
function flatten(data, shape, depth, out) {
    if (typeof data !== 'object') {
        if (depth !== shape.length)
            throw ragged(shape, depth, 'a number');
        if (typeof data !== 'number' && typeof data !== 'boolean')
            throw wrongData(data);
        out.push(data);
        return;
    }
    if (!Array.isArray(data) && !isTyped(data))
        throw wrongData(data);
    if (data.length !== shape[depth])
        throw ragged(shape, depth, `${data.length} elements`);
    if (isTyped(data))
        for (const value of data)
            out.push(value);
    else
        for (const item of data)
            flatten(item, shape, depth + 1, out);
}
function wrongData(got) {
    const isTensor = got instanceof Tensor;
    const shown = isTensor ? `a tensor of shape ${shapeText(got.shape)}` : `${typeof got} (${String(got)})`;
    const fix = isTensor ? '; use .clone() for a copy of one, stack for several' : '';
    return new DTypeError(`tensor: expected numbers or booleans, got ${shown}${fix}`);
}
function ragged(shape, depth, got) {
    const expected = depth < shape.length ? `a list of ${shape[depth]}` : 'a number';
    return new ShapeError(`tensor: expected ${expected} at depth ${depth} as in the first list, got ${got}`);
}
function inferred(flat) {
    if (isTyped(flat))
        return flat instanceof Float32Array || flat instanceof Float64Array ? 'float32' : 'int32';
    return flat.length > 0 && flat.every((v) => typeof v === 'boolean') ? 'bool' : 'float32';
}
function toTyped(flat, dtype, size = flat.length) {
    const out = dtype === 'float32' ? new Float32Array(size) : dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
    const bool = dtype === 'bool';
    for (let i = 0; i < flat.length; i++)
        out[i] = bool ? (flat[i] ? 1 : 0) : Number(flat[i]);
    return out;
}
