import { ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import { sizeOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Collated } from './collate.js';
import { Dataset } from './dataset.js';
import { checkIndex, gatherRows } from './rows.js';

/**
 * Rows of tensors that share their first dimension: sample `i` is `[a[i], b[i], …]`. Values are read from the tensors once,
 * at the first access; later changes of the tensors in place are not seen.
 *
 *     new data.TensorDataset(randn(10, 3), arange(10)).length // → 10
 */
export class TensorDataset<Tensors extends Tensor[]> extends Dataset<Tensors> {
  readonly tensors: Tensors;
  readonly length: number;
  #values: ReturnType<Tensor['dataSync']>[] | undefined;

  constructor(...tensors: Tensors) {
    super();
    if (tensors.length === 0) throw new ValueError('TensorDataset: expected at least one tensor, got none');
    const shapes = tensors.map((tensor) => tensor.shape);
    if (shapes.some((shape) => shape.length === 0 || shape[0] !== shapes[0][0])) {
      const got = shapes.map(shapeText).join(', ');
      throw new ShapeError(`TensorDataset: tensors must have one first dimension, got shapes ${got}`);
    }
    this.tensors = tensors;
    this.length = shapes[0][0];
  }

  get(index: number): Tensors {
    checkIndex('TensorDataset.get', index, this.length);
    return this.#rows([index], false) as Tensors;
  }

  override batch(indices: ArrayLike<number>): Collated<Tensors> {
    for (let i = 0; i < indices.length; i++) checkIndex('TensorDataset.batch', indices[i], this.length);
    return this.#rows(indices, true) as Collated<Tensors>;
  }

  #rows(indices: ArrayLike<number>, batched: boolean): Tensor[] {
    this.#values ??= this.tensors.map((tensor) => tensor.dataSync());
    return this.tensors.map(({ shape, dtype }, i) => {
      const row = shape.slice(1);
      const values = gatherRows(this.#values![i], sizeOf(row), indices);
      return fromValues(values, batched ? [indices.length, ...row] : row, dtype);
    });
  }
}
