/**
 * Samples in a row, for data that has no index: a stream, a file read line by line, numbers made on the way. A subclass
 *
 *     class Count extends data.IterableDataset<number> { *[Symbol.iterator]() { yield* [1, 2, 3]; } };
 *     [...new data.DataLoader(new Count(), { batchSize: 2 })].length // → 2
 *
 * gives a new iterator for each epoch. Its order is its own affair: a loader of it neither shuffles nor takes a sampler.
 * class Lines extends data.IterableDataset<string> {
 *   *[Symbol.iterator]() { yield* text.split('\n'); }
 * }
 */
export abstract class IterableDataset<Sample> implements Iterable<Sample> {
  abstract [Symbol.iterator](): Iterator<Sample>;
}
