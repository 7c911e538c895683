import type { Kernel, KernelMessage } from '@jupyterlab/services';

const GONE: ReadonlySet<KernelMessage.Status> = new Set(['restarting', 'autorestarting', 'terminating', 'dead']);

/** What is done with the comms of a target. A promise returned from here would hold up every message of the kernel. */
export interface CommHandler {
  /** The kernel has opened a comm with `data`. */
  opened(comm: Kernel.IComm, data: unknown): void;
  /** A comm was open before the page was loaded; what it was opened with is not known. */
  rejoined(comm: Kernel.IComm): void;
  received(comm: Kernel.IComm, data: unknown, buffers: DataView[]): void;
  /** The comm closed or its kernel went away. */
  closed(comm: Kernel.IComm): void;
}

/** The comms of one target on one kernel connection, also those that were open before the page was loaded. */
export class KernelComms {
  private readonly comms = new Set<Kernel.IComm>();
  private disposed = false;

  constructor(
    private readonly kernel: Kernel.IKernelConnection,
    private readonly target: string,
    private readonly handler: CommHandler,
  ) {
    kernel.registerCommTarget(target, this.opened);
    kernel.statusChanged.connect(this.statusChanged);
    if (kernel.handleComms) void this.rejoin();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    if (!this.kernel.isDisposed) {
      this.kernel.statusChanged.disconnect(this.statusChanged);
      this.kernel.removeCommTarget(this.target, this.opened);
    }
    this.forget();
  }

  private readonly opened = (comm: Kernel.IComm, message: KernelMessage.ICommOpenMsg): void => {
    this.take(comm);
    this.handler.opened(comm, message.content.data);
  };

  /** After a reload of the page the kernel's comms still exist, but this page has no half of them yet. */
  private async rejoin(): Promise<void> {
    let known: string[];
    try {
      const { content } = await this.kernel.requestCommInfo({ target_name: this.target });
      known = content.status === 'ok' ? Object.keys(content.comms) : [];
    } catch {
      return; // the connection closed before the kernel answered: there is nothing to rejoin
    }
    if (this.disposed || this.kernel.isDisposed) return;
    for (const id of known) {
      if (this.kernel.hasComm(id)) continue;
      const comm = this.kernel.createComm(this.target, id);
      this.take(comm);
      this.handler.rejoined(comm);
    }
  }

  private take(comm: Kernel.IComm): void {
    this.comms.add(comm);
    comm.onMsg = ({ content, buffers = [] }) => this.handler.received(comm, content.data, buffers.map(asView));
    comm.onClose = () => this.drop(comm);
  }

  private drop(comm: Kernel.IComm): void {
    if (this.comms.delete(comm)) this.handler.closed(comm);
  }

  private readonly statusChanged = (_: Kernel.IKernelConnection, status: KernelMessage.Status): void => {
    if (GONE.has(status)) this.forget();
  };

  private forget(): void {
    for (const comm of [...this.comms]) this.drop(comm);
  }
}

function asView(bytes: ArrayBuffer | ArrayBufferView): DataView {
  return ArrayBuffer.isView(bytes)
    ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new DataView(bytes);
}
