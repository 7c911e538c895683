import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Kernel } from '@jupyterlab/services';
import { hasSession, type SessionWidget } from './parts.js';
import { WatchedSession } from './watched-session.js';

/** The part of JupyterLab's shell that tells that something stands elsewhere; Notebook 7 has one document a page. */
export interface Layout {
  readonly layoutModified: { connect(slot: () => void): boolean };
}

/** The sessions of all notebooks and consoles of the page, and news of those that come, go, or get another kernel. */
export class Sessions {
  private readonly known = new Map<SessionWidget, WatchedSession>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly shell: JupyterFrontEnd.IShell,
    layout: Layout | null,
  ) {
    shell.currentChanged?.connect(this.look);
    // A notebook that opens behind another one is never the current one.
    layout?.layoutModified.connect(this.look);
    this.look();
  }

  /** The session of a notebook or console. */
  of(widget: SessionWidget): WatchedSession {
    return this.known.get(widget) ?? this.watch(widget);
  }

  /** The session of the notebook or console at `path`, else another one on the kernel `kernel` if that can be asked. */
  find(path: string, kernel?: string): WatchedSession | undefined {
    const all = [...this.known.values()];
    const there = all.find((session) => session.path === path);
    if (there || !kernel || !this.commsOf(kernel)) return there;
    return all.find((session) => session.kernel === kernel);
  }

  /** Calls `listener` whenever {@link find} may find something else, until the returned call. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private readonly look = (): void => {
    let fresh = false;
    for (const widget of this.shell.widgets('main')) {
      if (!hasSession(widget) || widget.isDisposed || this.known.has(widget)) continue;
      this.watch(widget);
      fresh = true;
    }
    if (fresh) this.tell();
  };

  private watch(widget: SessionWidget): WatchedSession {
    const session = new WatchedSession(widget, (kernel) => this.commsOf(kernel));
    this.known.set(widget, session);
    session.listen((news) => {
      if (news === 'session') this.tell();
    });
    widget.disposed.connect(() => {
      this.known.delete(widget);
      session.dispose();
      this.tell();
    });
    return session;
  }

  private commsOf(id: string): Kernel.IKernelConnection | undefined {
    for (const { widget } of this.known.values()) {
      const kernel = widget.sessionContext.session?.kernel;
      if (kernel?.id === id && kernel.handleComms) return kernel;
    }
    return undefined;
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
