import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { KernelViews } from './comm.js';
import type { LiveStore } from './live.js';

type SessionContext = DocumentRegistry.Context['sessionContext'];

const shared = new WeakMap<SessionContext, { views: SessionViews; holders: number }>();

/**
 * Follows the session of a notebook until what is returned is disposed. Several views of one notebook share their session,
 * and a kernel connection takes one handler a comm target: so they share the handler too.
 */
export function followSession(
  session: SessionContext,
  store: LiveStore,
): { readonly isDisposed: boolean; dispose(): void } {
  const known = shared.get(session) ?? { views: new SessionViews(session, store), holders: 0 };
  shared.set(session, known);
  known.holders++;
  let disposed = false;
  return {
    get isDisposed() {
      return disposed;
    },
    dispose: () => {
      if (disposed) return;
      disposed = true;
      known.holders--;
      if (known.holders > 0) return;
      shared.delete(session);
      known.views.dispose();
    },
  };
}

/** Follows the kernel of one session: also a changed kernel brings its live views into the store. */
class SessionViews {
  private kernelViews: KernelViews | undefined;
  private disposed = false;

  constructor(
    private readonly session: SessionContext,
    private readonly store: LiveStore,
  ) {
    session.kernelChanged.connect(this.follow);
    this.follow();
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
