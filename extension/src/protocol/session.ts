import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { KernelViews } from './comm.js';
import type { LiveStore } from './live.js';

type SessionContext = DocumentRegistry.Context['sessionContext'];

/** Follows the kernel of one notebook: also a changed kernel brings its live views into the store. */
export class SessionViews {
  private kernelViews: KernelViews | undefined;
  private disposed = false;

  constructor(
    private readonly session: SessionContext,
    private readonly store: LiveStore,
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
    this.kernelViews?.dispose();
    this.kernelViews = undefined;
  }

  private readonly follow = (): void => {
    this.kernelViews?.dispose();
    const kernel = this.session.session?.kernel;
    this.kernelViews = kernel ? new KernelViews(kernel, this.store) : undefined;
  };
}
