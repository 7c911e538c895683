import type { MimeBundle, ViewChannel, ViewHost } from './host.js';
import { type LiveMessage, type LiveOpen, VIEW_TARGET } from './spec.js';

/** Shortest time between two messages, and between two full states, in milliseconds. */
const MESSAGE_INTERVAL = 50;
const STATE_INTERVAL = 2000;

/** What a live view gives to its {@link LiveLink}. Each call that takes a `seq` puts it into what it returns. */
export interface LiveSource {
  readonly id: string;
  readonly mime: string;
  /** The full state for the notebook; with a picture only when asked, since drawing costs. */
  bundle(seq: number, picture: boolean): MimeBundle;
  /** The message with what is new; may be the full state when that is shorter. */
  news(seq: number): LiveMessage;
  state(seq: number): LiveMessage;
  /** The cell that fed the view has ended: the state now is final until something is pushed again. */
  finish(): void;
}

/**
 * Keeps a view in a notebook current: shown once, then at most 20 messages a second, all sent from inside the view's own
 * calls (a synchronous loop lets no timer run): news over a channel, and every two seconds and at the cell's end the full
 * state as the notebook's output. Messages are numbered; the front end may ask for the state.
 */
export class LiveLink {
  private seq = 0;
  private channel: ViewChannel | null = null;
  private lastMessage = Number.NEGATIVE_INFINITY;
  private lastState = Number.NEGATIVE_INFINITY;
  private armed = false;
  /** Whether the notebook's output lacks something. */
  private stale = false;

  constructor(
    private readonly source: LiveSource,
    private readonly host: ViewHost,
    private readonly now: () => number,
  ) {}

  /** The view changed: sends if it is time, and makes sure that the end of the running cell sends the rest. */
  changed(): void {
    this.stale = true;
    if (!this.armed) {
      this.armed = true;
      this.host.atCellEnd(() => {
        this.armed = false;
        this.source.finish();
        this.flush();
      });
    }
    const time = this.now();
    if (!this.channel) this.open(time);
    else if (time - this.lastState >= STATE_INTERVAL) this.update(time, false);
    else if (time - this.lastMessage >= MESSAGE_INTERVAL) {
      this.channel.send(this.source.news(this.next()));
      this.lastMessage = time;
    }
  }

  /** Puts the final state with its picture into the notebook, unless it is there. */
  flush(): void {
    if (this.stale) this.update(this.now(), true);
    this.stale = false;
  }

  private open(time: number): void {
    const { id, mime } = this.source;
    this.host.display(this.source.bundle(this.next(), true), { id });
    const open: LiveOpen = { view: id, mime };
    const channel = this.host.openChannel(VIEW_TARGET, open);
    channel.onMessage = (data) => {
      if ((data as Partial<LiveMessage> | null)?.type === 'request-state') channel.send(this.source.state(this.next()));
    };
    this.channel = channel;
    this.lastMessage = time;
    this.lastState = time;
  }

  private update(time: number, picture: boolean): void {
    this.host.update(this.source.id, this.source.bundle(this.next(), picture));
    this.lastMessage = time;
    this.lastState = time;
  }

  private next(): number {
    this.seq += 1;
    return this.seq;
  }
}
