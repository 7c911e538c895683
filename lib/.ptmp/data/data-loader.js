import { ValueError } from '../errors.js';
import { defaultGenerator } from '../random/default.js';
import { Generator } from '../random/generator.js';
/**
 * The batches of a dataset, one epoch each time it is iterated: `for (const [x, y] of loader)`; `for await` works too.
 * The order of an epoch is drawn when its iteration starts, so leaving a loop early does not change later epochs.
 */
export class DataLoader {
    dataset;
    batchSize;
    shuffle;
    dropLast;
    #generator;
    #batch;
    constructor(dataset, options = {}) {
        const { batchSize = 1, shuffle = false, seed, generator, dropLast = false, collate } = options;
        if (!Number.isInteger(batchSize) || batchSize < 1) {
            throw new ValueError(`DataLoader: batchSize must be a whole number of at least 1, got ${batchSize}`);
        }
        this.dataset = dataset;
        this.batchSize = batchSize;
        this.shuffle = shuffle;
        this.dropLast = dropLast;
        this.#generator = seed === undefined ? generator : new Generator(seed);
        this.#batch =
            collate === undefined
                ? (indices) => dataset.batch(indices)
                : (indices) => collate(Array.from(indices, (index) => dataset.get(index)));
    }
    /** Batches an epoch. */
    get length() {
        const batches = this.dataset.length / this.batchSize;
        return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
    }
    [Symbol.iterator]() {
        const order = this.#order();
        const count = this.length;
        let next = 0;
        return {
            next: () => {
                if (next === count)
                    return { done: true, value: undefined };
                const start = next++ * this.batchSize;
                return { done: false, value: this.#batch(order.subarray(start, start + this.batchSize)) };
            },
        };
    }
    #order() {
        const { length } = this.dataset;
        if (this.shuffle)
            return (this.#generator ?? defaultGenerator()).permutation(length);
        return Int32Array.from({ length }, (_, i) => i);
    }
}
