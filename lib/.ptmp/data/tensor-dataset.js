import { ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import { sizeOf } from '../tensor/shape.js';
import { Dataset } from './dataset.js';
import { checkIndex, gatherRows } from './rows.js';
/**
 * Rows of tensors that share their first dimension: sample `i` is `[a[i], b[i], …]`. Values are read from the tensors once,
 * at the first access; later changes of the tensors in place are not seen.
 */
export class TensorDataset extends Dataset {
    tensors;
    length;
    #values;
    constructor(...tensors) {
        super();
        if (tensors.length === 0)
            throw new ValueError('TensorDataset: expected at least one tensor, got none');
        const shapes = tensors.map((tensor) => tensor.shape);
        if (shapes.some((shape) => shape.length === 0 || shape[0] !== shapes[0][0])) {
            const got = shapes.map(shapeText).join(', ');
            throw new ShapeError(`TensorDataset: tensors must have one first dimension, got shapes ${got}`);
        }
        this.tensors = tensors;
        this.length = shapes[0][0];
    }
    get(index) {
        checkIndex('TensorDataset.get', index, this.length);
        return this.#rows([index], false);
    }
    batch(indices) {
        for (let i = 0; i < indices.length; i++)
            checkIndex('TensorDataset.batch', indices[i], this.length);
        return this.#rows(indices, true);
    }
    #rows(indices, batched) {
        this.#values ??= this.tensors.map((tensor) => tensor.dataSync());
        return this.tensors.map(({ shape, dtype }, i) => {
            const row = shape.slice(1);
            const values = gatherRows(this.#values[i], sizeOf(row), indices);
            return fromValues(values, batched ? [indices.length, ...row] : row, dtype);
        });
    }
}
