import { type Kernel, KernelMessage } from '@jupyterlab/services';

/** The cells that a kernel runs now, of whichever client; those that began before the page was loaded are not known. */
export class RunningCells {
  private readonly requests = new Set<string>();

  constructor(
    private readonly kernel: Kernel.IKernelConnection,
    private readonly changed: () => void,
  ) {
    kernel.iopubMessage.connect(this.heard);
    kernel.statusChanged.connect(this.statusChanged);
  }

  get any(): boolean {
    return this.requests.size > 0;
  }

  dispose(): void {
    this.kernel.iopubMessage.disconnect(this.heard);
    this.kernel.statusChanged.disconnect(this.statusChanged);
  }

  private readonly heard = (_: Kernel.IKernelConnection, message: KernelMessage.IIOPubMessage): void => {
    if (!KernelMessage.isStatusMsg(message)) return;
    const { parent_header: parent } = message;
    if (!('msg_type' in parent) || parent.msg_type !== 'execute_request') return;
    const before = this.any;
    if (message.content.execution_state === 'busy') this.requests.add(parent.msg_id);
    else this.requests.delete(parent.msg_id);
    if (this.any !== before) this.changed();
  };

  private readonly statusChanged = (_: Kernel.IKernelConnection, status: KernelMessage.Status): void => {
    // A kernel that went away, or a connection that was lost, may have ended cells without a word.
    if (status === 'idle' || status === 'busy' || !this.any) return;
    this.requests.clear();
    this.changed();
  };
}
