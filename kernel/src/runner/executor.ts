import { types } from 'node:util';
import type { Outcome, Script, Shown } from '../contract/frames.js';
import { displayOf } from '../display/bundle.js';
import type { EventWriter } from './events.js';
import type { NotebookHost } from './host.js';
import { INTERRUPTED, InterruptedError, Interruption } from './interruption.js';
import { orCollapse } from './leave.js';
import type { Scope } from './scope.js';
import type { Stacks } from './stack.js';
import { reportError } from './traceback.js';

/** The key on `globalThis` of a function that is called after running code was stopped. */
const INTERRUPTED_SYMBOL = Symbol.for('lectern.interrupted');
// Cells may take the name `globalThis` away.
const globals = globalThis as unknown as Record<symbol, unknown>;

interface Task {
  id: number;
  script: Script;
  kind: 'execute' | 'evaluate';
}

/**
 * Runs one script at a time and reports how it ended, exactly once, whatever happens: a task ends by its value, by its
 * error, or by an interrupt, which may come when no frame of this class is on the stack.
 */
export class Executor {
  private task: Task | undefined;
  private readonly interruption = new Interruption(() => {
    if (this.task) this.end(this.task, this.failure(new InterruptedError()));
  });

  constructor(
    private readonly scope: Scope,
    private readonly host: NotebookHost,
    private readonly events: EventWriter,
    private readonly stacks: Stacks,
    private readonly reportLoose: (error: unknown) => void,
  ) {}

  /** Makes cells interruptible; resolves when they are. */
  start(): Promise<void> {
    return this.interruption.start();
  }

  /** Calls code that no cell runs, such as a callback of a view, so that it can be interrupted. */
  call(code: () => unknown): unknown {
    try {
      return this.interruption.call(code);
    } catch (error) {
      if (error instanceof InterruptedError) this.tellInterrupted();
      throw error;
    }
  }

  /** Begins a task; its end is sent as a `done` event. */
  run(task: Task): void {
    this.task = task;
    orCollapse(() => this.interruption.setRunning(task.id));
    try {
      const code = this.scope.compile(task.script);
      if (task.kind === 'execute') this.events.send({ type: 'started', id: task.id });
      const returned = this.interruption.call(code);
      if (task.script.async) void this.settle(task, returned);
      else this.succeed(task);
    } catch (error) {
      this.fail(task, error);
    }
  }

  /** Awaits, because cells may replace what `Promise` and its methods are. */
  private async settle(task: Task, returned: unknown): Promise<void> {
    try {
      await returned;
    } catch (error) {
      this.fail(task, error);
      return;
    }
    this.succeed(task);
  }

  private succeed(task: Task): void {
    try {
      const value = this.scope.takeResult(task.script);
      const shown = value === undefined ? undefined : this.interruption.call(() => displayOf(value));
      if (types.isPromise(shown)) void this.succeedLate(task, shown);
      else this.end(task, { status: 'ok', shown });
    } catch (error) {
      this.fail(task, error);
    }
  }

  private async succeedLate(task: Task, shown: PromiseLike<Shown>): Promise<void> {
    this.end(task, { status: 'ok', shown: await shown });
  }

  private fail(task: Task, error: unknown): void {
    this.end(task, this.failure(error));
  }

  private failure(error: unknown): Outcome {
    return { status: 'error', error: reportError(error, this.stacks) };
  }

  private end(task: Task, outcome: Outcome): void {
    if (this.task !== task) return;
    if (outcome.status === 'error' && outcome.error.ename === INTERRUPTED) this.tellInterrupted();
    if (task.kind === 'execute') {
      try {
        this.interruption.call(() => this.host.endCell());
      } catch (error) {
        this.reportLoose(error);
      }
    }
    const late = outcome.status === 'ok' ? this.host.displaysSent() : undefined;
    if (late) void this.reportAfter(late, task, outcome);
    else this.report(task, outcome);
  }

  private async reportAfter(displays: Promise<unknown>, task: Task, outcome: Outcome): Promise<void> {
    await displays;
    this.report(task, outcome);
  }

  /** Stopped code runs no `finally`, so a library that keeps modes in such blocks may leave a function to reset them. */
  private tellInterrupted(): void {
    try {
      const reset = globals[INTERRUPTED_SYMBOL];
      if (typeof reset === 'function') reset();
    } catch (error) {
      this.reportLoose(error);
    }
  }

  private report(task: Task, outcome: Outcome): void {
    if (this.task !== task) return;
    this.task = undefined;
    orCollapse(() => {
      this.interruption.setRunning(0);
      this.sendEnd(task.id, outcome);
    });
  }

  private sendEnd(id: number, outcome: Outcome): void {
    try {
      this.events.send({ type: 'done', id, outcome });
    } catch (error) {
      // A bundle may hold what JSON cannot say.
      this.events.send({ type: 'done', id, outcome: this.failure(error) });
    }
  }
}
