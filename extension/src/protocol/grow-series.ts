import { thin } from '../training/curve.js';
import { PayloadError } from './payload.js';
import type { JsonNumber, OddValues, TrainingSeries } from './spec.js';

/** A page that gets no full states, as one that was loaded in mid-run, thins a series itself from this length. */
const LONG = 12_000;
const THINNED = 4000;

/** A series without points. */
export function emptySeries(head: { name: string; panel: string; run?: string }): TrainingSeries {
  const empty = { step: [], epoch: [], time: [], value: [], pushed: 0 };
  return { ...head, ...empty, min: 'NaN', max: 'NaN', last: 'NaN' };
}

/** A series with more points: all steps, then all epochs (NaN for none), seconds and values. */
export function append(series: TrainingSeries, points: number[]): TrainingSeries {
  const count = points.length / 4;
  if (!Number.isInteger(count)) throw new PayloadError('training points', 'four columns of one length', points.length);
  if (count === 0) return series;
  const column = (at: number) => points.slice(at * count, (at + 1) * count);
  const [step, epoch, time, numbers] = [0, 1, 2, 3].map(column);
  const value = numbers.map(toJson);
  const finite = numbers.filter(Number.isFinite);
  const odd = oddOf(series.odd, step, numbers);
  return thinned({
    ...series,
    step: series.step.concat(step),
    epoch: series.epoch.concat(epoch.map((place) => (Number.isNaN(place) ? null : place))),
    time: series.time.concat(time),
    value: series.value.concat(value),
    ...(series.low && { low: series.low.concat(value) }),
    ...(series.high && { high: series.high.concat(value) }),
    pushed: series.pushed + count,
    min: extreme(Math.min, series.min, finite),
    max: extreme(Math.max, series.max, finite),
    last: value[count - 1],
    ...(odd && { odd }),
  });
}

function extreme(pick: (a: number, b: number) => number, known: JsonNumber, values: number[]): JsonNumber {
  const found = values.reduce((best, value) => (Number.isNaN(best) ? value : pick(best, value)), Number(known));
  return toJson(found);
}

function toJson(value: number): JsonNumber {
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}

function oddOf(known: OddValues | undefined, step: number[], values: number[]): OddValues | undefined {
  const first = values.findIndex((value) => !Number.isFinite(value));
  if (first < 0) return known;
  const many = (is: (value: number) => boolean) => values.filter(is).length;
  return {
    nan: (known?.nan ?? 0) + many(Number.isNaN),
    posInf: (known?.posInf ?? 0) + many((value) => value === Number.POSITIVE_INFINITY),
    negInf: (known?.negInf ?? 0) + many((value) => value === Number.NEGATIVE_INFINITY),
    first: known?.first ?? step[first],
  };
}

/** Keeps the ends and, of each stretch, the points with the lowest and the highest value. */
function thinned(series: TrainingSeries): TrainingSeries {
  const count = series.value.length;
  if (count < LONG) return series;
  const places = Array.from({ length: count }, (_, i) => i);
  const kept = new Set(
    [series.low ?? series.value, series.high ?? series.value].flatMap(
      (values) => thin({ x: places, y: values.map(Number) }, THINNED).x,
    ),
  );
  return pointsAt(
    series,
    [...kept].sort((a, b) => a - b),
  );
}

/** A series with those of its points that stand at `places`. */
export function pointsAt(series: TrainingSeries, places: readonly number[]): TrainingSeries {
  const pick = <T>(list: T[]) => places.map((place) => list[place]);
  return {
    ...series,
    step: pick(series.step),
    epoch: pick(series.epoch),
    time: pick(series.time),
    value: pick(series.value),
    ...(series.low && { low: pick(series.low) }),
    ...(series.high && { high: pick(series.high) }),
  };
}
