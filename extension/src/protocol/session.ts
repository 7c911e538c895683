import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { KernelViews } from './comm.js';
import { KernelFollower } from './kernel-follower.js';
import type { LiveStore } from './live.js';

type SessionContext = DocumentRegistry.Context['sessionContext'];

const shared = new WeakMap<SessionContext, { views: KernelFollower; holders: number }>();

/**
 * Follows the session of a notebook until what is returned is disposed. Several views of one notebook share their session,
 * and a kernel connection takes one handler a comm target: so they share the handler too.
 */
export function followSession(
  session: SessionContext,
  store: LiveStore,
): { readonly isDisposed: boolean; dispose(): void } {
  const known = shared.get(session) ?? {
    views: new KernelFollower(session, (kernel) => new KernelViews(kernel, store)),
    holders: 0,
  };
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
