import type { WorkerTask } from '../function-dataset.js';

/** What the loader asks of a worker thread: the samples at `indices`. */
export interface WorkerRequest {
  indices: readonly number[];
}

/** What a worker thread answers, in the order in which it was asked. */
export type WorkerAnswer =
  | { samples: unknown[] }
  | { failed: { name: string; message: string; stack: string; index?: number } }
  | { exit: number };

/** What a worker thread starts with. */
export interface WorkerStart {
  task: WorkerTask;
  port: WorkerPort;
  /** Counts the answers, so that a loader can sleep until there is one. */
  answers: Int32Array;
}

/** The end of a channel that stands in the worker thread. */
export interface WorkerPort {
  postMessage(message: WorkerAnswer): void;
  on(event: 'message', listener: (message: WorkerRequest) => void): void;
}

/**
 * The program of a worker thread. Its text alone goes there, so nothing outside of the function may be used in it.
 */
export function workerMain(): void {
  type Make = (index: number, args: unknown) => unknown;
  interface Builtins {
    'node:worker_threads': { workerData: WorkerStart };
    'node:module': { createRequire(from: string): (path: string) => Record<string, unknown> };
    'node:url': { fileURLToPath(address: string): string };
  }
  const { process } = globalThis as unknown as {
    process: {
      getBuiltinModule<Name extends keyof Builtins>(name: Name): Builtins[Name];
      on(event: 'exit', listener: (code: number) => void): void;
    };
  };
  const { task, port, answers } = process.getBuiltinModule('node:worker_threads').workerData;
  const answer = (message: WorkerAnswer) => {
    port.postMessage(message);
    Atomics.add(answers, 0, 1);
    Atomics.notify(answers, 0);
  };
  const fail = (error: unknown, index?: number) => {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    answer({ failed: { name, message, stack: stack ?? '', index } });
  };
  let made: Make | undefined;
  const load = (): Make => {
    if ('source' in task) return new Function(`return (${task.source})`)() as Make;
    const path = process.getBuiltinModule('node:url').fileURLToPath(task.module);
    const found = process.getBuiltinModule('node:module').createRequire(path)(path)[task.name];
    if (typeof found === 'function') return found as Make;
    throw new TypeError(`expected ${task.module} to export a function ${task.name}, got ${typeof found}`);
  };
  const serve = ({ indices }: WorkerRequest) => {
    const samples: unknown[] = [];
    try {
      made ??= load();
    } catch (error) {
      return fail(error);
    }
    for (const index of indices) {
      try {
        samples.push(made(index, task.args));
      } catch (error) {
        return fail(error, index);
      }
    }
    try {
      answer({ samples });
    } catch (error) {
      // A sample that cannot be copied, such as a function or a promise.
      fail(error, indices[0]);
    }
  };
  process.on('exit', (exit) => answer({ exit }));
  port.on('message', serve);
}
