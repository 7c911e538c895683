/** What became of a delta: `applied`, `stale` (already known), or `gap` (messages before it are missing). */
export type DeltaOutcome = 'applied' | 'stale' | 'gap';

/** The state of a live view, of any kind. States are never changed in place. */
export interface LiveState {
  readonly id: string;
  /** Grows with every state and delta. */
  readonly seq: number;
}

/** A full state as the notebook keeps it: data by MIME type. */
export interface LiveBundle {
  seq: number;
  data: Record<string, unknown>;
}

interface Entry {
  state: LiveState | undefined;
  /** The newest whole bundle that was asked for. */
  bundle: LiveBundle | undefined;
  /** Some messages were missed: not everything is here until a full state comes. */
  incomplete: boolean;
  /** Comms on which news can come, one a connection to a kernel. */
  connections: number;
  /** The comm that fed this state is gone. */
  ended: boolean;
  listeners: Set<() => void>;
}

/**
 * The newest known state of each live view, fed by comms and by notebook outputs, read by every renderer of the view.
 * Nothing here knows Jupyter, the DOM or what a view shows.
 */
export class LiveStore {
  private readonly entries = new Map<string, Entry>();
  private readonly watchers = new Set<(state: LiveState) => void>();

  /** The newest state of `view`. Its identity changes with every change. */
  get<S extends LiveState>(view: string): S | undefined {
    return this.entries.get(view)?.state as S | undefined;
  }

  /** The newest whole bundle of `view` that a kernel was asked for. */
  bundle(view: string): LiveBundle | undefined {
    return this.entries.get(view)?.bundle;
  }

  /** Whether a kernel can still send news of `view`. */
  connected(view: string): boolean {
    return (this.entries.get(view)?.connections ?? 0) > 0;
  }

  /** Calls `listener` after each change of `view`, until the returned function is called. */
  subscribe(view: string, listener: () => void): () => void {
    const entry = this.entry(view);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0 && entry.connections === 0) this.entries.delete(view);
    };
  }

  /** Calls `watcher` with each new state of any view, until the returned function is called. */
  watch(watcher: (state: LiveState) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /**
   * A kernel announced `view`. `fresh` says that the view begins now, so that a state kept under the same id from an
   * earlier kernel is not taken for a newer one.
   */
  connect(view: string, fresh: boolean): void {
    const entry = this.entry(view);
    if (fresh && entry.ended) entry.state = undefined;
    entry.connections++;
    entry.ended = false;
    if (!fresh) entry.incomplete = true;
    notify(entry);
  }

  /** A comm that could bring news of `view` closed or its kernel went away. */
  disconnect(view: string): void {
    const entry = this.entries.get(view);
    if (!entry) return;
    entry.connections = Math.max(0, entry.connections - 1);
    if (entry.connections > 0) return;
    entry.ended = true;
    notify(entry);
    if (entry.listeners.size === 0) this.entries.delete(view);
  }

  /** Takes a full state if it is newer than what is held, or repairs what is held; says whether it was taken. */
  accept(state: LiveState): boolean {
    const entry = this.entry(state.id);
    const held = entry.state;
    if (held && (state.seq < held.seq || (state.seq === held.seq && !entry.incomplete))) return false;
    entry.state = state;
    entry.incomplete = false;
    this.changed(entry, state);
    return true;
  }

  /** Takes the whole bundle that a kernel answered with. */
  offer(view: string, bundle: LiveBundle): void {
    const entry = this.entry(view);
    if (entry.bundle && entry.bundle.seq >= bundle.seq) return;
    entry.bundle = bundle;
    notify(entry);
  }

  /**
   * Adds a delta, as `extend` makes the next state of the held one. After a gap it is added all the same, so that a view
   * keeps moving while the full state is on its way.
   */
  apply<S extends LiveState>(view: string, seq: number, extend: (held: S) => S): DeltaOutcome {
    const entry = this.entry(view);
    const held = entry.state as S | undefined;
    if (held && seq <= held.seq) return 'stale';
    const gap = entry.incomplete || !held || seq > held.seq + 1;
    if (held) {
      const state = extend(held);
      entry.state = state;
      this.changed(entry, state);
    }
    entry.incomplete = gap;
    return gap ? 'gap' : 'applied';
  }

  /** Whether someone looks at `view` who has not seen its state `seq`. */
  lacks(view: string, seq: number): boolean {
    const entry = this.entries.get(view);
    return entry !== undefined && entry.listeners.size > 0 && (entry.incomplete || (entry.state?.seq ?? -1) < seq);
  }

  private changed(entry: Entry, state: LiveState): void {
    notify(entry);
    for (const watcher of this.watchers) watcher(state);
  }

  private entry(view: string): Entry {
    let entry = this.entries.get(view);
    if (!entry) {
      entry = {
        state: undefined,
        bundle: undefined,
        incomplete: false,
        connections: 0,
        ended: false,
        listeners: new Set(),
      };
      this.entries.set(view, entry);
    }
    return entry;
  }
}

function notify(entry: Entry): void {
  for (const listener of [...entry.listeners]) listener();
}
