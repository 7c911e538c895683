import type { TensorSummary } from './spec.js';
import { type TensorValues, toJsonNumber } from './values.js';

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
  const bins: number[] = finite === 0 ? [] : new Array(max > min ? SUMMARY_BINS : 1).fill(0);
  const scale = max > min ? SUMMARY_BINS / (max - min) : 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (v - v !== 0) continue;
    squares += (v - mean) * (v - mean);
    const bin = Math.trunc((v - min) * scale);
    bins[bin < bins.length ? bin : bins.length - 1]++;
  }
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
    bins,
  };
}
