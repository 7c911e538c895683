import { TensorDataset } from '../data/tensor-dataset.js';
import type { Table } from '../files/table.js';
import type { Tensor } from '../tensor/tensor.js';
import { type Split, type SplitOptions, stratifiedSplit } from './split.js';

/**
 * Rows of measurements with a class each. A sample is `[input, label]`: float32 `[features]`, and an int32 scalar.
 *
 *     datasets.iris().train instanceof datasets.TableDataset // → true
 */
export class TableDataset extends TensorDataset<[input: Tensor, label: Tensor]> {
  /** Names of the measurements, in the order of the columns. */
  readonly features: readonly string[];
  /** Names of the classes; a label is an index into them. */
  readonly classes: readonly string[];

  constructor(inputs: Tensor, labels: Tensor, features: readonly string[], classes: readonly string[]) {
    super(inputs, labels);
    this.features = features;
    this.classes = classes;
  }

  /** All measurements, `[length, features]`. */
  get inputs(): Tensor {
    return this.tensors[0];
  }

  /** All labels, int32 `[length]`. */
  get labels(): Tensor {
    return this.tensors[1];
  }
}

/** Labelled measurements in two parts without overlap, and the whole table that they were taken from. */
export interface TableSplit extends Split<TableDataset> {
  /** Every row and column of the file, missing values too. */
  table: Table;
}

/** Takes the rows without missing values in `features` and `target`, and holds out the same part of each class. */
export function splitTable(
  table: Table,
  features: readonly string[],
  target: string,
  options: SplitOptions,
): Pick<TableSplit, 'classes' | 'table' | 'train' | 'test'> {
  const whole = table.dropMissing([...features, target]);
  const inputs = whole.tensor(features);
  const { labels, classes } = whole.codes(target);
  const part = (rows: Int32Array) => new TableDataset(inputs.at([...rows]), labels.at([...rows]), features, classes);
  return { classes, table, ...stratifiedSplit(labels.dataSync(), classes, options, part) };
}
