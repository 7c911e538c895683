import { nodeBuiltin } from '../../backend/node.js';
import { LecternError, ValueError } from '../../errors.js';
import type { WorkerTask } from '../function-dataset.js';
import { type WorkerAnswer, type WorkerRequest, type WorkerStart, workerMain } from './worker-main.js';

/** What is used of `node:worker_threads`. */
interface Threads {
  Worker: new (program: string, options: object) => Thread;
  MessageChannel: new () => { port1: Port; port2: WorkerStart['port'] };
  receiveMessageOnPort(port: Port): { message: WorkerAnswer } | undefined;
}

interface Thread {
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'exit', listener: (code: number) => void): void;
  unref(): void;
  terminate(): Promise<number>;
}

interface Port {
  postMessage(message: WorkerRequest): void;
  on(event: 'message', listener: (answer: WorkerAnswer) => void): void;
  ref(): void;
  unref(): void;
  close(): void;
}

/** How long the main thread sleeps at once, in milliseconds, before it looks again. */
const NAP = 200;

/**
 * One worker thread of a loader and the channel to it. Answers come in the order of the requests. While `take` waits, the main
 * thread sleeps; `taken` lets it do other things. Only one of the two may be used.
 */
export class WorkerThread {
  readonly #name: string;
  readonly #timeout: number;
  readonly #threads: Threads;
  readonly #thread: Thread;
  readonly #port: Port;
  readonly #answers: Int32Array;
  readonly #arrived: WorkerAnswer[] = [];
  #listening = false;
  #wake: (() => void) | undefined;

  /** @param timeout milliseconds to wait for an answer; 0 for as long as it takes */
  constructor(name: string, task: WorkerTask, timeout: number) {
    const threads = nodeBuiltin<Threads>('node:worker_threads');
    if (threads === undefined) {
      throw new ValueError('DataLoader: worker threads need Node, got none here; use numWorkers: 0');
    }
    this.#answers = new Int32Array(new SharedArrayBuffer(4));
    const { port1, port2 } = new threads.MessageChannel();
    const start: WorkerStart = { task, port: port2, answers: this.#answers };
    this.#name = name;
    this.#timeout = timeout;
    this.#threads = threads;
    this.#port = port1;
    try {
      const program = `(${workerMain})()`;
      this.#thread = new threads.Worker(program, { eval: true, workerData: start, transferList: [port2] });
    } catch (error) {
      port1.close();
      const reason = error instanceof Error ? error.message : String(error);
      throw new ValueError(
        `DataLoader: expected args of plain data for the workers, got what cannot be copied: ${reason}`,
      );
    }
    this.#thread.on('error', ({ name, message, stack = '' }) => this.#arrive({ failed: { name, message, stack } }));
    this.#thread.on('exit', (exit) => this.#arrive({ exit }));
    // A loop that nobody goes on with must not keep the process alive.
    this.#thread.unref();
    port1.unref();
  }

  /** Asks for samples. */
  ask(indices: readonly number[]): void {
    this.#port.postMessage({ indices });
  }

  /** The samples of the next request; sleeps until they are there. */
  take(): unknown[] {
    const start = Date.now();
    for (;;) {
      const seen = Atomics.load(this.#answers, 0);
      const received = this.#threads.receiveMessageOnPort(this.#port);
      if (received !== undefined) return this.#read(received.message);
      if (this.#timeout > 0 && Date.now() - start >= this.#timeout) throw this.#late();
      Atomics.wait(this.#answers, 0, seen, this.#timeout > 0 ? Math.min(NAP, this.#timeout) : NAP);
    }
  }

  /** The samples of the next request. */
  async taken(): Promise<unknown[]> {
    if (!this.#listening) {
      this.#listening = true;
      this.#port.on('message', (answer) => this.#arrive(answer));
    }
    if (this.#arrived.length === 0) {
      this.#port.ref();
      const timer = this.#timeout > 0 ? setTimeout(() => this.#wake?.(), this.#timeout) : undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      clearTimeout(timer);
    }
    this.#port.unref();
    const answer = this.#arrived.shift();
    if (answer === undefined) throw this.#late();
    return this.#read(answer);
  }

  /** Ends the thread, whatever it is doing. */
  close(): void {
    this.#port.close();
    void this.#thread.terminate();
  }

  #arrive(answer: WorkerAnswer): void {
    this.#arrived.push(answer);
    this.#wake?.();
  }

  #read(answer: WorkerAnswer): unknown[] {
    if ('samples' in answer) return answer.samples;
    if ('exit' in answer) {
      throw new LecternError(`DataLoader: expected samples from ${this.#name}, got its end with code ${answer.exit}`);
    }
    const { name, message, stack, index } = answer.failed;
    const what = index === undefined ? `${this.#name} failed` : `sample ${index} failed in ${this.#name}`;
    const cause = Object.assign(new Error(message), { name, stack });
    throw Object.assign(new LecternError(`DataLoader: ${what}, got ${name}: ${message}${fixOf(name)}`), { cause });
  }

  #late(): LecternError {
    return new LecternError(`DataLoader: expected samples from ${this.#name} within ${this.#timeout} ms, got none`);
  }
}

function fixOf(name: string): string {
  if (name === 'ReferenceError') return '; in a worker a function sees its arguments only, pass the rest in args';
  if (name === 'DataCloneError') return '; samples from a worker are plain data, typed arrays instead of tensors';
  return '';
}
