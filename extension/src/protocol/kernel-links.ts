import type { Kernel } from '@jupyterlab/services';
import { type CommHandler, KernelComms } from './kernel-comms.js';
import type { Links } from './links.js';
import { RunningCells } from './running-cells.js';
import { CONTROL_TARGET } from './spec.js';

/** Connects links to the comms of one kernel connection. */
export class KernelLinks implements CommHandler {
  private readonly comms: KernelComms;
  private readonly cells: RunningCells;
  private readonly open = new Set<string>();

  constructor(
    kernel: Kernel.IKernelConnection,
    private readonly links: Links,
  ) {
    this.cells = new RunningCells(kernel, () => {
      for (const id of this.open) links.get(id).cellChanged();
    });
    this.comms = new KernelComms(kernel, CONTROL_TARGET, this);
  }

  dispose(): void {
    this.cells.dispose();
    this.comms.dispose();
  }

  opened(comm: Kernel.IComm): void {
    this.open.add(comm.commId);
    this.links.get(comm.commId).connect({
      send: (data) => {
        if (!comm.isDisposed) comm.send(data as never);
      },
      cellRuns: () => this.cells.any,
    });
  }

  rejoined(comm: Kernel.IComm): void {
    this.opened(comm);
  }

  received(comm: Kernel.IComm, data: unknown, buffers: DataView[]): void {
    this.links.get(comm.commId).receive(data, buffers);
  }

  closed(comm: Kernel.IComm): void {
    this.open.delete(comm.commId);
    this.links.get(comm.commId).connect(undefined);
  }
}
