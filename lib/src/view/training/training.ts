import { ValueError } from '../../errors.js';
import { afterInterrupt } from '../../interrupted.js';
import { currentHost, DISPLAY_SYMBOL, type MimeBundle, type ViewHost } from '../host.js';
import { LiveLink, type LiveSource } from '../live.js';
import { printLine } from '../print.js';
import { viewBundle } from '../show.js';
import {
  TRAINING_MIME,
  type TrainingDelta,
  type TrainingMark,
  type TrainingSeries,
  type TrainingSpec,
} from '../spec.js';
import { type Compared, comparedSeries } from './compare.js';
import { panelOf } from './panel.js';
import { PendingPoints } from './pending.js';
import { trainingPng } from './png.js';
import { trainingLine, trainingText } from './text.js';
import { KEPT_POINTS, mergedTo, type Point, ThinnedSeries } from './thin.js';

/** What a training view is told at the start. */
export interface TrainingOptions {
  /** Name in the header. */
  title?: string;
  /** Totals for the progress line, e.g. `step 120 of 500`. */
  totalSteps?: number;
  totalEpochs?: number;
  /** Horizontal axis first shown; default `step`. */
  x?: 'step' | 'epoch' | 'time';
  /** Earlier runs to lay under this one, by name or under their titles: other views, or histories of `fit`. */
  compare?: Compared;
}

/** Numbers or one-value tensors to be plotted, by name. */
export type TrainingValues = Record<string, number | { item(): number }>;

/** The place of pushed values; a fractional epoch is fine. */
export interface TrainingPlace {
  step?: number;
  epoch?: number;
  /** Which of several runs in one view the values belong to, e.g. `lr 0.1`; each counts its own steps. */
  run?: string;
}

/** What a test may put in place of the real clock and notebook. */
export interface TrainingSurroundings {
  /** Milliseconds from any start. */
  now(): number;
  host: ViewHost | undefined;
}

const PLACES: readonly string[] = ['step', 'epoch', 'time'];
/** Shortest time between two printed lines where there is no notebook, in milliseconds. */
const PRINT_INTERVAL = 2000;

/** Most points of all series together in one payload, and the fewest that a series keeps when there are many. */
const POINTS_IN_ALL = 9000;
const FEWEST_POINTS = 60;
/** Most marks that are kept, the newest. */
const MOST_MARKS = 100;

/** Views that were pushed to and not ended, which an interrupt ends. */
const running = new Set<Training>();

/**
 * Live curves of a training run. In a notebook the first push shows them and further pushes, from this cell or a later
 * one, extend them; elsewhere a line of text is printed every two seconds. Memory is bounded: of a long run at most 2,000
 * points a series are kept, with all extremes.
 */
export class Training {
  private readonly id = `training-${Math.random().toString(36).slice(2, 12)}`;
  private readonly series = new Map<string, ThinnedSeries>();
  private pending = new Map<string, PendingPoints>();
  private pendingCount = 0;
  private state: TrainingSpec['state'] = 'running';
  private readonly started: number;
  private lastPrint = Number.NEGATIVE_INFINITY;
  private printed = true;
  /** The step that each run has reached. */
  private readonly steps = new Map<string | undefined, number>();
  private readonly compared: TrainingSeries[];
  private marks: TrainingMark[] = [];
  private newMarks = false;
  private lastPlace = { epoch: Number.NaN, run: undefined as string | undefined };
  private readonly now: () => number;
  private readonly link: LiveLink | undefined;

  constructor(
    private readonly options: TrainingOptions = {},
    { now, host }: TrainingSurroundings = { now: () => performance.now(), host: currentHost() },
  ) {
    if (options.x !== undefined && !PLACES.includes(options.x)) {
      throw new ValueError(`view.training: x must be one of ${PLACES.join(', ')}, got ${options.x}`);
    }
    this.now = now;
    this.started = now();
    this.compared = options.compare === undefined ? [] : comparedSeries(options.compare);
    if (host) this.link = new LiveLink(this.source(), host, now);
  }

  /**
   * Adds one value to each named series. Without `at.step` the step counts up from 1 by itself: it advances when a name
   * comes again, so values pushed one by one share a step. Throws a ValueError for anything but numbers and one-value
   * tensors.
   */
  push(values: TrainingValues, at: TrainingPlace = {}): void {
    if (typeof values !== 'object' || values === null || 'item' in values) {
      const got = typeof values === 'object' && values !== null ? 'a tensor' : String(values);
      throw new ValueError(`view.training: push takes numbers by name, got ${got}; write { loss }`);
    }
    checkPlace(at);
    const numbers = Object.entries(values).map(([name, value]): [string, number] => [name, toNumber(name, value)]);
    if (numbers.length === 0) return;
    const { run, epoch = Number.NaN } = at;
    const step = at.step ?? this.nextStep(numbers, run);
    this.steps.set(run, step);
    this.lastPlace = { epoch, run };
    const time = this.running();
    for (const [name, value] of numbers) this.add(name, run, { step, epoch, time: this.seconds(time), value });
    this.tell(time);
  }

  /**
   * Draws a line with a few words where the run is now, e.g. where the learning rate drops. The last 100 are kept.
   *
   *     const plot = view.training();
   *     plot.push({ loss: 0.5 });
   *     plot.mark('lr drop');
   */
  mark(text: string): void {
    if (typeof text !== 'string' || text === '') {
      throw new ValueError(`view.training: mark takes a text, got ${text === '' ? 'an empty one' : String(text)}`);
    }
    const { epoch, run } = this.lastPlace;
    const time = this.running();
    const mark: TrainingMark = {
      text,
      step: this.steps.get(run) ?? 0,
      epoch: Number.isNaN(epoch) ? null : epoch,
      time: this.seconds(time),
    };
    this.marks = [...this.marks, mark].slice(-MOST_MARKS);
    this.newMarks = true;
    this.printed = false;
    // Without a value there is nothing to draw a line in.
    if (this.series.size > 0) this.tell(time);
  }

  /** Marks the run as finished and shows its final state at once; the end of the cell does so too. */
  done(): void {
    this.finish('done');
    if (this.link) this.link.flush();
    else if (!this.printed) this.print(this.now());
  }

  /** @internal The cell that fed the view was interrupted; its end shows so. */
  interrupt(): void {
    this.finish('interrupted');
  }

  /** The view's data as it is now, older than any message: a live receiver of it asks for the state. */
  toSpec(): TrainingSpec {
    return this.spec(0);
  }

  /** Progress, and for each series a sparkline with its last and best value. */
  toString(): string {
    return trainingText(this.toSpec());
  }

  /** A copy of the view as it is now, for a cell that ends in it. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return bundleOf(this.toSpec(), true);
  }

  private finish(state: 'done' | 'interrupted'): void {
    this.state = state;
    running.delete(this);
  }

  /** Notes that the run goes on; the time now. */
  private running(): number {
    this.state = 'running';
    if (this.link) running.add(this);
    afterInterrupt(interruptRunning);
    return this.now();
  }

  private seconds(time: number): number {
    return Math.round(time - this.started) / 1000;
  }

  private tell(time: number): void {
    if (this.link) this.link.changed();
    else if (time - this.lastPrint >= PRINT_INTERVAL) this.print(time);
  }

  private add(name: string, run: string | undefined, point: Point): void {
    const key = keyOf(name, run);
    let series = this.series.get(key);
    if (!series) {
      series = new ThinnedSeries(name, panelOf(name), KEPT_POINTS, run);
      this.series.set(key, series);
    }
    series.push(point);
    this.printed = false;
    if (!this.link) return;
    this.pendingCount++;
    // More news than a full state has is never sent, so it is not kept either.
    if (this.pendingCount > KEPT_POINTS) {
      this.pending.clear();
      return;
    }
    let pending = this.pending.get(key);
    if (!pending) {
      pending = new PendingPoints(name, series.panel, run);
      this.pending.set(key, pending);
    }
    pending.push(point);
  }

  private nextStep(numbers: readonly [string, number][], run: string | undefined): number {
    const step = this.steps.get(run) ?? 0;
    const again = step < 1 || numbers.some(([name]) => this.series.get(keyOf(name, run))?.lastStep === step);
    return again ? step + 1 : step;
  }

  private print(time: number): void {
    printLine(trainingLine(this.toSpec()));
    this.lastPrint = time;
    this.printed = true;
  }

  private spec(seq: number): TrainingSpec {
    const { title, totalSteps, totalEpochs, x } = this.options;
    const all = [...[...this.series.values()].map((series) => series.toSpec()), ...this.compared];
    const room = Math.max(FEWEST_POINTS, Math.floor(POINTS_IN_ALL / Math.max(1, all.length)));
    return {
      version: 1,
      id: this.id,
      ...(title ? { title } : {}),
      seq,
      ...(totalSteps === undefined ? {} : { totalSteps }),
      ...(totalEpochs === undefined ? {} : { totalEpochs }),
      ...(x === undefined ? {} : { x }),
      state: this.state,
      series: all.map((series) => mergedTo(series, room)),
      ...(this.marks.length > 0 ? { marks: this.marks } : {}),
    };
  }

  private source(): LiveSource {
    return {
      id: this.id,
      mime: TRAINING_MIME,
      bundle: (seq, picture) => {
        this.forgetPending();
        return bundleOf(this.spec(seq), picture);
      },
      news: (packer) => {
        if (this.pendingCount > KEPT_POINTS) return undefined;
        const series = [...this.pending.values()].map((points) => points.toNews(packer));
        const marks = this.newMarks ? { marks: this.marks } : {};
        this.forgetPending();
        return { series, ...marks } satisfies TrainingDelta;
      },
      finish: () => {
        if (this.state === 'running') this.finish('done');
      },
    };
  }

  /** After a message nothing is news any more. */
  private forgetPending(): void {
    this.pending = new Map();
    this.pendingCount = 0;
    this.newMarks = false;
  }
}

/**
 * Opens live curves of a training run; they appear with the first `push`.
 *
 *     const plot = view.training({ totalSteps: 500 });
 *     for (let step = 0; step < 500; step++) plot.push({ loss: 1 / (step + 1), accuracy: step / 500 });
 *
 * Runs are compared in one view, pushed under names or taken from earlier ones:
 *
 *     const rates = view.training({ title: 'rates' });
 *     for (const lr of [0.1, 0.5]) {
 *       for (let step = 1; step <= 20; step++) rates.push({ loss: (1 - lr) ** step }, { run: `lr ${lr}` });
 *     }
 *     view.training({ compare: { before: rates } }).push({ loss: 0.3 });
 */
export function training(options: TrainingOptions = {}): Training {
  return new Training(options);
}

function checkPlace(at: unknown): void {
  const { step = 0, epoch = 0 } = (at ?? {}) as TrainingPlace;
  if (typeof at === 'object' && at !== null && Number.isFinite(step) && Number.isFinite(epoch)) return;
  const got = typeof at === 'object' && at !== null ? `{ step: ${step}, epoch: ${epoch} }` : String(at);
  throw new ValueError(`view.training: the place of a push is { step, epoch, run } with numbers, got ${got}`);
}

function interruptRunning(): void {
  for (const each of running) each.interrupt();
}

function bundleOf(spec: TrainingSpec, picture: boolean): MimeBundle {
  return viewBundle(TRAINING_MIME, spec, picture ? trainingPng(spec) : undefined, trainingText(spec));
}

function keyOf(name: string, run: string | undefined): string {
  return run === undefined ? name : `${run}\n${name}`;
}

function toNumber(name: string, value: unknown): number {
  if (typeof value === 'number') return value;
  const item = (value as { item?: unknown } | null | undefined)?.item;
  const number = typeof item === 'function' ? item.call(value) : undefined;
  if (typeof number === 'number') return number;
  throw new ValueError(`view.training: push takes numbers and one-value tensors, got ${name} = ${String(value)}`);
}
