import { asArray, asCount, asNumber, asObject, asText, checkVersion, PayloadError } from './payload.js';
import type { HistogramSpec } from './spec.js';

/** {@link HistogramSpec} with plain numbers. */
export interface HistogramData {
  title: string;
  layers: LayerData[];
}

/** One layer of {@link HistogramData}. */
export interface LayerData {
  name: string;
  shape: number[];
  pushed: number;
  snapshots: SnapshotData[];
}

/** One snapshot of a layer. */
export interface SnapshotData {
  step: number | null;
  exponent: number;
  first: number;
  counts: number[];
  count: number;
  min: number;
  max: number;
  mean: number;
  std: number;
  zeros: number;
  nan: number;
  posInf: number;
  negInf: number;
}

/** Reads the JSON of histograms. Throws a PayloadError that says what is wrong. */
export function decodeHistogram(payload: unknown): HistogramData {
  const spec = asObject('histogram view', payload);
  checkVersion('histogram view', spec.version);
  return {
    title: spec.title === undefined ? '' : asText('histogram title', spec.title),
    layers: asArray('histogram layers', spec.layers).map(readLayer),
  };
}

function readLayer(value: unknown): LayerData {
  const layer = asObject('histogram layer', value);
  const snapshots = asArray('histogram snapshots', layer.snapshots).map(readSnapshot);
  if (snapshots.length === 0) throw new PayloadError('histogram snapshots', 'at least one', []);
  return {
    name: asText('histogram layer name', layer.name),
    shape: asArray('histogram shape', layer.shape).map((size) => asCount('histogram shape', size)),
    pushed: asCount('histogram pushed', layer.pushed),
    snapshots,
  };
}

function readSnapshot(value: unknown): SnapshotData {
  const snapshot = asObject('histogram snapshot', value);
  const number = (key: keyof HistogramSpec['layers'][number]['snapshots'][number]) =>
    asNumber(`histogram ${key}`, snapshot[key]);
  const whole = (key: 'exponent' | 'first') => {
    const n = number(key);
    if (!Number.isInteger(n)) throw new PayloadError(`histogram ${key}`, 'a whole number', n);
    return n;
  };
  return {
    step: snapshot.step === null ? null : number('step'),
    exponent: whole('exponent'),
    first: whole('first'),
    counts: asArray('histogram counts', snapshot.counts).map((count) => asCount('histogram counts', count)),
    count: number('count'),
    min: number('min'),
    max: number('max'),
    mean: number('mean'),
    std: number('std'),
    zeros: number('zeros'),
    nan: number('nan'),
    posInf: number('posInf'),
    negInf: number('negInf'),
  };
}
