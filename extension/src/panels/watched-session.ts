import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { Answer, Question } from '../protocol/inspect.js';
import { KernelInspector } from './kernel-inspector.js';
import type { SessionContext, SessionWidget } from './parts.js';

/** What happened: another notebook, console or kernel; a cell began to run; the last cell ended. */
export type SessionNews = 'session' | 'started' | 'ended';

const LOST: ReadonlySet<KernelMessage.Status> = new Set(['restarting', 'autorestarting', 'terminating', 'dead']);

/**
 * The kernel of one notebook or console, as panels see it. Panels ask after a cell has ended and never in between, so
 * everything here comes from events of the kernel; nothing is polled.
 */
export class WatchedSession {
  /** Whether a cell runs. */
  running = false;
  private readonly context: SessionContext;
  private inspector: KernelInspector | undefined;
  private lost = false;
  private readonly listeners = new Set<(news: SessionNews) => void>();

  /** `commsOf` finds the connection to a kernel that takes comms. */
  constructor(
    readonly widget: SessionWidget,
    private readonly commsOf: (id: string) => Kernel.IKernelConnection | undefined,
  ) {
    this.context = widget.sessionContext;
    this.context.kernelChanged.connect(this.kernelChanged);
    this.context.statusChanged.connect(this.statusChanged);
    this.context.iopubMessage.connect(this.heard);
    this.kernelChanged();
  }

  /** Name of the notebook or console. */
  get name(): string {
    return this.context.name;
  }

  /** Path of the notebook or console. */
  get path(): string {
    return this.context.path;
  }

  /** Identity of the kernel; empty when there is none. */
  get kernel(): string {
    return this.context.session?.kernel?.id ?? '';
  }

  listen(listener: (news: SessionNews) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asks the kernel; `gone` when there is none. */
  async ask(question: Question): Promise<Answer> {
    // The notebook whose connection a console asked through may have been closed.
    if (this.inspector?.kernel.isDisposed !== false) this.connect();
    return (await this.inspector?.ask(question)) ?? { type: 'gone' };
  }

  dispose(): void {
    this.context.kernelChanged.disconnect(this.kernelChanged);
    this.context.statusChanged.disconnect(this.statusChanged);
    this.context.iopubMessage.disconnect(this.heard);
    this.inspector?.dispose();
    this.inspector = undefined;
    this.running = false;
    this.listeners.clear();
  }

  private readonly kernelChanged = (): void => {
    this.connect();
    this.running = false;
    this.lost = false;
    this.tell('session');
  };

  private connect(): void {
    this.inspector?.dispose();
    const kernel = this.context.session?.kernel;
    // Of all connections to one kernel only one takes comms: a console on a notebook's kernel asks through the notebook.
    const connection = kernel && (kernel.handleComms ? kernel : this.commsOf(kernel.id));
    this.inspector = connection ? new KernelInspector(connection) : undefined;
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
