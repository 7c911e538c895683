import { Followed, type Keep } from '../protocol/followed.js';
import type { LiveState, LiveStore } from '../protocol/live.js';
import { Redraws } from './redraws.js';

/** What a growing view shows: its output's state at once, and news no faster than a page can draw them. */
export class Growing<S extends LiveState> {
  private readonly followed: Followed<S>;
  private readonly redraws: Redraws;

  /** `refresh` is called when there is something to show, which {@link latest} gives. */
  constructor(
    store: LiveStore,
    private readonly refresh: () => void,
  ) {
    this.redraws = new Redraws(refresh);
    this.followed = new Followed(store, () => this.redraws.request());
  }

  /** Takes the state that the output holds now. */
  update(state: S, keep?: Keep): void {
    this.followed.update(state, keep);
    this.refresh();
  }

  /** The newest known state. */
  latest(): S | undefined {
    return this.followed.latest();
  }

  dispose(): void {
    this.redraws.dispose();
    this.followed.dispose();
  }
}
