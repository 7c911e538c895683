import { Session } from 'node:inspector';
import type { GuardEvent } from '../contract/guard.js';

/** Lets the front speak to the inspector of the main thread. There is no session, and no cost, before the first call. */
export class InspectorRelay {
  private session: Session | undefined;
  private muted = 0;

  constructor(private readonly send: (event: GuardEvent) => void) {}

  /** Whether the front debugs. Whoever else stops the main thread then may miss or resume a pause of the user's. */
  get isUsed(): boolean {
    return this.session !== undefined;
  }

  /** Makes a call of the inspector protocol; its answer goes to the front. */
  call(id: number, method: string, params: object): void {
    this.session ??= this.connect();
    this.session.post(method, params, (error, result: object | undefined) => {
      if (error) this.send({ type: 'refusal', id, message: error.message });
      else this.send({ type: 'answer', id, result: result ?? {} });
    });
  }

  /** Ends the session, if there is one. */
  detach(): void {
    this.session?.disconnect();
    this.session = undefined;
  }

  /** Runs `action`, which stops the main thread for reasons of its own, and keeps those pauses from the front. */
  async unheard<T>(action: () => Promise<T>): Promise<T> {
    this.muted++;
    try {
      return await action();
    } finally {
      this.muted--;
    }
  }

  private connect(): Session {
    const session = new Session();
    session.connectToMainThread();
    session.on('inspectorNotification', ({ method, params }) => {
      if (this.muted && method === 'Debugger.paused') return;
      this.send({ type: 'event', method, params });
    });
    return session;
  }
}
