import { below, generatorOf } from '../../data/seed.js';
import { fromValues } from '../../tensor/create.js';
import { checkCount, GeneratedDataset, type SequenceOptions } from './generated-dataset.js';

/** Symbols of {@link temporalOrder}; the numbers in its inputs are places in this list. */
export const TEMPORAL_ORDER_SYMBOLS: readonly string[] = ['a', 'b', 'c', 'd', 'X', 'Y', 'E', 'B'];

/**
 * The order of two signs among many others: inputs int32 `[n, length]` of 8 symbols, a class for each of XX, XY, YX and YY.
 * The signs stand in the second and in the sixth tenth of a sequence, which begins with E and ends with B. `length` is
 * 100 unless given, at least 10.
 *
 * Hochreiter and Schmidhuber 1997, task 6a, with one length for all sequences.
 *
 *     datasets.temporalOrder({ n: 4 }).length // → 4
 */
export function temporalOrder(options: SequenceOptions = {}): GeneratedDataset {
  const { n = 100, length = 100 } = options;
  checkCount('temporalOrder', 'n', n);
  checkCount('temporalOrder', 'length', length, 10);
  const generator = generatorOf(options);
  const inputs = new Int32Array(n * length);
  const tenth = (place: number) => {
    const [from, to] = [place, place + 1].map((count) => Math.floor((count * length) / 10));
    return from + below(generator, to - from);
  };
  const [x, begin, end] = ['X', 'E', 'B'].map((symbol) => TEMPORAL_ORDER_SYMBOLS.indexOf(symbol));
  const targets = Int32Array.from({ length: n }, (_, sequence) => {
    const own = inputs.subarray(sequence * length, (sequence + 1) * length);
    for (let t = 0; t < length; t++) own[t] = below(generator, 4);
    const label = below(generator, 4);
    own[0] = begin;
    own[length - 1] = end;
    own[tenth(1)] = x + (label >> 1);
    own[tenth(5)] = x + (label & 1);
    return label;
  });
  const names = ['XX', 'XY', 'YX', 'YY'];
  const tokens = fromValues(inputs, [n, length], 'int32');
  return new GeneratedDataset('temporalOrder', tokens, fromValues(targets, [n], 'int32'), names);
}
