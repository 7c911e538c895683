import { ValueError } from '../errors.js';
import type { Dataset } from './dataset.js';
import { generatorOf, type SeedOptions } from './seed.js';
import { Subset } from './subset.js';

/**
 * Splits a dataset at random into parts without overlap. `parts` are either lengths that add up to `dataset.length` or
 * fractions that add up to 1 (rounded down; what is left goes to the first parts, one each). Throws a ValueError else.
 *
 *     data.randomSplit(new data.TensorDataset(arange(10)), [8, 2]).map((part) => part.length) // → [8, 2]
 */
export function randomSplit<Sample>(
  dataset: Dataset<Sample>,
  parts: readonly number[],
  options: SeedOptions = {},
): Subset<Sample>[] {
  const lengths = partLengths(parts, dataset.length);
  const order = generatorOf(options).permutation(dataset.length);
  let start = 0;
  return lengths.map((length) => {
    const part = new Subset(dataset, order.subarray(start, start + length));
    start += length;
    return part;
  });
}

function partLengths(parts: readonly number[], total: number): number[] {
  const sum = parts.reduce((a, b) => a + b, 0);
  const valid = parts.every((part) => part >= 0);
  if (valid && sum === total && parts.every(Number.isInteger)) return [...parts];
  if (!valid || Math.abs(sum - 1) > 1e-6) {
    const rule = `parts must be lengths that add up to ${total} or fractions that add up to 1`;
    throw new ValueError(`randomSplit: ${rule}, got [${parts.join(', ')}]`);
  }
  const lengths = parts.map((part) => Math.floor(part * total + 1e-9));
  const left = total - lengths.reduce((a, b) => a + b, 0);
  for (let i = 0; i < left; i++) lengths[i % lengths.length]++;
  return lengths;
}
