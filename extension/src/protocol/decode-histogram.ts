import { asArray, asCounts, asNumber, asSpec, atMost, optionalText } from './fields.js';
import { readPacked } from './packed.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';
import { readStatistics, type StatisticsData } from './statistics.js';

/** Histograms with plain numbers. */
export interface HistogramData {
  /** Of a view that grows: its identity and the number of this state; else empty and 0. */
  id: string;
  seq: number;
  title: string;
  layers: LayerData[];
}

/** More than any view makes: beyond, a page would stand still. */
const MOST_LAYERS = 2000;
const MOST_SNAPSHOTS = 1000;
const MOST_BINS = 4096;

/** One layer of {@link HistogramData}. */
export interface LayerData {
  name: string;
  shape: number[];
  pushed: number;
  snapshots: SnapshotData[];
}

/** One snapshot of a layer. */
export interface SnapshotData extends StatisticsData {
  step: number | null;
  exponent: number;
  first: number;
  counts: number[];
}

/** The width of a bin is a power of two that a number can hold. */
const MOST_EXPONENT = 1100;

/** Reads the JSON of histograms. Throws a PayloadError that says what is wrong. */
export function decodeHistogram(payload: unknown): HistogramData {
  const spec = asSpec('histogram view', payload);
  return {
    id: optionalText('histogram id', spec.id),
    seq: spec.seq === undefined ? 0 : asCount('histogram seq', spec.seq),
    title: optionalText('histogram title', spec.title),
    layers: atMost('histogram layers', asArray('histogram layers', spec.layers), MOST_LAYERS).map(readLayer),
  };
}

/** Histograms after a delta. Throws a PayloadError that says what is wrong. */
export function extendHistogram(
  held: HistogramData,
  seq: number,
  delta: unknown,
  buffers: readonly DataView[],
): HistogramData {
  const layers = [...held.layers];
  for (const entry of asArray('histogram news', asObject('histogram news', delta).layers)) {
    const news = asObject('histogram news', entry);
    const name = asText('histogram layer name', news.name);
    const place = layers.findIndex((layer) => layer.name === name);
    const before = layers[place]?.snapshots ?? [];
    const kept = asArray('histogram kept', news.kept).flatMap((at) => before[asCount('histogram kept', at)] ?? []);
    const added = readSnapshots(readPacked('histogram news', news.added, buffers));
    const layer = {
      name,
      shape: asCounts('histogram shape', news.shape),
      pushed: asCount('histogram pushed', news.pushed),
      snapshots: [...kept, ...added],
    };
    if (layer.snapshots.length === 0) throw new PayloadError('histogram snapshots', 'at least one', []);
    if (place < 0) layers.push(layer);
    else layers[place] = layer;
  }
  return { ...held, seq, layers };
}

/** Snapshots as a message has them: thirteen numbers and the counts of each, one after another. */
function readSnapshots(numbers: number[]): SnapshotData[] {
  const snapshots: SnapshotData[] = [];
  for (let at = 0; at < numbers.length; ) {
    const [step, exponent, first, count, min, max, mean, std, zeros, nan, posInf, negInf, bins] = numbers.slice(at);
    asCount('histogram news bins', bins);
    const counts = numbers.slice(at + 13, at + 13 + bins);
    if (counts.length !== bins) throw new PayloadError('histogram news', `${bins} counts`, counts.length);
    at += 13 + bins;
    snapshots.push(
      readSnapshot({
        step: Number.isNaN(step) ? null : step,
        ...{ exponent, first, counts, count, min, max, mean, std, zeros, nan, posInf, negInf },
      }),
    );
  }
  return snapshots;
}

function readLayer(value: unknown): LayerData {
  const layer = asObject('histogram layer', value);
  const listed = asArray('histogram snapshots', layer.snapshots);
  const snapshots = atMost('histogram snapshots', listed, MOST_SNAPSHOTS).map(readSnapshot);
  if (snapshots.length === 0) throw new PayloadError('histogram snapshots', 'at least one', []);
  return {
    name: asText('histogram layer name', layer.name),
    shape: asCounts('histogram shape', layer.shape),
    pushed: asCount('histogram pushed', layer.pushed),
    snapshots,
  };
}

function readSnapshot(value: unknown): SnapshotData {
  const snapshot = asObject('histogram snapshot', value);
  const whole = (key: 'exponent' | 'first') => {
    const n = asNumber(`histogram ${key}`, snapshot[key]);
    if (!Number.isSafeInteger(n)) throw new PayloadError(`histogram ${key}`, 'a whole number', n);
    if (key === 'exponent' && Math.abs(n) > MOST_EXPONENT) {
      throw new PayloadError('histogram exponent', `a power of two from -${MOST_EXPONENT} to ${MOST_EXPONENT}`, n);
    }
    return n;
  };
  return {
    step: snapshot.step === null ? null : asNumber('histogram step', snapshot.step),
    exponent: whole('exponent'),
    first: whole('first'),
    counts: atMost('histogram counts', asCounts('histogram counts', snapshot.counts), MOST_BINS),
    ...readStatistics('histogram', snapshot),
  };
}
