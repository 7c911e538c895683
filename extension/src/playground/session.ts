import { decodePlayReply, type PlayState } from '../protocol/decode-playground.js';
import type { Link, Links } from '../protocol/links.js';
import { PayloadError } from '../protocol/payload.js';
import type { PlaygroundRequest, PlaygroundSettings } from '../protocol/spec.js';

type Wish = PlaygroundRequest extends infer Each
  ? Each extends { token: string }
    ? Omit<Each, 'token'>
    : never
  : never;

/** What a session tells its view. */
export interface SessionCalls {
  /** The network has changed; `bundle` is its whole state for the notebook, when one came. */
  changed(state: PlayState, bundle?: Record<string, unknown>): void;
  /** Whether it plays, waits or is connected has changed. */
  status(): void;
  problem(text: string): void;
  /** Whether anybody can see the view: it trains on only then. */
  visible(): boolean;
}

let tokens = 0;

/**
 * Speaks with the network in the kernel: one request at a time, the next when it is answered, so that the kernel is never
 * asked for more than the page can show. While it plays and is seen it asks for slices of training, not more often than
 * `pace` says.
 */
export class PlaySession {
  private link: Link | undefined;
  private state: PlayState | undefined;
  private token: string | undefined;
  private wishes: Wish[] = [];
  /** The settings with all changes that were asked for and not answered yet. */
  private wanted: PlaygroundSettings | undefined;
  private playingOn = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sent = 0;

  private readonly listener = {
    received: (data: unknown, buffers: DataView[]) => this.received(data, buffers),
    changed: () => this.connected(),
    cellChanged: () => this.calls.status(),
  };

  constructor(
    private readonly links: Links,
    private readonly calls: SessionCalls,
    private readonly pace: () => number,
  ) {}

  get live(): boolean {
    return this.link?.connected ?? false;
  }

  get playing(): boolean {
    return this.playingOn;
  }

  /** Whether a request waits for a cell to end. */
  get waits(): boolean {
    return this.token !== undefined && (this.link?.cellRuns ?? false);
  }

  /** Takes the state that a notebook holds; says whether it is news. */
  follow(state: PlayState): boolean {
    if (this.state?.id === state.id && this.link) {
      if (state.seq < this.state.seq) return false;
      this.state = state;
      return true;
    }
    this.link?.leave(this.listener);
    this.state = state;
    this.link = this.links.get(state.id);
    this.link.listen(this.listener);
    this.connected();
    return true;
  }

  play(on: boolean): void {
    if (this.playingOn === on) return;
    this.playingOn = on;
    // The state at rest, with its picture, is what the notebook keeps.
    if (!on) this.ask({ type: 'rest' });
    else this.pump();
    this.calls.status();
  }

  ask(wish: Wish): void {
    const last = this.wishes.at(-1);
    if (wish.type === 'set' && last?.type === 'set') {
      last.settings = { ...last.settings, ...wish.settings };
    } else this.wishes.push(wish);
    this.pump();
  }

  /** Changes settings; `change` is given them as they will be, so that quick clicks add up. */
  set(change: (now: PlaygroundSettings) => Partial<PlaygroundSettings>): void {
    const now = this.wanted ?? this.state?.settings;
    if (!now) return;
    const settings = change(now);
    this.wanted = { ...now, ...settings };
    this.ask({ type: 'set', settings });
  }

  /** Goes on if it can; called when the view came into sight. */
  pump(): void {
    if (this.token !== undefined || !this.live || this.timer !== undefined) return;
    const wish = this.wishes.shift();
    if (wish) {
      this.send(wish);
      return;
    }
    if (!this.playingOn || !this.calls.visible()) return;
    const rest = this.sent + this.pace() - performance.now();
    if (rest <= 0) {
      this.sent = performance.now();
      this.send({ type: 'advance' });
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.pump();
    }, rest);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.playingOn = false;
    this.link?.leave(this.listener);
    this.link = undefined;
  }

  private send(wish: Wish): void {
    tokens++;
    this.token = `${Date.now().toString(36)}-${tokens}`;
    this.link?.send({ ...wish, token: this.token });
    if (this.waits) this.calls.status();
  }

  private connected(): void {
    this.token = undefined;
    this.wishes = [];
    this.wanted = undefined;
    this.playingOn = false;
    if (this.live) this.ask({ type: 'request-state' });
    this.calls.status();
  }

  private received(data: unknown, buffers: DataView[]): void {
    if (!this.state) return;
    try {
      const reply = decodePlayReply(data, buffers, this.state.settings);
      const mine = reply.token === this.token;
      if (mine) {
        const { waits } = this;
        this.token = undefined;
        if (waits) this.calls.status();
      }
      if (mine && !this.wishes.some(({ type }) => type === 'set')) this.wanted = undefined;
      if (reply.type === 'problem') this.calls.problem(reply.text);
      else if (reply.type === 'state') this.take(reply.state, reply.bundle);
      else if (reply.training.seq > this.state.seq) this.take({ ...this.state, ...reply.training });
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error;
      this.token = undefined;
      console.warn(`lectern: ignored a message of a playground: ${error.message}`);
    }
    this.pump();
  }

  private take(state: PlayState, bundle?: Record<string, unknown>): void {
    const before = this.state;
    if (before && state.seq < before.seq) return;
    this.state = state;
    if (!Number.isFinite(state.trainLoss)) this.play(false);
    this.calls.changed(state, bundle);
  }
}
