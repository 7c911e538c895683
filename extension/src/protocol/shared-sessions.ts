import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Kernel } from '@jupyterlab/services';
import { KernelFollower } from './kernel-follower.js';

type SessionContext = DocumentRegistry.Context['sessionContext'];

/** What follows a session until it is disposed. */
export interface Following {
  readonly isDisposed: boolean;
  dispose(): void;
}

/**
 * Holds what `make` makes for the kernel of each notebook. Several views of one notebook share their session, and a kernel
 * connection takes one handler a comm target: so they share what is made.
 */
export class SharedSessions {
  private readonly shared = new WeakMap<SessionContext, { follower: KernelFollower; holders: number }>();

  constructor(private readonly make: (kernel: Kernel.IKernelConnection) => { dispose(): void }) {}

  /** Follows the session of a notebook until what is returned is disposed. */
  follow(session: SessionContext): Following {
    const known = this.shared.get(session) ?? { follower: new KernelFollower(session, this.make), holders: 0 };
    this.shared.set(session, known);
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
        this.shared.delete(session);
        known.follower.dispose();
      },
    };
  }

  /** Follows the session of every notebook that is opened, until that is closed. */
  followNotebooks(registry: DocumentRegistry): void {
    registry.addWidgetExtension('Notebook', {
      createNew: (_panel, { sessionContext }) => this.follow(sessionContext),
    });
  }
}
