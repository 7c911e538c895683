import { randomUUID } from 'node:crypto';
import { types } from 'node:util';
import type { Bundle, CommMessage, ReportedError, Shown } from '../contract/frames.js';
import { displayOf, rawDisplay } from '../display/bundle.js';
import { reasonOf } from '../display/text.js';
import { type Captures, type Sink, whenSettled } from './captures.js';
import type { EventWriter } from './events.js';

/** The half of a comm that code in the runner holds; has the shape of the library's view channel. */
interface Channel {
  readonly id: string;
  send(data: unknown, buffers?: ArrayBufferView[], metadata?: Record<string, unknown>): void;
  close(data?: unknown): void;
  onMessage: ((data: unknown, buffers: DataView[], metadata: Record<string, unknown>) => void) | null;
}

/** Takes a channel that the front end has opened. */
type ChannelHandler = (channel: Channel, data: unknown, buffers: DataView[], metadata: Record<string, unknown>) => void;

/** What the host needs to run callbacks of views as cells are run. */
export interface Callbacks {
  captures: Captures;
  /** Calls code so that it can be interrupted. */
  call(code: () => unknown): unknown;
  report(error: unknown): ReportedError;
}

/** The key on `globalThis` under which the library looks for a host. */
const HOST_SYMBOL = Symbol.for('lectern.host');

/** What the kernel offers to views in the runner: displays, updates, channels to the front end, and the end of a cell. */
export class NotebookHost {
  private readonly channels = new Map<string, Channel>();
  private readonly targets = new Map<string, ChannelHandler>();
  private readonly pending = new Set<Promise<void>>();
  private atEnd: (() => void)[] = [];

  /** @param failed gets errors that belong to no running code */
  constructor(
    private readonly events: EventWriter,
    private readonly failed: (error: unknown) => void,
    private readonly callbacks: Callbacks,
  ) {}

  /** Makes this the host that the library finds. */
  install(): void {
    (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = this;
  }

  display(bundle: Bundle, { id, metadata }: { id?: string; metadata?: Record<string, unknown> } = {}): void {
    this.events.send({ type: 'display', shown: rawDisplay(bundle, metadata), displayId: id, update: false });
  }

  update(id: string, bundle: Bundle, { metadata }: { metadata?: Record<string, unknown> } = {}): void {
    this.events.send({ type: 'display', shown: rawDisplay(bundle, metadata), displayId: id, update: true });
  }

  /** Shows any value, through its own display when it has one; of a promise, the result when it arrives. */
  show(value: unknown, displayId: string | undefined, update: boolean): void {
    if (types.isPromise(value)) {
      void this.showLater(value, displayId ?? randomUUID(), update);
      return;
    }
    const shown = displayOf(value);
    if (types.isPromise(shown)) this.wait(shown, displayId, update);
    else this.events.send({ type: 'display', shown, displayId, update });
  }

  /** Cells do not wait for promises that they show: a note stands for the result until it is there. */
  private async showLater(value: Promise<unknown>, id: string, update: boolean): Promise<void> {
    this.events.send({ type: 'display', shown: rawDisplay({ 'text/plain': 'pending…' }), displayId: id, update });
    try {
      this.show(await value, id, true);
    } catch (error) {
      const text = `the promise was rejected: ${reasonOf(error)}`;
      this.events.send({ type: 'display', shown: rawDisplay({ 'text/plain': text }), displayId: id, update: true });
    }
  }

  /** A display method that is async belongs to the cell, which ends after it. */
  private wait(shown: PromiseLike<Shown>, displayId: string | undefined, update: boolean): void {
    const send = async () => {
      try {
        this.events.send({ type: 'display', shown: await shown, displayId, update });
      } catch (error) {
        this.failed(error);
      } finally {
        this.pending.delete(sent);
      }
    };
    const sent = send();
    this.pending.add(sent);
  }

  openChannel(target: string, data: unknown, buffers?: ArrayBufferView[], metadata = {}): Channel {
    const channel = this.createChannel(randomUUID());
    const content = { comm_id: channel.id, target_name: target, data: data ?? {} };
    this.events.send({ type: 'publish', messageType: 'comm_open', content, metadata }, buffers);
    return channel;
  }

  /** Lets the front end open channels on a target; `handler` is called for each. */
  acceptChannels(target: string, handler: ChannelHandler): void {
    this.targets.set(target, handler);
    this.events.send({ type: 'target', name: target });
  }

  /** Hands a message of the front end to its channel; unknown ids are ignored. */
  receive({ kind, commId, target, data, metadata }: CommMessage, buffers: Uint8Array[]): void {
    const views = buffers.map((bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (kind === 'comm_open') this.targets.get(target ?? '')?.(this.createChannel(commId), data, views, metadata);
    else {
      const channel = this.channels.get(commId);
      if (kind === 'comm_close') this.channels.delete(commId);
      else channel?.onMessage?.(data, views, metadata);
    }
  }

  private createChannel(id: string): Channel {
    const publish = (messageType: string, data: unknown, views?: ArrayBufferView[], metadata = {}) => {
      if (!this.channels.has(id)) return;
      const content = { comm_id: id, data: data ?? {} };
      this.events.send({ type: 'publish', messageType, content, metadata }, views);
    };
    const channel: Channel = {
      id,
      onMessage: null,
      send: (message, views, metadata) => publish('comm_msg', message, views, metadata),
      close: (message) => {
        publish('comm_close', message);
        this.channels.delete(id);
      },
    };
    this.channels.set(id, channel);
    return channel;
  }

  /**
   * Runs a callback as a cell is run: it can be interrupted, its value is shown, and what it prints, shows and throws goes
   * to `sink`. Returns a promise of its end if it is async.
   */
  capture(callback: () => unknown, sink: Sink): Promise<void> | undefined {
    const { captures, call, report } = this.callbacks;
    const ofCell = this.atEnd;
    this.atEnd = [];
    const ended = (error?: { thrown: unknown }) => {
      if (error) sink({ type: 'error', ...report(error.thrown) });
    };
    return captures.run(sink, () => {
      try {
        const returned = call(callback);
        if (returned !== undefined && !types.isPromise(returned)) this.show(returned, undefined, false);
        return whenSettled(returned, ended);
      } catch (thrown) {
        ended({ thrown });
        return undefined;
      } finally {
        this.endCell();
        this.atEnd = ofCell;
      }
    });
  }

  atCellEnd(callback: () => void): void {
    this.atEnd.push(callback);
  }

  /** Runs what was registered for the end of the cell. */
  endCell(): void {
    const callbacks = this.atEnd;
    this.atEnd = [];
    for (const callback of callbacks) {
      try {
        callback();
      } catch (error) {
        this.failed(error);
      }
    }
  }

  /** Resolves when the displays that had to wait for their bundle are sent; `undefined` when there are none. */
  displaysSent(): Promise<unknown> | undefined {
    return this.pending.size ? allOf([...this.pending]) : undefined;
  }
}

/** Not by `Promise.all`, which a cell may have replaced. */
async function allOf(promises: Promise<void>[]): Promise<void> {
  for (const promise of promises) await promise;
}
