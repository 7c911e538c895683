import type { TensorSummary } from '../spec.js';
import { type TensorValues, toJsonNumber } from '../values.js';

/** Number of bins of the sparkline in a summary. */
export const SUMMARY_BINS = 12;

/**
 * Statistics of all values of a tensor, in two passes. NaN and ±Inf are counted and left out of the rest; a statistic of
 * no values is 'NaN', and so is the sample deviation of one value. Values that are all equal fall into a single bin, and
 * there is no bin when no value is finite.
 */
export function summarize({ values }: TensorValues): TensorSummary {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let zeros = 0;
  let nan = 0;
  let posInf = 0;
  let negInf = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    // The difference is NaN, not zero, exactly for NaN and ±Inf: one test a value instead of three.
    if (v - v === 0) {
      if (v < min) min = v;
      if (v > max) max = v;
      sum += v;
      if (v === 0) zeros++;
    } else if (v > 0) posInf++;
    else if (v < 0) negInf++;
    else nan++;
  }
  const finite = values.length - nan - posInf - negInf;
  const mean = sum / finite;
  // A typed array and an integer conversion keep the loop below free of checks; the last bin takes the maximum too.
  const bins = new Int32Array(finite === 0 ? 0 : max > min ? SUMMARY_BINS + 1 : 1);
  const scale = max > min ? SUMMARY_BINS / (max - min) : 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (v - v !== 0) continue;
    const off = v - mean;
    squares += off * off;
    bins[((v - min) * scale) | 0]++;
  }
  if (bins.length > 1) bins[SUMMARY_BINS - 1] += bins[SUMMARY_BINS];
  return {
    count: values.length,
    min: finite ? min : 'NaN',
    max: finite ? max : 'NaN',
    mean: toJsonNumber(mean),
    std: toJsonNumber(finite > 1 ? Math.sqrt(squares / (finite - 1)) : Number.NaN),
    zeros,
    nan,
    posInf,
    negInf,
    bins: Array.from(bins.subarray(0, SUMMARY_BINS)),
  };
}
