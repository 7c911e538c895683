import type { LiveState, LiveStore } from './live.js';

/** Puts data into the notebook's output, beside what else it has. */
export type Keep = (data: Record<string, unknown>) => void;

/** One output's link to a live view: what it saved, what is newer, and that the newest gets saved. */
export class Followed<S extends LiveState> {
  private saved: S | undefined;
  private keep: Keep | undefined;
  private unsubscribe: (() => void) | undefined;

  /** `changed` is called when there is something newer. */
  constructor(
    private readonly store: LiveStore,
    private readonly changed: () => void,
  ) {}

  /** Takes the state that the output holds now; one with an empty id does not grow. */
  update(state: S, keep?: Keep): void {
    const before = this.saved?.id;
    this.saved = state;
    this.keep = keep;
    if (state.id !== before) {
      this.unsubscribe?.();
      this.unsubscribe = state.id ? this.store.subscribe(state.id, () => this.notice()) : undefined;
    }
    if (state.id) this.store.accept(state);
    this.save();
  }

  /** The newest known state. */
  latest(): S | undefined {
    return (this.saved?.id ? this.store.get<S>(this.saved.id) : undefined) ?? this.saved;
  }

  /** Whether a kernel can still send news. */
  get connected(): boolean {
    return this.saved !== undefined && this.store.connected(this.saved.id);
  }

  dispose(): void {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
  }

  private notice(): void {
    this.save();
    this.changed();
  }

  /** An output that missed updates, as those of a page that was loaded in mid-run do, takes what the kernel answered. */
  private save(): void {
    const { saved, keep } = this;
    const bundle = saved?.id ? this.store.bundle(saved.id) : undefined;
    if (!saved || !keep || !bundle || bundle.seq <= saved.seq) return;
    this.saved = { ...saved, seq: bundle.seq };
    keep(bundle.data);
  }
}
