import type { JsonNumber, OddValues, TrainingSeries } from '../spec.js';
import { fromJsonNumber, toJsonNumber } from '../values.js';

/** Most points of a series that are kept. */
export const KEPT_POINTS = 2000;

/** One pushed point; `epoch` is NaN where none was given. */
export interface Point {
  step: number;
  epoch: number;
  time: number;
  value: number;
}

const COLUMNS = ['step', 'epoch', 'time', 'value', 'low', 'high'] as const;
type Column = (typeof COLUMNS)[number];

/**
 * A growing series in bounded memory. A kept point stands for `stride` pushed ones: it has the last one's place and value
 * and the lowest and highest value of all of them (NaN aside). When the room is full, neighbours merge in pairs and the
 * stride doubles. The first point and the last are always exact, and no extreme is ever lost.
 */
export class ThinnedSeries {
  pushed = 0;
  min = Number.NaN;
  max = Number.NaN;
  /** Step of the last point; NaN before the first. */
  lastStep = Number.NaN;
  last = Number.NaN;
  private readonly columns: Record<Column, Float64Array>;
  private length = 0;
  private stride = 1;
  /** How many pushed points the last kept one stands for. */
  private fill = 0;
  private odd: OddValues | undefined;

  constructor(
    readonly name: string,
    readonly panel: string,
    capacity = KEPT_POINTS,
    readonly run?: string,
  ) {
    const column = () => new Float64Array(capacity);
    this.columns = { step: column(), epoch: column(), time: column(), value: column(), low: column(), high: column() };
  }

  push(point: Point): void {
    const { value } = point;
    this.pushed++;
    this.last = value;
    this.lastStep = point.step;
    // Comparisons with NaN are false, so these take the first number.
    if (!Number.isFinite(value)) this.noteOdd(point);
    else {
      if (!(this.min <= value)) this.min = value;
      if (!(this.max >= value)) this.max = value;
    }
    const { columns } = this;
    if (this.length > 1 && this.fill < this.stride) {
      this.fill++;
    } else {
      if (this.length === columns.step.length) this.halve();
      if (this.length > 1 && this.fill < this.stride) this.fill++;
      else {
        this.length++;
        this.fill = 1;
      }
    }
    const i = this.length - 1;
    columns.step[i] = point.step;
    columns.epoch[i] = point.epoch;
    columns.time[i] = point.time;
    columns.value[i] = value;
    columns.low[i] = this.fill === 1 ? value : lower(columns.low[i], value);
    columns.high[i] = this.fill === 1 ? value : higher(columns.high[i], value);
  }

  /** The kept points and what is known of all, as JSON. */
  toSpec(): TrainingSeries {
    const thinned = this.stride > 1;
    return {
      name: this.name,
      ...(this.run === undefined ? {} : { run: this.run }),
      panel: this.panel,
      step: this.numbers('step'),
      epoch: this.numbers('epoch').map((epoch) => (Number.isNaN(epoch) ? null : epoch)),
      time: this.numbers('time'),
      value: this.numbers('value').map(toJsonNumber),
      ...(thinned ? { low: this.numbers('low').map(toJsonNumber), high: this.numbers('high').map(toJsonNumber) } : {}),
      pushed: this.pushed,
      min: toJsonNumber(this.min),
      max: toJsonNumber(this.max),
      last: toJsonNumber(this.last),
      ...(this.odd ? { odd: { ...this.odd } } : {}),
    };
  }

  private noteOdd({ step, value }: Point): void {
    this.odd ??= { nan: 0, posInf: 0, negInf: 0, first: step };
    if (Number.isNaN(value)) this.odd.nan++;
    else if (value > 0) this.odd.posInf++;
    else this.odd.negInf++;
  }

  private numbers(column: Column): number[] {
    return Array.from(this.columns[column].subarray(0, this.length));
  }

  /** Merges points 1 and 2, 3 and 4, …; point 0 stays alone, and so does a last one without a neighbour. */
  private halve(): void {
    const { step, epoch, time, value, low, high } = this.columns;
    let to = 1;
    for (let from = 1; from < this.length; from += 2, to++) {
      const second = Math.min(from + 1, this.length - 1);
      step[to] = step[second];
      epoch[to] = epoch[second];
      time[to] = time[second];
      value[to] = value[second];
      low[to] = lower(low[from], low[second]);
      high[to] = higher(high[from], high[second]);
    }
    const paired = (this.length - 1) % 2 === 0;
    this.fill += paired ? this.stride : 0;
    this.stride *= 2;
    this.length = to;
  }
}

/**
 * A series with at most `most` points: neighbours are merged as {@link ThinnedSeries} merges them, so that the first point,
 * the last and every extreme stay.
 */
export function mergedTo(series: TrainingSeries, most: number): TrainingSeries {
  const count = series.value.length;
  if (count <= most) return series;
  const stride = Math.ceil((count - 1) / (most - 1));
  const ends = [0];
  for (let end = stride; end < count - 1; end += stride) ends.push(end);
  ends.push(count - 1);
  const pick = <T>(list: readonly T[]) => ends.map((end) => list[end]);
  const bound = (list: readonly JsonNumber[], choose: (a: number, b: number) => number) =>
    ends.map((end, i) => {
      const part = list.slice(i === 0 ? 0 : ends[i - 1] + 1, end + 1).map(fromJsonNumber);
      return toJsonNumber(part.reduce(choose));
    });
  return {
    ...series,
    step: pick(series.step),
    epoch: pick(series.epoch),
    time: pick(series.time),
    value: pick(series.value),
    low: bound(series.low ?? series.value, lower),
    high: bound(series.high ?? series.value, higher),
  };
}

function lower(a: number, b: number): number {
  return Number.isNaN(a) || b < a ? b : a;
}

function higher(a: number, b: number): number {
  return Number.isNaN(a) || b > a ? b : a;
}
