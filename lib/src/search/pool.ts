import { builtin } from '../disk/node-files.js';
import { ValueError } from '../errors.js';
import type { Answer, Outcome, StartMessage, TrialMessage } from './messages.js';

interface Child {
  send(message: StartMessage | TrialMessage): void;
  kill(signal: string): void;
  on(event: 'message', listener: (answer: Answer) => void): void;
  on(event: 'exit', listener: (code: number | null, signal: string | null) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  stderr: { on(event: 'data', listener: (text: unknown) => void): void };
}

interface ChildProcesses {
  fork(path: unknown, args: string[], options: Record<string, unknown>): Child;
}

/** How a trial ended, and how long it ran. */
interface Ended {
  outcome: Outcome;
  seconds: number;
}

/** A trial that waits for its end. */
interface Job {
  message: TrialMessage;
  started: number;
  resolve(ended: Ended): void;
  reject(error: Error): void;
}

/** How much is kept of what a process complained about before its end. */
const COMPLAINT = 300;

/** A few processes that run trials, each one at a time. A process that dies costs its trial only. */
export class Pool {
  readonly #waiting: Job[] = [];
  readonly #idle: Child[] = [];
  readonly #all = new Map<Child, Job | undefined>();
  #closed = false;

  constructor(
    private readonly size: number,
    private readonly start: StartMessage,
  ) {}

  /** Runs a trial when a process is free. Rejects only if processes cannot take the objective. */
  run(message: TrialMessage): Promise<Ended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, started: 0, resolve, reject });
      this.#next();
    });
  }

  /** Ends all processes at once; trials that run are forgotten. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
    for (const child of this.#all.keys()) child.kill('SIGKILL');
    this.#all.clear();
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      const child = this.#idle.pop();
      if (child === undefined) {
        // One more than waits would start for nothing.
        if (this.#all.size < this.size && this.#starting() < this.#waiting.length) this.#open();
        return;
      }
      const job = this.#waiting.shift()!;
      job.started = performance.now();
      this.#all.set(child, job);
      child.send(job.message);
    }
  }

  /** Processes that have not said that they are ready. */
  #starting(): number {
    return [...this.#all.values()].filter((job) => job === undefined).length - this.#idle.length;
  }

  #open(): void {
    const { fork } = builtin<ChildProcesses>('node:child_process', 'search');
    const child = fork(new URL('./child.js', import.meta.url), [], {
      // Typed arrays arrive as what they are.
      serialization: 'advanced',
      // Not the parent's, which may be a debugger's port.
      execArgv: [],
      // What trials print would end up between what this process sends to its kernel.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#all.set(child, undefined);
    let complaint = '';
    child.stderr.on('data', (text) => {
      complaint = `${complaint}${String(text)}`.slice(-COMPLAINT);
    });
    child.on('error', (error) => this.#refuse(error.message));
    child.on('exit', (code, signal) => this.#lost(child, signal ?? `code ${code}`, complaint));
    child.on('message', (answer) => this.#take(child, answer));
    child.send(this.start);
    this.#next();
  }

  #take(child: Child, answer: Answer): void {
    if (answer.kind === 'refused') {
      this.#refuse(answer.reason);
      return;
    }
    if (answer.kind === 'done') end(this.#all.get(child), answer.outcome);
    this.#all.set(child, undefined);
    this.#idle.push(child);
    this.#next();
  }

  /** Fails everything: what one process cannot load, none can. */
  #refuse(reason: string): void {
    const jobs = [...this.#waiting, ...this.#all.values()];
    this.close();
    for (const job of jobs)
      job?.reject(new ValueError(`search: expected an objective that can be loaded, got ${reason}`));
  }

  #lost(child: Child, how: string, complaint: string): void {
    if (this.#closed || !this.#all.has(child)) return;
    const job = this.#all.get(child);
    this.#all.delete(child);
    const at = this.#idle.indexOf(child);
    if (at >= 0) {
      this.#idle.splice(at, 1);
      return;
    }
    const why = complaint.trim() === '' ? '' : `: ${complaint.trim()}`;
    if (job === undefined) this.#refuse(`a process that ended with ${how}${why}`);
    else end(job, { error: `the process ended with ${how}${why}` });
    if (!this.#closed) this.#next();
  }
}

function end(job: Job | undefined, outcome: Outcome): void {
  job?.resolve({ outcome, seconds: (performance.now() - job.started) / 1000 });
}
