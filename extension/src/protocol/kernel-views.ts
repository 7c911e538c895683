import type { Kernel } from '@jupyterlab/services';
import { decodeLive } from './decode-live.js';
import { type CommHandler, KernelComms } from './kernel-comms.js';
import type { LiveStore } from './live.js';
import type { LiveAdapter } from './live-adapters.js';
import { asObject, asText, PayloadError } from './payload.js';
import { type LiveMessage, VIEW_TARGET } from './spec.js';

/**
 * Carries what one kernel connection says about its live views into a store. What reads the messages is loaded when the
 * first live view is there; messages that are earlier wait for it, in their order.
 */
export class KernelViews implements CommHandler {
  private readonly views = new Map<Kernel.IComm, string>();
  private readonly asked = new Set<Kernel.IComm>();
  private readonly comms: KernelComms;
  private adapters: Record<string, LiveAdapter<never>> | undefined;
  private waiting: (() => void)[] | undefined;

  constructor(
    kernel: Kernel.IKernelConnection,
    private readonly store: LiveStore,
  ) {
    this.comms = new KernelComms(kernel, VIEW_TARGET, this);
  }

  dispose(): void {
    this.comms.dispose();
  }

  opened(comm: Kernel.IComm, data: unknown): void {
    this.load();
    try {
      this.bind(comm, asText('live view id', asObject('live view', data).view), true);
    } catch (error) {
      report(error);
    }
  }

  rejoined(comm: Kernel.IComm): void {
    this.load();
    this.ask(comm, '');
  }

  received(comm: Kernel.IComm, data: unknown, buffers: DataView[]): void {
    this.inTurn(() => this.read(comm, data, buffers));
  }

  private load(): void {
    if (this.adapters || this.waiting) return;
    this.waiting = [];
    import('./live-adapters.js')
      .then(({ LIVE_ADAPTERS }) => {
        this.adapters = LIVE_ADAPTERS;
      })
      .catch((error) => console.warn(`lectern: live views stand still: ${error}`))
      .finally(() => {
        const { waiting = [] } = this;
        this.waiting = undefined;
        for (const task of waiting) task();
      });
  }

  private inTurn(task: () => void): void {
    if (this.waiting) this.waiting.push(task);
    else task();
  }

  private read(comm: Kernel.IComm, data: unknown, buffers: DataView[]): void {
    const { adapters } = this;
    if (!adapters) return;
    try {
      const message = decodeLive(data);
      const { view, mime, seq } = message;
      const adapter = Object.hasOwn(adapters, mime) ? adapters[mime] : undefined;
      if (!adapter) throw new PayloadError('live message mime', 'a view that grows', mime);
      this.bind(comm, view, false);
      if (message.type === 'end') {
        if (this.store.lacks(view, seq)) this.ask(comm, view);
      } else if (message.type === 'state') {
        this.asked.delete(comm);
        this.store.accept(adapter.decode(message.bundle[mime]));
        if (message.answer) this.store.offer(view, { seq, data: message.bundle });
      } else {
        const outcome = this.store.apply(view, seq, (held) =>
          adapter.extend(held as never, seq, message.delta, buffers),
        );
        if (outcome === 'gap') this.ask(comm, view);
        else this.asked.delete(comm);
      }
    } catch (error) {
      report(error);
    }
  }

  private bind(comm: Kernel.IComm, view: string, fresh: boolean): void {
    if (this.views.get(comm) === view) return;
    this.views.set(comm, view);
    this.store.connect(view, fresh);
  }

  /** Asks for the full state, once until it comes. An empty `view` means the one that the comm carries. */
  private ask(comm: Kernel.IComm, view: string): void {
    if (this.asked.has(comm) || comm.isDisposed) return;
    this.asked.add(comm);
    const request: LiveMessage = { type: 'request-state', view };
    comm.send({ ...request });
  }

  closed(comm: Kernel.IComm): void {
    this.inTurn(() => this.leave(comm));
  }

  private leave(comm: Kernel.IComm): void {
    const view = this.views.get(comm);
    this.views.delete(comm);
    this.asked.delete(comm);
    if (view !== undefined) this.store.disconnect(view);
  }
}

function report(error: unknown): void {
  if (!(error instanceof PayloadError)) throw error;
  console.warn(`lectern: ignored a live message: ${error.message}`);
}
