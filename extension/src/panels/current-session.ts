import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Widget } from '@lumino/widgets';
import type { Answer, Question } from '../protocol/inspect.js';
import { hasSession, type SessionWidget } from './parts.js';
import type { Sessions } from './sessions.js';
import type { SessionNews, WatchedSession } from './watched-session.js';

/** The notebook or console that was last in front, as panels see it. */
export class CurrentSession {
  private session: WatchedSession | undefined;
  private unlisten: (() => void) | undefined;
  private readonly listeners = new Set<(news: SessionNews) => void>();

  constructor(
    private readonly shell: JupyterFrontEnd.IShell,
    private readonly sessions: Sessions,
  ) {
    shell.currentChanged?.connect(this.follow);
    this.follow();
  }

  /** Whether a cell runs. */
  get running(): boolean {
    return this.session?.running ?? false;
  }

  /** Name of the notebook or console; empty when there is none. */
  get name(): string {
    return this.session?.name ?? '';
  }

  /** Path of the notebook or console; empty when there is none. */
  get path(): string {
    return this.session?.path ?? '';
  }

  /** Identity of the kernel; empty when there is none. */
  get kernel(): string {
    return this.session?.kernel ?? '';
  }

  /** The widget of the session, to put others beside it. */
  get front(): SessionWidget | undefined {
    return this.session?.widget;
  }

  listen(listener: (news: SessionNews) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asks the kernel; `gone` when there is none. */
  async ask(question: Question): Promise<Answer> {
    return (await this.session?.ask(question)) ?? { type: 'gone' };
  }

  private readonly follow = (): void => {
    const widget: Widget | null = this.shell.currentWidget;
    // What has no kernel, such as a view beside the notebook, leaves the notebook current.
    if (!hasSession(widget) || widget.isDisposed || widget === this.front) return;
    this.leave();
    this.session = this.sessions.of(widget);
    this.unlisten = this.session.listen((news) => this.tell(news));
    widget.disposed.connect(this.closed);
    this.tell('session');
  };

  private readonly closed = (): void => {
    this.leave();
    this.tell('session');
    this.follow();
  };

  private leave(): void {
    this.front?.disposed.disconnect(this.closed);
    this.unlisten?.();
    this.session = undefined;
  }

  private tell(news: SessionNews): void {
    for (const listener of [...this.listeners]) listener(news);
  }
}
