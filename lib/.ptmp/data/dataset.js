import { collate } from './collate.js';
/**
 * Samples by number. A subclass says how many there are and gives the sample at an index, usually a tuple such as
 * `[image, label]`; {@link DataLoader} makes batches of them.
 */
export class Dataset {
    /** The samples at `indices` as one batch, each part stacked along a new first dimension. Override it to be faster. */
    batch(indices) {
        return collate(Array.from(indices, (index) => this.get(index)));
    }
}
