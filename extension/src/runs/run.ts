import { decodeTraining } from '../protocol/decode-training.js';
import { asArray } from '../protocol/fields.js';
import { pointsAt } from '../protocol/grow-series.js';
import { asCount, asObject, asText } from '../protocol/payload.js';
import type { TrainingSeries, TrainingSpec } from '../protocol/spec.js';

/** One training run in the list, also after its output is gone. */
export interface Run {
  readonly id: string;
  name: string;
  /** Path of its notebook; empty while that is not known. */
  notebook: string;
  hidden: boolean;
  /** Place in the palette. */
  color: number;
  spec: TrainingSpec;
}

/** Points of a series that are remembered. */
const KEPT = 300;

/** A run as it is remembered: with at most 300 points a series, each the last of its stretch with its extremes. */
export function packRun(run: Run): Record<string, unknown> {
  const { id, name, notebook, hidden, color, spec } = run;
  return { id, name, notebook, hidden, color, spec: { ...spec, series: spec.series.map(thinned) } };
}

/** Reads what {@link packRun} wrote; throws a PayloadError when it is something else. */
export function unpackRun(value: unknown): Run {
  const run = asObject('run', value);
  return {
    id: asText('run id', run.id),
    name: asText('run name', run.name),
    notebook: asText('run notebook', run.notebook),
    hidden: run.hidden === true,
    color: asCount('run color', run.color),
    spec: decodeTraining(run.spec),
  };
}

/** Reads a list of remembered runs; what cannot be read is left out. */
export function unpackRuns(value: unknown): Run[] {
  return asArray('runs', value).flatMap((entry) => {
    try {
      return [unpackRun(entry)];
    } catch {
      return [];
    }
  });
}

function thinned(series: TrainingSeries): TrainingSeries {
  const count = series.value.length;
  if (count <= KEPT) return series;
  const lows = series.low ?? series.value;
  const highs = series.high ?? series.value;
  const ends = Array.from({ length: KEPT }, (_, i) => Math.floor(((i + 1) * count) / KEPT) - 1);
  const stretch = <T>(values: T[], i: number) => values.slice(i === 0 ? 0 : ends[i - 1] + 1, ends[i] + 1);
  const extreme = (values: TrainingSeries['value'], take: (a: number, b: number) => number, i: number) => {
    const finite = stretch(values, i).map(Number).filter(Number.isFinite);
    return finite.length > 0 ? finite.reduce((a, b) => take(a, b)) : ('NaN' as const);
  };
  return {
    ...pointsAt(series, ends),
    low: ends.map((_, i) => extreme(lows, Math.min, i)),
    high: ends.map((_, i) => extreme(highs, Math.max, i)),
  };
}
