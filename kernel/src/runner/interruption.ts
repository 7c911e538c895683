import process from 'node:process';
import { Script } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { AsyncHooks, LEAVING } from './async-hooks.js';
import { CALLS, HANDLED, RUNNING, STATE_BYTES, TURNS } from './shared-state.js';

const CALL = 'lectern:call';
// Taken before any cell can replace them.
const { add, store } = Atomics;
// `this` is the global object whatever cells do to names like `globalThis` and `Symbol`.
const CALLER = new Script(`this['${CALL}']()`, { filename: CALL });

/** Name of the error of stopped code. */
export const INTERRUPTED = 'Interrupted';

/** The code was stopped on the user's wish. */
export class InterruptedError extends Error {
  override name = INTERRUPTED;
  constructor() {
    super('the cell was interrupted');
    this.stack = undefined;
  }
}

/**
 * Makes cells stoppable at any point. Code that runs synchronously is stopped by SIGINT inside {@link call}. A cell that
 * awaits is given up by `onInterrupt`. A loop after an `await` is stopped by neither: the guard thread sees that SIGINT
 * was not handled and makes V8 leave the running code, whereupon the pending SIGINT arrives. It never does so inside
 * {@link call}: Node takes the listeners of SIGINT away for its time, and would not put them back.
 */
export class Interruption {
  private code: (() => unknown) | undefined;
  private readonly hooks = new AsyncHooks();
  private readonly shared = new Int32Array(new SharedArrayBuffer(STATE_BYTES));

  /** @param onInterrupt called when SIGINT arrives while no synchronous call is under way */
  constructor(private readonly onInterrupt: () => void) {}

  /** Starts to listen for SIGINT, and resolves when the guard thread does too. */
  async start(): Promise<void> {
    // Fixed, so that freezing or cleaning the global object takes nothing from the kernel.
    Object.defineProperty(globalThis, CALL, { value: () => this.code?.() });
    Object.defineProperty(globalThis, LEAVING, { value: () => this.hooks.leaving() });
    process.on('SIGINT', () => {
      this.hooks.backInLoop();
      this.handled();
      this.onInterrupt();
    });
    const guard = new Worker(new URL('./guard.js', import.meta.url), { workerData: this.shared });
    await new Promise((resolve) => guard.once('message', resolve));
    guard.on('message', () => {
      this.hooks.backInLoop();
      add(this.shared, TURNS, 1);
    });
    guard.unref();
  }

  /** Says which task runs, 0 for none; the guard stops nothing else. */
  setRunning(task: number): void {
    store(this.shared, RUNNING, task);
  }

  /** Calls `code`; throws {@link InterruptedError} when it is interrupted before it returns. */
  call<T>(code: () => T): T {
    this.code = code;
    add(this.shared, CALLS, 1);
    try {
      return CALLER.runInThisContext({ breakOnSigint: true }) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException | null)?.code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
      this.handled();
      throw new InterruptedError();
    } finally {
      add(this.shared, CALLS, -1);
      this.code = undefined;
    }
  }

  private handled(): void {
    add(this.shared, HANDLED, 1);
  }
}
