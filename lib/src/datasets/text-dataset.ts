import { Dataset } from '../data/dataset.js';
import { checkIndex } from '../data/rows.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * Texts with a class each. A sample is `[text, label]`: a string, and an int32 scalar; a batch `[string[], labels]`.
 *
 *     datasets.names().train instanceof datasets.TextDataset // → true
 */
export class TextDataset extends Dataset<[text: string, label: Tensor]> {
  readonly length: number;
  readonly texts: readonly string[];
  /** All labels, int32 `[length]`. */
  readonly labels: Tensor;
  /** Names of the classes; a label is an index into them. */
  readonly classes: readonly string[];
  readonly #numbers: Int32Array;

  constructor(texts: readonly string[], numbers: Int32Array, classes: readonly string[]) {
    super();
    this.texts = texts;
    this.length = texts.length;
    this.labels = fromValues(numbers.slice(), [texts.length], 'int32');
    this.classes = classes;
    this.#numbers = numbers;
  }

  get(index: number): [text: string, label: Tensor] {
    checkIndex('TextDataset', index, this.length);
    return [this.texts[index], fromValues(this.#numbers.slice(index, index + 1), [], 'int32')];
  }

  override batch(indices: ArrayLike<number>): [text: string[], label: Tensor] {
    const rows = Array.from(indices, (index) => {
      checkIndex('TextDataset', index, this.length);
      return index;
    });
    const numbers = Int32Array.from(rows, (row) => this.#numbers[row]);
    return [rows.map((row) => this.texts[row]), fromValues(numbers, [rows.length], 'int32')];
  }
}
