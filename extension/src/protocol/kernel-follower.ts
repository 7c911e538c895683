import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Kernel } from '@jupyterlab/services';

type SessionContext = DocumentRegistry.Context['sessionContext'];

/** Holds something for the kernel of one notebook, and makes it anew when the notebook gets another kernel. */
export class KernelFollower {
  private held: { dispose(): void } | undefined;
  private disposed = false;

  constructor(
    private readonly session: SessionContext,
    private readonly make: (kernel: Kernel.IKernelConnection) => { dispose(): void },
  ) {
    session.kernelChanged.connect(this.follow);
    this.follow();
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.session.kernelChanged.disconnect(this.follow);
    this.held?.dispose();
    this.held = undefined;
  }

  private readonly follow = (): void => {
    this.held?.dispose();
    const kernel = this.session.session?.kernel;
    this.held = kernel ? this.make(kernel) : undefined;
  };
}
