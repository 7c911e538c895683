/** Reads a tensor into plain data. */
export function readValues(x) {
    return { shape: x.shape, dtype: x.dtype, values: x.dataSync() };
}
/** A number as JSON can hold it: NaN and ±Infinity become strings. */
export function toJsonNumber(value) {
    if (Number.isFinite(value))
        return value;
    if (Number.isNaN(value))
        return 'NaN';
    return value > 0 ? 'Infinity' : '-Infinity';
}
/** The number that {@link toJsonNumber} was given. */
export function fromJsonNumber(value) {
    return typeof value === 'number' ? value : Number(value);
}
