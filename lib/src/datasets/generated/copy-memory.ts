import { below, generatorOf } from '../../data/seed.js';
import { fromValues } from '../../tensor/create.js';
import { checkCount, GeneratedDataset, type SequenceOptions } from './generated-dataset.js';

export interface CopyMemoryOptions extends Omit<SequenceOptions, 'length'> {
  /** Symbols to remember. Default 10. */
  length?: number;
  /** Different symbols. Default 8. */
  symbols?: number;
  /** Steps from the last symbol to the sign that asks for them. Default 20. */
  delay?: number;
}

/**
 * Symbols that must be repeated after a delay: inputs and targets int32 `[n, delay + 2 · length]`. 0 is blank, 1…symbols are
 * remembered, symbols + 1 asks for them; targets are blank until the last `length` steps. `classes` names the numbers.
 *
 * Hochreiter and Schmidhuber 1997; in the form of Arjovsky, Shah and Bengio 2016.
 *
 *     datasets.copyMemory({ n: 4 }).length // → 4
 */
export function copyMemory(options: CopyMemoryOptions = {}): GeneratedDataset {
  const { n = 100, length = 10, symbols = 8, delay = 20 } = options;
  checkCount('copyMemory', 'n', n);
  checkCount('copyMemory', 'length', length);
  checkCount('copyMemory', 'symbols', symbols);
  checkCount('copyMemory', 'delay', delay);
  const generator = generatorOf(options);
  const steps = delay + 2 * length;
  const [inputs, targets] = [new Int32Array(n * steps), new Int32Array(n * steps)];
  for (let start = 0; start < n * steps; start += steps) {
    for (let t = 0; t < length; t++) {
      inputs[start + t] = 1 + below(generator, symbols);
      targets[start + steps - length + t] = inputs[start + t];
    }
    inputs[start + length + delay - 1] = symbols + 1;
  }
  const names = ['blank', ...Array.from({ length: symbols }, (_, i) => `${i + 1}`), 'recall'];
  const shape = [n, steps];
  return new GeneratedDataset(
    'copyMemory',
    fromValues(inputs, shape, 'int32'),
    fromValues(targets, shape, 'int32'),
    names,
  );
}
