import { below, generatorOf } from '../../data/seed.js';
import { fromValues } from '../../tensor/create.js';
import { checkCount, GeneratedDataset, type SequenceOptions } from './generated-dataset.js';

export interface ParityOptions extends SequenceOptions {
  /** A target at each step, for the bits so far, instead of one a sequence. Default false. */
  running?: boolean;
}

/**
 * Whether the number of ones is odd: random bits `[n, length, 1]`, targets int32 `[n]` or `[n, length]`. 8 bits unless given.
 *
 *     datasets.parity({ n: 4 }).length // → 4
 */
export function parity(options: ParityOptions = {}): GeneratedDataset {
  const { n = 100, length = 8, running = false } = options;
  checkCount('parity', 'n', n);
  checkCount('parity', 'length', length);
  const generator = generatorOf(options);
  const bits = Float32Array.from({ length: n * length }, () => below(generator, 2));
  const soFar = Int32Array.from(bits);
  for (let i = 0; i < soFar.length; i++) if (i % length > 0) soFar[i] ^= soFar[i - 1];
  const targets = running
    ? fromValues(soFar, [n, length], 'int32')
    : fromValues(
        soFar.filter((_, i) => i % length === length - 1),
        [n],
        'int32',
      );
  return new GeneratedDataset('parity', fromValues(bits, [n, length, 1]), targets, ['even', 'odd']);
}
