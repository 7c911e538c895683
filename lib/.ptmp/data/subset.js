import { ValueError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import { Generator } from '../random/generator.js';
import { Dataset } from './dataset.js';
import { checkIndex } from './rows.js';
/** The samples of another dataset at given indices, in that order. */
export class Subset extends Dataset {
    dataset;
    indices;
    length;
    constructor(dataset, indices) {
        super();
        for (let i = 0; i < indices.length; i++)
            checkIndex('Subset', indices[i], dataset.length);
        this.dataset = dataset;
        this.indices = Int32Array.from(indices);
        this.length = indices.length;
    }
    get(index) {
        checkIndex('Subset.get', index, this.length);
        return this.dataset.get(this.indices[index]);
    }
    batch(indices) {
        const mapped = Int32Array.from(indices, (index) => {
            checkIndex('Subset.batch', index, this.length);
            return this.indices[index];
        });
        return this.dataset.batch(mapped);
    }
}
/**
 * Splits a dataset at random into parts without overlap. `parts` are either lengths that add up to `dataset.length` or
 * fractions that add up to 1 (rounded down; what is left goes to the first parts, one each). Throws a ValueError else.
 */
export function randomSplit(dataset, parts, options = {}) {
    const lengths = partLengths(parts, dataset.length);
    const generator = options.seed === undefined ? (options.generator ?? defaultGenerator()) : new Generator(options.seed);
    const order = generator.permutation(dataset.length);
    let start = 0;
    return lengths.map((length) => {
        const part = new Subset(dataset, order.subarray(start, start + length));
        start += length;
        return part;
    });
}
function partLengths(parts, total) {
    const sum = parts.reduce((a, b) => a + b, 0);
    const valid = parts.every((part) => part >= 0);
    if (valid && sum === total && parts.every(Number.isInteger))
        return [...parts];
    if (!valid || Math.abs(sum - 1) > 1e-6) {
        const rule = `parts must be lengths that add up to ${total} or fractions that add up to 1`;
        throw new ValueError(`randomSplit: ${rule}, got [${parts.join(', ')}]`);
    }
    const lengths = parts.map((part) => Math.floor(part * total + 1e-9));
    const left = total - lengths.reduce((a, b) => a + b, 0);
    for (let i = 0; i < left; i++)
        lengths[i % lengths.length]++;
    return lengths;
}
