import { randomUUID } from 'node:crypto';
import type { Bundle, CommMessage, Shown } from '../contract/frames.js';
import { displayOf, rawDisplay } from '../display/bundle.js';
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

/** The key on `globalThis` under which the library looks for a host. */
const HOST_SYMBOL = Symbol.for('lectern.host');

/** What the kernel offers to views in the runner: displays, updates, channels to the front end, and the end of a cell. */
export class NotebookHost {
  private readonly channels = new Map<string, Channel>();
  private readonly targets = new Map<string, ChannelHandler>();
  private readonly pending = new Set<Promise<void>>();
  private atEnd: (() => void)[] = [];

  constructor(private readonly events: EventWriter) {}

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

  /** Shows any value, through its own display when it has one. */
  show(value: unknown, displayId: string | undefined, update: boolean): void {
    const send = (shown: Shown) => this.events.send({ type: 'display', shown, displayId, update });
    const shown = displayOf(value);
    if (!(shown instanceof Promise)) {
      send(shown);
      return;
    }
    const sent = shown.then(send).finally(() => this.pending.delete(sent));
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

  atCellEnd(callback: () => void): void {
    this.atEnd.push(callback);
  }

  /** Runs what was registered for the end of the cell; `failed` gets what a callback throws. */
  endCell(failed: (error: unknown) => void): void {
    const callbacks = this.atEnd;
    this.atEnd = [];
    for (const callback of callbacks) {
      try {
        callback();
      } catch (error) {
        failed(error);
      }
    }
  }

  /** Resolves when the displays that had to wait for their bundle are sent; `undefined` when there are none. */
  displaysSent(): Promise<unknown> | undefined {
    return this.pending.size ? Promise.all(this.pending) : undefined;
  }
}
