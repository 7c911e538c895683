import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { KernelMessage } from '@jupyterlab/services';
import type { Widget } from '@lumino/widgets';
import type { Answer, Question } from '../protocol/inspect.js';
import { KernelInspector } from './kernel-inspector.js';
import { hasSession, type SessionContext, type SessionWidget } from './parts.js';

/** What happened: another notebook, console or kernel; a cell began to run; the last cell ended. */
export type SessionNews = 'session' | 'started' | 'ended';

const LOST: ReadonlySet<KernelMessage.Status> = new Set(['restarting', 'autorestarting', 'terminating', 'dead']);

/**
 * The notebook or console that was last in front, as panels see it. Panels ask after a cell has ended and never in
 * between, so everything here comes from events of the kernel; nothing is polled.
 */
export class CurrentSession {
  /** Whether a cell runs. */
  running = false;
  private widget: SessionWidget | undefined;
  private context: SessionContext | undefined;
  private inspector: KernelInspector | undefined;
  private lost = false;
  private readonly listeners = new Set<(news: SessionNews) => void>();

  constructor(private readonly shell: JupyterFrontEnd.IShell) {
    shell.currentChanged?.connect(this.follow);
    this.follow();
  }

  /** Name of the notebook or console; empty when there is none. */
  get name(): string {
    return this.context?.name ?? '';
  }

  /** Path of the notebook or console; empty when there is none. */
  get path(): string {
    return this.context?.path ?? '';
  }

  /** Identity of the kernel; empty when there is none. */
  get kernel(): string {
    return this.inspector?.kernel.id ?? '';
  }

  /** The widget of the session, to put others beside it. */
  get front(): SessionWidget | undefined {
    return this.widget;
  }

  listen(listener: (news: SessionNews) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asks the kernel; `gone` when there is none. */
  async ask(question: Question): Promise<Answer> {
    return (await this.inspector?.ask(question)) ?? { type: 'gone' };
  }

  private readonly follow = (): void => {
    const widget: Widget | null = this.shell.currentWidget;
    // What has no kernel, such as a view beside the notebook, leaves the notebook current.
    if (!hasSession(widget) || widget === this.widget) return;
    this.leave();
    this.widget = widget;
    this.context = widget.sessionContext;
    widget.disposed.connect(this.closed);
    this.context.kernelChanged.connect(this.kernelChanged);
    this.context.statusChanged.connect(this.statusChanged);
    this.context.iopubMessage.connect(this.heard);
    this.kernelChanged();
  };

  private readonly closed = (): void => {
    this.leave();
    this.tell('session');
    this.follow();
  };

  private leave(): void {
    this.widget?.disposed.disconnect(this.closed);
    this.context?.kernelChanged.disconnect(this.kernelChanged);
    this.context?.statusChanged.disconnect(this.statusChanged);
    this.context?.iopubMessage.disconnect(this.heard);
    this.inspector?.dispose();
    this.widget = undefined;
    this.context = undefined;
    this.inspector = undefined;
    this.running = false;
  }

  private readonly kernelChanged = (): void => {
    this.inspector?.dispose();
    const kernel = this.context?.session?.kernel;
    // Of all connections to one kernel only one takes comms: a console on a notebook's kernel asks through the notebook.
    const connection = kernel && (kernel.handleComms ? kernel : this.commsOf(kernel.id));
    this.inspector = connection ? new KernelInspector(connection) : undefined;
    this.running = false;
    this.lost = false;
    this.tell('session');
  };

  private commsOf(id: string) {
    for (const widget of this.shell.widgets('main')) {
      const kernel = hasSession(widget) ? widget.sessionContext.session?.kernel : undefined;
      if (kernel?.id === id && kernel.handleComms) return kernel;
    }
    return undefined;
  }

  private readonly statusChanged = (_: SessionContext, status: KernelMessage.Status): void => {
    if (LOST.has(status)) {
      this.lost = true;
      this.running = false;
      this.tell('session');
    } else if (this.lost && status === 'idle') {
      this.lost = false;
      this.tell('session');
    }
  };

  private readonly heard = (_: SessionContext, message: KernelMessage.IMessage): void => {
    const parent = message.parent_header as Partial<KernelMessage.IHeader>;
    if (message.header.msg_type !== 'status' || parent.msg_type !== 'execute_request') return;
    const idle = (message as KernelMessage.IStatusMsg).content.execution_state === 'idle';
    if (this.running === !idle && !idle) return;
    this.running = !idle;
    this.tell(idle ? 'ended' : 'started');
  };

  private tell(news: SessionNews): void {
    for (const listener of [...this.listeners]) listener(news);
  }
}
