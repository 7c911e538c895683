import { Dataset } from '../data/dataset.js';
import { checkIndex, gatherRows } from '../data/rows.js';
import { fromValues } from '../tensor/create.js';
/**
 * Labelled grey images. A sample is `[image, label]`: float32 `[height, width, 1]` with values in 0…1, and an int32 scalar.
 * Pixels stay bytes in memory until they are asked for.
 */
export class ImageDataset extends Dataset {
    length;
    /** Names of the classes; a label is an index into them. */
    classes;
    #bytes;
    #rows;
    #all;
    constructor(bytes, rows, classes) {
        super();
        this.#bytes = bytes;
        this.#rows = rows;
        this.classes = classes;
        this.length = rows.length;
    }
    /** All images, `[length, height, width, 1]`. */
    get images() {
        return this.#everything()[0];
    }
    /** All labels, int32 `[length]`. */
    get labels() {
        return this.#everything()[1];
    }
    get(index) {
        const [images, labels] = this.batch([index]);
        return [images.squeeze(0), labels.squeeze(0)];
    }
    batch(indices) {
        const rows = Int32Array.from(indices, (index) => {
            checkIndex('ImageDataset', index, this.length);
            return this.#rows[index];
        });
        return this.#tensors(rows);
    }
    #everything() {
        this.#all ??= this.#tensors(this.#rows);
        return this.#all;
    }
    #tensors(rows) {
        const { height, width, white, pixels, labels } = this.#bytes;
        const chosen = gatherRows(pixels, height * width, rows);
        const values = new Float32Array(chosen.length);
        // A loop: Float32Array.from with a function took 4 ms for a batch of 64, more than the network's forward pass.
        for (let i = 0; i < chosen.length; i++)
            values[i] = chosen[i] / white;
        const classes = Int32Array.from(gatherRows(labels, 1, rows));
        const count = rows.length;
        return [fromValues(values, [count, height, width, 1], 'float32'), fromValues(classes, [count], 'int32')];
    }
}
