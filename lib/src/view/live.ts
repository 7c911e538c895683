import type { MimeBundle, ViewChannel, ViewHost } from './host.js';
import { Packer } from './packed.js';
import { type LiveMessage, type LiveOpen, VIEW_TARGET } from './spec.js';

/** Shortest time between two messages of a view, and between two full states, in milliseconds. */
const MESSAGE_INTERVAL = 50;
const STATE_INTERVAL = 2000;
/** Time that each view of a running cell takes of all messages: together they send at most 200 a second. */
const SHARE = 5;

/** Views that the running cell has changed. */
const active = new Set<LiveLink>();

/** What a live view gives to its {@link LiveLink}. */
export interface LiveSource {
  readonly id: string;
  readonly mime: string;
  /** The full state for the notebook, numbered `seq`; with a picture only when asked, since drawing costs. Nothing is news after it. */
  bundle(seq: number, picture: boolean): MimeBundle;
  /** What changed since the last call of this or of `bundle`, as JSON; `undefined` when the full state is shorter. */
  news(packer: Packer): unknown;
  /** The cell that fed the view has ended: the state now is final until something is pushed again. */
  finish(): void;
}

/**
 * Keeps a view in a notebook current: shown once, then at most 20 messages a second, fewer when many views change at
 * once, all sent from inside the view's own calls (a synchronous loop lets no timer run): news over a channel, and every
 * two seconds and at the cell's end the full state as the notebook's output. Messages are numbered; the front end may ask
 * for the state.
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
      active.add(this);
      this.host.atCellEnd(() => {
        this.armed = false;
        active.delete(this);
        this.source.finish();
        this.flush();
      });
    }
    const time = this.now();
    const wait = Math.max(MESSAGE_INTERVAL, SHARE * active.size);
    if (!this.channel) this.open(time);
    else if (time - this.lastMessage < wait) return;
    else if (time - this.lastState >= STATE_INTERVAL) this.update(time, false);
    else {
      this.sendNews(this.channel);
      this.lastMessage = time;
    }
  }

  /** Puts the final state with its picture into the notebook, unless it is there. */
  flush(): void {
    if (this.stale) {
      this.update(this.now(), true);
      // A page that was loaded in mid-run gets no update of its outputs: from this it knows what it lacks.
      this.send({ type: 'end', seq: this.seq });
    }
    this.stale = false;
  }

  private open(time: number): void {
    const { id, mime } = this.source;
    this.host.display(this.source.bundle(this.next(), true), { id });
    const open: LiveOpen = { view: id, mime };
    const channel = this.host.openChannel(VIEW_TARGET, open);
    channel.onMessage = (data) => {
      if ((data as Partial<LiveMessage> | null)?.type !== 'request-state') return;
      const seq = this.next();
      this.send({ type: 'state', seq, bundle: this.source.bundle(seq, true), answer: true });
    };
    this.channel = channel;
    this.lastMessage = time;
    this.lastState = time;
  }

  private sendNews(channel: ViewChannel): void {
    const { id: view, mime } = this.source;
    const packer = new Packer();
    const delta = this.source.news(packer);
    const seq = this.next();
    if (delta === undefined) this.send({ type: 'state', seq, bundle: this.source.bundle(seq, false), answer: false });
    else channel.send({ type: 'delta', view, mime, seq, delta } satisfies LiveMessage, packer.buffers);
  }

  private send(
    message: { type: 'state'; seq: number; bundle: MimeBundle; answer: boolean } | { type: 'end'; seq: number },
  ) {
    const { id: view, mime } = this.source;
    this.channel?.send({ view, mime, ...message } satisfies LiveMessage);
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
