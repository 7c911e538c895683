import { ValueError } from '../errors.js';
import type { Generator } from '../random/generator.js';
import type { Dataset } from './dataset.js';
import { type Labels, placesByClass } from './labels.js';
import { generatorOf, type SeedOptions } from './seed.js';
import { Subset } from './subset.js';

export interface KFoldOptions extends SeedOptions {
  /** Shuffles before cutting; default false. */
  shuffle?: boolean;
  /** The label of each sample: every fold then has the classes' shares, to within one sample. */
  stratify?: Labels;
}

export interface Fold<Sample> {
  train: Subset<Sample>;
  validation: Subset<Sample>;
}

/**
 * Cuts a dataset into `k` parts of almost equal size and holds out each once: `k` pairs `{ train, validation }`. The same
 * cuts as scikit-learn's `KFold` and, with `stratify`, `StratifiedKFold` when nothing is shuffled.
 *
 *     data.kFold(new data.TensorDataset(arange(10)), 5)[0].validation.length // → 2
 *
 * @throws ValueError unless 2 ≤ k ≤ the number of samples, or with `stratify` if no class has k samples.
 */
export function kFold<Sample>(dataset: Dataset<Sample>, k: number, options: KFoldOptions = {}): Fold<Sample>[] {
  const { length } = dataset;
  if (!(Number.isInteger(k) && k >= 2 && k <= length)) {
    throw new ValueError(`kFold: k must be a whole number from 2 to ${length}, the number of samples, got ${k}`);
  }
  const generator = options.shuffle === true ? generatorOf(options) : undefined;
  const fold =
    options.stratify === undefined
      ? evenFolds(length, k, generator)
      : stratifiedFolds(placesByClass('kFold', options.stratify, length), k, generator);
  const everywhere = Array.from({ length }, (_, i) => i);
  return Array.from({ length: k }, (_, held) => ({
    train: new Subset(
      dataset,
      everywhere.filter((i) => fold[i] !== held),
    ),
    validation: new Subset(
      dataset,
      everywhere.filter((i) => fold[i] === held),
    ),
  }));
}

/** The fold of each sample: runs of equal length, the first `length % k` folds one longer. */
function evenFolds(length: number, k: number, generator: Generator | undefined): Int32Array {
  const order = generator?.permutation(length);
  const fold = new Int32Array(length);
  const [size, longer] = [Math.floor(length / k), length % k];
  for (let i = 0; i < length; i++) {
    const cut = longer * (size + 1);
    fold[order?.[i] ?? i] = i < cut ? Math.floor(i / (size + 1)) : longer + Math.floor((i - cut) / size);
  }
  return fold;
}

/** Deals the samples, ordered by class, to the folds in turn; what a fold got of a class is then a run of that class. */
function stratifiedFolds(classes: number[][], k: number, generator: Generator | undefined): Int32Array {
  const largest = Math.max(...classes.map((places) => places.length));
  if (largest < k) {
    throw new ValueError(`kFold: expected at least one class with ${k} samples to stratify, got at most ${largest}`);
  }
  const fold = new Int32Array(classes.reduce((sum, places) => sum + places.length, 0));
  let dealt = 0;
  // scikit-learn numbers classes as they first occur, so that the same folds come out.
  for (const places of [...classes].sort(([a], [b]) => a - b)) {
    const counts = new Int32Array(k);
    for (let i = 0; i < places.length; i++) counts[dealt++ % k]++;
    const folds = [...counts].flatMap((count, held) => new Array<number>(count).fill(held));
    const order = generator?.permutation(places.length);
    for (let i = 0; i < places.length; i++) fold[places[order?.[i] ?? i]] = folds[i];
  }
  return fold;
}
