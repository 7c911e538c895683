import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { Links } from './links.js';
import { CONTROL_TARGET } from './spec.js';

const GONE: ReadonlySet<KernelMessage.Status> = new Set(['restarting', 'autorestarting', 'terminating', 'dead']);

/** Connects links to the comms of one kernel connection, also to those that were open before the page was loaded. */
export class KernelLinks {
  private readonly comms = new Set<Kernel.IComm>();
  private disposed = false;

  constructor(
    private readonly kernel: Kernel.IKernelConnection,
    private readonly links: Links,
  ) {
    kernel.registerCommTarget(CONTROL_TARGET, this.opened);
    kernel.statusChanged.connect(this.statusChanged);
    if (kernel.handleComms) void this.rejoin();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    if (!this.kernel.isDisposed) {
      this.kernel.statusChanged.disconnect(this.statusChanged);
      this.kernel.removeCommTarget(CONTROL_TARGET, this.opened);
    }
    this.forget();
  }

  private readonly opened = (comm: Kernel.IComm): void => this.attend(comm);

  private async rejoin(): Promise<void> {
    let known: string[];
    try {
      const { content } = await this.kernel.requestCommInfo({ target_name: CONTROL_TARGET });
      known = content.status === 'ok' ? Object.keys(content.comms) : [];
    } catch {
      return; // the connection closed before the kernel answered: there is nothing to rejoin
    }
    if (this.disposed || this.kernel.isDisposed) return;
    for (const id of known) if (!this.kernel.hasComm(id)) this.attend(this.kernel.createComm(CONTROL_TARGET, id));
  }

  private attend(comm: Kernel.IComm): void {
    const link = this.links.get(comm.commId);
    this.comms.add(comm);
    // A promise returned from here would hold up every message of the kernel, so both handlers are synchronous.
    comm.onMsg = ({ content, buffers = [] }) => {
      const views = buffers.map((buffer) =>
        ArrayBuffer.isView(buffer)
          ? new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
          : new DataView(buffer),
      );
      link.receive(content.data, views);
    };
    comm.onClose = () => this.closed(comm);
    link.connect({
      send: (data) => {
        if (!comm.isDisposed) comm.send(data as never);
      },
      busy: () => this.kernel.status === 'busy',
    });
  }

  private closed(comm: Kernel.IComm): void {
    if (this.comms.delete(comm)) this.links.get(comm.commId).connect(undefined);
  }

  private readonly statusChanged = (_: Kernel.IKernelConnection, status: KernelMessage.Status): void => {
    if (GONE.has(status)) this.forget();
  };

  private forget(): void {
    for (const comm of [...this.comms]) this.closed(comm);
  }
}
