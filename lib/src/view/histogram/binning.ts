import { summarize } from '../tensor/summary.js';
import { fromJsonNumber, type TensorValues } from '../values.js';
import type { HistogramSnapshot } from './spec.js';

/** Least width of a bin as a share of the largest value, as a power of two: finer edges would not be whole numbers. */
const FINEST = -40;

/** Counts the values of a tensor in at most `most` bins, as {@link HistogramSnapshot} describes. */
export function binned(tensor: TensorValues, step: number | null, most: number): HistogramSnapshot {
  const { bins: _, ...statistics } = summarize(tensor);
  const min = fromJsonNumber(statistics.min);
  const max = fromJsonNumber(statistics.max);
  if (Number.isNaN(min)) return { step, exponent: 0, first: 0, counts: [], ...statistics };
  const exponent = widthExponent(min, max, most, tensor.dtype !== 'float32');
  const width = 2 ** exponent;
  const first = Math.floor(min / width);
  const counts = new Array<number>(Math.floor(max / width) - first + 1).fill(0);
  const { values } = tensor;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    // The difference is zero exactly for finite values.
    if (v - v === 0) counts[Math.floor(v / width) - first]++;
  }
  return { step, exponent, first, counts, ...statistics };
}

/** The counts of a snapshot in wider bins, `2 ** exponent` each: exact, since the edges of those are edges of these. */
export function rebinned({ first, counts, exponent: narrow }: HistogramSnapshot, exponent: number) {
  const ratio = 2 ** Math.max(0, exponent - narrow);
  const start = Math.floor(first / ratio);
  const merged: number[] = [];
  counts.forEach((count, i) => {
    const bin = Math.floor((first + i) / ratio) - start;
    merged[bin] = (merged[bin] ?? 0) + count;
  });
  return { first: start, counts: merged };
}

function widthExponent(min: number, max: number, most: number, whole: boolean): number {
  const size = Math.max(-min, max, Number.MIN_VALUE);
  const spread = max > min ? max - min : size;
  const finest = Math.max(-1000, Math.ceil(Math.log2(size)) + FINEST);
  let exponent = Math.max(finest, Math.floor(Math.log2(spread / most)), whole ? 0 : Number.NEGATIVE_INFINITY);
  const needed = () => Math.floor(max / 2 ** exponent) - Math.floor(min / 2 ** exponent) + 1;
  while (needed() > most) exponent++;
  return exponent;
}
