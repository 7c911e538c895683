import { ValueError } from '../errors.js';
import { Generator } from '../random/generator.js';

export interface SplitOptions {
  /** Part of every class that is held out for testing, 0 ≤ testFraction < 1; default 0.2. */
  testFraction?: number;
  /** Seed of the order and of the choice; default 0. */
  seed?: number;
}

/** A data set in two parts without overlap, and where it comes from. */
export interface Split<Part> {
  name: string;
  classes: readonly string[];
  /** Address of the origin. */
  source: string;
  licence: string;
  train: Part;
  test: Part;
}

/** Shuffles, then holds out the same part of each class. The same seed gives the same split. */
export function stratifiedSplit<Part>(
  labels: ArrayLike<number>,
  classes: readonly string[],
  options: SplitOptions,
  part: (rows: Int32Array) => Part,
): Pick<Split<Part>, 'train' | 'test'> {
  const { testFraction = 0.2, seed = 0 } = options;
  if (!(testFraction >= 0 && testFraction < 1)) {
    throw new ValueError(`datasets: testFraction must be at least 0 and below 1, got ${testFraction}`);
  }
  const counts = new Array<number>(classes.length).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  const wanted = counts.map((count) => Math.round(count * testFraction));
  const train: number[] = [];
  const test: number[] = [];
  for (const index of new Generator(seed).permutation(labels.length)) {
    if (wanted[labels[index]] > 0) {
      wanted[labels[index]]--;
      test.push(index);
    } else {
      train.push(index);
    }
  }
  // As collected, the held-out part ends with the rarer classes alone, so both parts are shuffled once more.
  return { train: part(shuffled(train, seed)), test: part(shuffled(test, seed)) };
}

function shuffled(indices: number[], seed: number): Int32Array {
  return new Generator(seed).permutation(indices.length).map((i) => indices[i]);
}
