import { Worker } from 'node:worker_threads';
import type { CallName, LanguageCalls, LanguageOptions, Reply, Request } from './messages.js';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Requests to the language worker and the promises that wait for its replies. */
export class WorkerCalls {
  /** Called when a new worker has taken the place of one that ended; its calls come first. */
  onRestart: () => Promise<unknown> = () => Promise.resolve();
  readonly #options: LanguageOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker;
  #lastId = 0;
  #closed: Error | undefined;

  constructor(options: LanguageOptions) {
    this.#options = options;
    this.#worker = this.#start();
  }

  ask<N extends CallName>(call: N, ...args: Parameters<LanguageCalls[N]>): Promise<ReturnType<LanguageCalls[N]>> {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = ++this.#lastId;
    const request: Request<N> = { id, call, args };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    this.#close(new Error('language worker: to be used before it is closed'));
    await this.#worker.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: this.#options,
      resourceLimits: { maxOldGenerationSizeMb: this.#options.maxMemory },
    });
    let answered = false;
    let cause: Error | undefined;
    worker.on('message', (reply: Reply) => {
      answered = true;
      this.#settle(reply);
    });
    worker.on('error', (error: Error) => {
      cause = error;
    });
    worker.on('exit', (code) => {
      if (this.#closed) return;
      const ended = new Error(`language worker: ended, ${cause?.message ?? `with code ${code}`}`, { cause });
      // One that never answered would end again and again.
      if (!answered) return this.#close(ended);
      this.#fail(ended);
      this.#worker = this.#start();
      this.onRestart().catch(() => undefined);
    });
    return worker;
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (!('error' in reply)) waiting?.resolve(reply.value);
    else waiting?.reject(Object.assign(new Error(reply.error.message), { stack: reply.error.stack }));
  }

  #close(error: Error): void {
    this.#closed ??= error;
    this.#fail(this.#closed);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
