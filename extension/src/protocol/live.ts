import type { JsonNumber, TrainingDelta, TrainingSeries, TrainingSpec } from './spec.js';

/** What became of a delta: `applied`, `stale` (already known), or `gap` (messages before it are missing). */
export type DeltaOutcome = 'applied' | 'stale' | 'gap';

interface Entry {
  spec: TrainingSpec | undefined;
  /** Some messages were missed: the points are not all here until a full state comes. */
  incomplete: boolean;
  connected: boolean;
  /** The comm that fed this state is gone. */
  ended: boolean;
  listeners: Set<() => void>;
}

/**
 * The newest known state of each live view, fed by comms and by notebook outputs, read by every renderer of the view.
 * Nothing here knows Jupyter or the DOM.
 */
export class LiveStore {
  private readonly entries = new Map<string, Entry>();

  /** The newest state of `view`. Its identity changes with every change. */
  get(view: string): TrainingSpec | undefined {
    return this.entries.get(view)?.spec;
  }

  /** Whether a kernel can still send news of `view`. */
  connected(view: string): boolean {
    return this.entries.get(view)?.connected ?? false;
  }

  /** Calls `listener` after each change of `view`, until the returned function is called. */
  subscribe(view: string, listener: () => void): () => void {
    const entry = this.entry(view);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0 && !entry.connected) this.entries.delete(view);
    };
  }

  /**
   * A kernel announced `view`. `fresh` says that the view begins now, so that a state kept under the same id from an
   * earlier kernel is not taken for a newer one.
   */
  connect(view: string, fresh: boolean): void {
    const entry = this.entry(view);
    if (fresh && entry.ended) entry.spec = undefined;
    entry.connected = true;
    entry.ended = false;
    if (!fresh) entry.incomplete = true;
    notify(entry);
  }

  /** No more news of `view` will come: the comm closed or its kernel went away. */
  disconnect(view: string): void {
    const entry = this.entries.get(view);
    if (!entry) return;
    entry.connected = false;
    entry.ended = true;
    notify(entry);
    if (entry.listeners.size === 0) this.entries.delete(view);
  }

  /** Takes a full state if it is newer than what is held, or repairs what is held; says whether it was taken. */
  accept(spec: TrainingSpec): boolean {
    const entry = this.entry(spec.id);
    const held = entry.spec;
    if (held && (spec.seq < held.seq || (spec.seq === held.seq && !entry.incomplete))) return false;
    entry.spec = spec;
    entry.incomplete = false;
    notify(entry);
    return true;
  }

  /**
   * Adds the points of a delta. After a gap the points are still shown, so that a curve keeps moving while the full
   * state is on its way.
   */
  apply(view: string, seq: number, deltas: TrainingDelta[]): DeltaOutcome {
    const entry = this.entry(view);
    const held = entry.spec;
    if (held && seq <= held.seq) return 'stale';
    const gap = entry.incomplete || !held || seq > held.seq + 1;
    if (held) {
      entry.spec = { ...held, seq, series: extend(held.series, deltas) };
      notify(entry);
    }
    entry.incomplete = gap;
    return gap ? 'gap' : 'applied';
  }

  private entry(view: string): Entry {
    let entry = this.entries.get(view);
    if (!entry) {
      entry = { spec: undefined, incomplete: false, connected: false, ended: false, listeners: new Set() };
      this.entries.set(view, entry);
    }
    return entry;
  }
}

function notify(entry: Entry): void {
  for (const listener of [...entry.listeners]) listener();
}

function extend(series: TrainingSeries[], deltas: TrainingDelta[]): TrainingSeries[] {
  const extended = [...series];
  for (const delta of deltas) {
    const place = extended.findIndex((known) => known.name === delta.name && known.panel === delta.panel);
    if (place < 0) {
      extended.push(append({ ...EMPTY, name: delta.name, panel: delta.panel }, delta));
    } else {
      extended[place] = append(extended[place], delta);
    }
  }
  return extended;
}

const EMPTY: TrainingSeries = {
  name: '',
  panel: '',
  step: [],
  epoch: [],
  time: [],
  value: [],
  pushed: 0,
  min: 'NaN',
  max: 'NaN',
  last: 'NaN',
};

function append(series: TrainingSeries, delta: TrainingDelta): TrainingSeries {
  if (delta.value.length === 0) return series;
  const finite = delta.value.filter((value): value is number => Number.isFinite(value));
  return {
    ...series,
    step: series.step.concat(delta.step),
    epoch: series.epoch.concat(delta.epoch),
    time: series.time.concat(delta.time),
    value: series.value.concat(delta.value),
    ...(series.low && { low: series.low.concat(delta.value) }),
    ...(series.high && { high: series.high.concat(delta.value) }),
    pushed: series.pushed + delta.value.length,
    min: extreme(Math.min, series.min, finite),
    max: extreme(Math.max, series.max, finite),
    last: delta.value[delta.value.length - 1],
  };
}

function extreme(pick: (a: number, b: number) => number, known: JsonNumber, values: number[]): JsonNumber {
  const start = Number(known);
  const found = values.reduce((best, value) => (Number.isNaN(best) ? value : pick(best, value)), start);
  return Number.isFinite(found) ? found : known;
}
