import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { type Answer, decodeAnswer, INSPECT_TARGET, type Question } from '../protocol/inspect.js';
import { asObject } from '../protocol/payload.js';

interface Pending {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

const LOST: ReadonlySet<KernelMessage.Status> = new Set(['restarting', 'autorestarting', 'terminating', 'dead']);

/** Asks one kernel connection about its variables and memory; the comm is opened with the first question. */
export class KernelInspector {
  private comm: Kernel.IComm | undefined;
  private readonly pending = new Map<number, Pending>();
  private next = 1;

  constructor(readonly kernel: Kernel.IKernelConnection) {
    kernel.statusChanged.connect(this.statusChanged);
  }

  /** The kernel's answer; rejects with its own sentence, or with a PayloadError when it makes no sense. */
  async ask(question: Question): Promise<Answer> {
    const { implementation } = await this.kernel.info;
    if (implementation !== 'lectern') return { type: 'foreign' };
    if (this.kernel.isDisposed || !this.kernel.handleComms) return { type: 'gone' };
    const comm = this.open();
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      comm.send({ ...question, id });
    });
  }

  dispose(): void {
    if (!this.kernel.isDisposed) {
      this.kernel.statusChanged.disconnect(this.statusChanged);
      if (this.comm && !this.comm.isDisposed) this.comm.close();
    }
    this.lose();
  }

  private open(): Kernel.IComm {
    if (this.comm && !this.comm.isDisposed) return this.comm;
    const comm = this.kernel.createComm(INSPECT_TARGET);
    comm.onMsg = (message) => this.received(message.content.data);
    comm.onClose = () => this.lose();
    comm.open({});
    this.comm = comm;
    return comm;
  }

  private received(data: unknown): void {
    const id = Number(asObject('kernel answer', data).id);
    const pending = this.pending.get(id);
    this.pending.delete(id);
    try {
      pending?.resolve(decodeAnswer(data));
    } catch (error) {
      pending?.reject(error);
    }
  }

  private readonly statusChanged = (_: Kernel.IKernelConnection, status: KernelMessage.Status): void => {
    if (LOST.has(status)) this.lose();
  };

  /** A kernel that went away answers nothing any more. */
  private lose(): void {
    this.comm = undefined;
    for (const { resolve } of this.pending.values()) resolve({ type: 'gone' });
    this.pending.clear();
  }
}
