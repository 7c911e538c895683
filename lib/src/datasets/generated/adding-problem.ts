import { below, chance, generatorOf } from '../../data/seed.js';
import { fromValues } from '../../tensor/create.js';
import { checkCount, GeneratedDataset, type SequenceOptions } from './generated-dataset.js';

/**
 * Sum of two marked numbers: inputs `[n, length, 2]`, in which each step has a uniform number of 0…1 and a mark, which is 1
 * once in each half of the sequence; targets `[n, 1]`. `length` is 50 unless given, at least 2.
 *
 * Hochreiter and Schmidhuber 1997; in the form of Le, Jaitly and Hinton 2015.
 *
 *     datasets.addingProblem({ n: 4, length: 10 }).inputs.shape // → [4, 10, 2]
 */
export function addingProblem(options: SequenceOptions = {}): GeneratedDataset {
  const { n = 100, length = 50 } = options;
  checkCount('addingProblem', 'n', n);
  checkCount('addingProblem', 'length', length, 2);
  const generator = generatorOf(options);
  const inputs = new Float32Array(n * length * 2);
  const half = Math.floor(length / 2);
  const targets = Float32Array.from({ length: n }, (_, sequence) => {
    const start = sequence * length;
    for (let t = 0; t < length; t++) inputs[2 * (start + t)] = chance(generator);
    const marked = [start + below(generator, half), start + half + below(generator, length - half)];
    return marked.reduce((sum, at) => {
      inputs[2 * at + 1] = 1;
      return sum + inputs[2 * at];
    }, 0);
  });
  return new GeneratedDataset('addingProblem', fromValues(inputs, [n, length, 2]), fromValues(targets, [n, 1]));
}
