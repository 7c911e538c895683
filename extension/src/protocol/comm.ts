import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { decodeLive } from './decode-live.js';
import type { LiveStore } from './live.js';
import { LIVE_ADAPTERS } from './live-adapters.js';
import { asObject, asText, PayloadError } from './payload.js';
import { type LiveMessage, VIEW_TARGET } from './spec.js';

const GONE: ReadonlySet<KernelMessage.Status> = new Set(['restarting', 'autorestarting', 'terminating', 'dead']);

/** Carries what one kernel connection says about its live views into a store. */
export class KernelViews {
  private readonly comms = new Map<Kernel.IComm, string | undefined>();
  private readonly asked = new Set<Kernel.IComm>();
  private disposed = false;

  constructor(
    private readonly kernel: Kernel.IKernelConnection,
    private readonly store: LiveStore,
  ) {
    kernel.registerCommTarget(VIEW_TARGET, this.opened);
    kernel.statusChanged.connect(this.statusChanged);
    if (kernel.handleComms) void this.rejoin();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    if (!this.kernel.isDisposed) {
      this.kernel.statusChanged.disconnect(this.statusChanged);
      this.kernel.removeCommTarget(VIEW_TARGET, this.opened);
    }
    this.forget();
  }

  private readonly opened = (comm: Kernel.IComm, message: KernelMessage.ICommOpenMsg): void => {
    this.attend(comm);
    try {
      const data = asObject('live view', message.content.data);
      this.bind(comm, asText('live view id', data.view), true);
    } catch (error) {
      report(error);
    }
  };

  /** After a reload of the page the kernel's comms still exist, but this page has no half of them yet. */
  private async rejoin(): Promise<void> {
    let known: string[];
    try {
      const { content } = await this.kernel.requestCommInfo({ target_name: VIEW_TARGET });
      known = content.status === 'ok' ? Object.keys(content.comms) : [];
    } catch {
      return; // the connection closed before the kernel answered: there is nothing to rejoin
    }
    if (this.disposed || this.kernel.isDisposed) return;
    for (const id of known) {
      if (this.kernel.hasComm(id)) continue;
      const comm = this.kernel.createComm(VIEW_TARGET, id);
      this.attend(comm);
      this.ask(comm, '');
    }
  }

  private attend(comm: Kernel.IComm): void {
    this.comms.set(comm, undefined);
    // A promise returned from here would hold up every message of the kernel, so both handlers are synchronous.
    comm.onMsg = (message) => this.received(comm, message.content.data, message.buffers ?? []);
    comm.onClose = () => this.closed(comm);
  }

  private received(comm: Kernel.IComm, data: unknown, buffers: readonly (ArrayBuffer | ArrayBufferView)[]): void {
    try {
      const message = decodeLive(data);
      const { view, mime, seq } = message;
      const adapter = Object.hasOwn(LIVE_ADAPTERS, mime) ? LIVE_ADAPTERS[mime] : undefined;
      if (!adapter) throw new PayloadError('live message mime', 'a view that grows', mime);
      this.bind(comm, view, false);
      if (message.type === 'end') {
        if (this.store.lacks(view, seq)) this.ask(comm, view);
      } else if (message.type === 'state') {
        this.asked.delete(comm);
        this.store.accept(adapter.decode(message.bundle[mime]));
        if (message.answer) this.store.offer(view, { seq, data: message.bundle });
      } else {
        const views = buffers.map(asView);
        const outcome = this.store.apply(view, seq, (held) => adapter.extend(held as never, seq, message.delta, views));
        if (outcome === 'gap') this.ask(comm, view);
        else this.asked.delete(comm);
      }
    } catch (error) {
      report(error);
    }
  }

  private bind(comm: Kernel.IComm, view: string, fresh: boolean): void {
    if (this.comms.get(comm) === view) return;
    this.comms.set(comm, view);
    this.store.connect(view, fresh);
  }

  /** Asks for the full state, once until it comes. An empty `view` means the one that the comm carries. */
  private ask(comm: Kernel.IComm, view: string): void {
    if (this.asked.has(comm) || comm.isDisposed) return;
    this.asked.add(comm);
    const request: LiveMessage = { type: 'request-state', view };
    comm.send({ ...request });
  }

  private closed(comm: Kernel.IComm): void {
    const view = this.comms.get(comm);
    this.comms.delete(comm);
    this.asked.delete(comm);
    if (view !== undefined) this.store.disconnect(view);
  }

  private readonly statusChanged = (_: Kernel.IKernelConnection, status: KernelMessage.Status): void => {
    if (GONE.has(status)) this.forget();
  };

  private forget(): void {
    for (const comm of [...this.comms.keys()]) this.closed(comm);
  }
}

function asView(bytes: ArrayBuffer | ArrayBufferView): DataView {
  return ArrayBuffer.isView(bytes)
    ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new DataView(bytes);
}

function report(error: unknown): void {
  if (!(error instanceof PayloadError)) throw error;
  console.warn(`lectern: ignored a live message: ${error.message}`);
}
