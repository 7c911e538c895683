import { ValueError } from '../../errors.js';
import { afterInterrupt } from '../../interrupted.js';
import { currentHost, DISPLAY_SYMBOL, type MimeBundle, type ViewHost } from '../host.js';
import { LiveLink, type LiveSource } from '../live.js';
import { printLine } from '../print.js';
import { type LiveMessage, TRAINING_MIME, type TrainingSpec } from '../spec.js';
import { panelOf } from './panel.js';
import { PendingPoints } from './pending.js';
import { trainingPng } from './png.js';
import { trainingLine, trainingText } from './text.js';
import { KEPT_POINTS, type Point, ThinnedSeries } from './thin.js';

/** What a training view is told at the start. */
export interface TrainingOptions {
  /** Name in the header. */
  title?: string;
  /** Totals for the progress line, e.g. `step 120 of 500`. */
  totalSteps?: number;
  totalEpochs?: number;
  /** Horizontal axis first shown; default `step`. */
  x?: 'step' | 'epoch' | 'time';
}

/** Numbers or one-value tensors to be plotted, by name. */
export type TrainingValues = Record<string, number | { item(): number }>;

/** The place of pushed values; a fractional epoch is fine. */
export interface TrainingPlace {
  step?: number;
  epoch?: number;
}

/** What a test may put in place of the real clock and notebook. */
export interface TrainingSurroundings {
  /** Milliseconds from any start. */
  now(): number;
  host: ViewHost | undefined;
}

/** Shortest time between two printed lines where there is no notebook, in milliseconds. */
const PRINT_INTERVAL = 2000;

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
  private step = 0;
  private readonly now: () => number;
  private readonly link: LiveLink | undefined;

  constructor(
    private readonly options: TrainingOptions = {},
    { now, host }: TrainingSurroundings = { now: () => performance.now(), host: currentHost() },
  ) {
    this.now = now;
    this.started = now();
    if (host) this.link = new LiveLink(this.source(), host, now);
  }

  /**
   * Adds one value to each named series. Without `at.step` the step counts up from 1 by itself: it advances when a name
   * comes again, so values pushed one by one share a step. Throws a ValueError for anything but numbers and one-value
   * tensors.
   */
  push(values: TrainingValues, at: TrainingPlace = {}): void {
    const numbers = Object.entries(values).map(([name, value]): [string, number] => [name, toNumber(name, value)]);
    if (numbers.length === 0) return;
    this.step = at.step ?? this.nextStep(numbers);
    this.state = 'running';
    if (this.link) running.add(this);
    afterInterrupt(interruptRunning);
    const time = this.now();
    const place = { step: this.step, epoch: at.epoch ?? Number.NaN, time: Math.round(time - this.started) / 1000 };
    for (const [name, value] of numbers) this.add(name, { ...place, value });
    if (this.link) this.link.changed();
    else if (time - this.lastPrint >= PRINT_INTERVAL) this.print(time);
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

  private add(name: string, point: Point): void {
    let series = this.series.get(name);
    if (!series) {
      series = new ThinnedSeries(name, panelOf(name));
      this.series.set(name, series);
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
    let pending = this.pending.get(name);
    if (!pending) {
      pending = new PendingPoints(name, series.panel);
      this.pending.set(name, pending);
    }
    pending.push(point);
  }

  private nextStep(numbers: readonly [string, number][]): number {
    const again = this.step < 1 || numbers.some(([name]) => this.series.get(name)?.lastStep === this.step);
    return again ? this.step + 1 : this.step;
  }

  private print(time: number): void {
    printLine(trainingLine(this.toSpec()));
    this.lastPrint = time;
    this.printed = true;
  }

  private spec(seq: number): TrainingSpec {
    const { title, totalSteps, totalEpochs, x } = this.options;
    return {
      version: 1,
      id: this.id,
      ...(title ? { title } : {}),
      seq,
      ...(totalSteps === undefined ? {} : { totalSteps }),
      ...(totalEpochs === undefined ? {} : { totalEpochs }),
      ...(x === undefined ? {} : { x }),
      state: this.state,
      series: [...this.series.values()].map((series) => series.toSpec()),
    };
  }

  private source(): LiveSource {
    const state = (seq: number): LiveMessage => ({ type: 'state', view: this.id, seq, spec: this.take(seq) });
    return {
      id: this.id,
      mime: TRAINING_MIME,
      bundle: (seq, picture) => bundleOf(this.take(seq), picture),
      state,
      news: (seq) => {
        if (this.pendingCount > KEPT_POINTS) return state(seq);
        const series = [...this.pending.values()].map((points) => points.toDelta());
        this.forgetPending();
        return { type: 'delta', view: this.id, seq, series };
      },
      finish: () => {
        if (this.state === 'running') this.finish('done');
      },
    };
  }

  /** The full state, after which nothing is news any more. */
  private take(seq: number): TrainingSpec {
    this.forgetPending();
    return this.spec(seq);
  }

  private forgetPending(): void {
    this.pending = new Map();
    this.pendingCount = 0;
  }
}

/**
 * Opens live curves of a training run; they appear with the first `push`.
 *
 *     const plot = view.training({ totalSteps: 500 });
 *     for (let step = 0; step < 500; step++) plot.push({ loss: 1 / (step + 1), accuracy: step / 500 });
 */
export function training(options: TrainingOptions = {}): Training {
  return new Training(options);
}

function interruptRunning(): void {
  for (const each of running) each.interrupt();
}

function bundleOf(spec: TrainingSpec, picture: boolean): MimeBundle {
  const png = picture ? trainingPng(spec) : undefined;
  return {
    [TRAINING_MIME]: spec,
    ...(png ? { 'image/png': png } : {}),
    'text/plain': trainingText(spec),
  };
}

function toNumber(name: string, value: unknown): number {
  if (typeof value === 'number') return value;
  const item = (value as { item?: unknown } | null | undefined)?.item;
  const number = typeof item === 'function' ? item.call(value) : undefined;
  if (typeof number === 'number') return number;
  throw new ValueError(`view.training: push takes numbers and one-value tensors, got ${name} = ${String(value)}`);
}
