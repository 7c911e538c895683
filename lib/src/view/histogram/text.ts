import { shortNumber } from '../numbers.js';
import { sparkline } from '../tensor/spark.js';
import { fromJsonNumber } from '../values.js';
import { rebinned } from './binning.js';
import type { HistogramLayer, HistogramSpec } from './spec.js';

const SPARK_BINS = 24;

/** Histograms as text: a line a layer, with a sparkline of its newest snapshot and what is known of its values. */
export function histogramText(spec: HistogramSpec): string {
  const title = spec.title ? [spec.title] : [];
  return [...title, ...rows(spec)].join('\n');
}

/** Histograms in one line, for a log. */
export function histogramLine(spec: HistogramSpec): string {
  return [...(spec.title ? [spec.title] : []), ...rows(spec)].join(' | ');
}

/** Counts and statistics of a snapshot in words, each where there is something to say. */
export function snapshotFacts({ snapshots, pushed }: HistogramLayer): string[] {
  const newest = snapshots[snapshots.length - 1];
  const { count, zeros, nan, posInf, negInf } = newest;
  const [min, max, mean, std] = [newest.min, newest.max, newest.mean, newest.std].map((n) =>
    shortNumber(fromJsonNumber(n)),
  );
  const finite = count - nan - posInf - negInf;
  return [
    ...(newest.step === null || pushed < 2 ? [] : [`step ${newest.step}`]),
    `n=${count}`,
    ...(finite > 0 ? [`x∈[${min}, ${max}]`, `μ=${mean}`] : []),
    ...(finite > 1 ? [`σ=${std}`] : []),
    ...(zeros ? [`zeros: ${zeros}`] : []),
    ...(nan ? [`NaN: ${nan}`] : []),
    ...(posInf ? [`+Inf: ${posInf}`] : []),
    ...(negInf ? [`-Inf: ${negInf}`] : []),
  ];
}

function rows({ layers }: HistogramSpec): string[] {
  const width = Math.max(0, ...layers.map(({ name }) => name.length));
  return layers.map((layer) => {
    const newest = layer.snapshots[layer.snapshots.length - 1];
    let exponent = newest.exponent;
    while (rebinned(newest, exponent).counts.length > SPARK_BINS) exponent++;
    const spark = sparkline(rebinned(newest, exponent).counts, 0);
    return `${layer.name.padEnd(width)} ${spark} ${snapshotFacts(layer).join(' ')}`;
  });
}
