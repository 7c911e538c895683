import type { Kernel } from '@jupyterlab/services';
import { type CommHandler, KernelComms } from './kernel-comms.js';
import type { Links } from './links.js';
import { CONTROL_TARGET } from './spec.js';

/** Connects links to the comms of one kernel connection. */
export class KernelLinks implements CommHandler {
  private readonly comms: KernelComms;

  constructor(
    private readonly kernel: Kernel.IKernelConnection,
    private readonly links: Links,
  ) {
    this.comms = new KernelComms(kernel, CONTROL_TARGET, this);
  }

  dispose(): void {
    this.comms.dispose();
  }

  opened(comm: Kernel.IComm): void {
    this.links.get(comm.commId).connect({
      send: (data) => {
        if (!comm.isDisposed) comm.send(data as never);
      },
      busy: () => this.kernel.status === 'busy',
    });
  }

  rejoined(comm: Kernel.IComm): void {
    this.opened(comm);
  }

  received(comm: Kernel.IComm, data: unknown, buffers: DataView[]): void {
    this.links.get(comm.commId).receive(data, buffers);
  }

  closed(comm: Kernel.IComm): void {
    this.links.get(comm.commId).connect(undefined);
  }
}
