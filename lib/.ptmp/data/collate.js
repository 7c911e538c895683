import { ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import { sameShape, sizeOf } from '../tensor/shape.js';
import { Tensor } from '../tensor/tensor.js';
/**
 * Makes one batch of samples of one form: tensors are stacked along a new first dimension, numbers become a float32
 * vector, booleans a bool vector, strings a list; tuples and records are treated part by part.
 */
export function collate(samples) {
    if (samples.length === 0)
        throw new ValueError('collate: a batch needs at least one sample, got an empty list');
    return collateAny(samples);
}
function collateAny(samples) {
    const first = samples[0];
    if (first instanceof Tensor)
        return stackRows(samples);
    if (typeof first === 'number')
        return fromValues(Float32Array.from(samples), [samples.length], 'float32');
    if (typeof first === 'boolean')
        return fromValues(Uint8Array.from(samples, Number), [samples.length], 'bool');
    if (Array.isArray(first))
        return first.map((_, part) => collateAny(samples.map((s) => s[part])));
    if (typeof first !== 'object' || first === null)
        return [...samples];
    const parts = Object.keys(first).map((key) => [
        key,
        collateAny(samples.map((sample) => sample[key])),
    ]);
    return Object.fromEntries(parts);
}
function stackRows(rows) {
    const { shape, dtype } = rows[0];
    const size = sizeOf(shape);
    const first = rows[0].dataSync();
    const values = new first.constructor(size * rows.length);
    for (const [i, row] of rows.entries()) {
        if (!sameShape(row.shape, shape) || row.dtype !== dtype) {
            const got = `${shapeText(shape)} ${dtype} at 0 and ${shapeText(row.shape)} ${row.dtype} at ${i}`;
            throw new ShapeError(`collate: tensors of a batch must have one shape and dtype, got ${got}`);
        }
        values.set(row.dataSync(), i * size);
    }
    return fromValues(values, [rows.length, ...shape], dtype);
}
