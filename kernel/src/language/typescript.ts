import { Worker } from 'node:worker_threads';
import type { Language } from './language.js';
import type { CallName, LanguageCalls, LanguageOptions, Reply, Request } from './messages.js';

export type { LanguageOptions } from './messages.js';

/**
 * TypeScript as the kernel's language, in a worker thread of its own. Calls are answered in the order in which they
 * were made; a call fails with an error if the worker has ended.
 */
export function createTypeScriptLanguage(options: LanguageOptions): Language {
  const calls = new WorkerCalls(options);
  const ready = calls.ask('warm');
  // Whoever awaits it still sees the failure; closing a kernel that nobody waited for is no unhandled rejection.
  ready.catch(() => undefined);
  return {
    ready,
    convert: (code, cell) => calls.ask('convert', code, cell),
    commit: (conversionId) => calls.ask('commit', conversionId),
    complete: (code, offset) => calls.ask('complete', code, offset),
    inspect: (code, offset, detail) => calls.ask('inspect', code, offset, detail),
    isComplete: (code) => calls.ask('isComplete', code),
    diagnostics: (code) => calls.ask('diagnostics', code),
    reset: () => calls.ask('reset'),
    close: () => calls.close(),
  };
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Requests to the worker and the promises that wait for its replies. */
class WorkerCalls {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: Error | undefined;

  constructor(options: LanguageOptions) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: options });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (error: Error) => this.#end(error));
    this.#worker.on('exit', (code) => this.#end(new Error(`language worker: ended with code ${code}`)));
  }

  ask<N extends CallName>(call: N, ...args: Parameters<LanguageCalls[N]>): Promise<ReturnType<LanguageCalls[N]>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    const request: Request<N> = { id, call, args };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('error' in reply) waiting?.reject(Object.assign(new Error(reply.error.message), { stack: reply.error.stack }));
    else waiting?.resolve(reply.value);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}
