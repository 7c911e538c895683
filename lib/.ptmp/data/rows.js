import { ValueError } from '../errors.js';
/** Copies rows of `size` values each, in the order of `indices`, into a new array of the same kind. */
export function gatherRows(values, size, indices) {
    const rows = new values.constructor(indices.length * size);
    for (let i = 0; i < indices.length; i++) {
        const from = indices[i] * size;
        if (size === 1)
            rows[i] = values[from];
        else
            rows.set(values.subarray(from, from + size), i * size);
    }
    return rows;
}
/** Throws a ValueError, which begins with `where`, unless `index` is a whole number in 0…length − 1. */
export function checkIndex(where, index, length) {
    if (Number.isInteger(index) && index >= 0 && index < length)
        return;
    throw new ValueError(`${where}: index must be a whole number from 0 to ${length - 1}, got ${index}`);
}
