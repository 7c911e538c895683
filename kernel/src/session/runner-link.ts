import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { fileURLToPath } from 'node:url';
import type {
  CollapseCode,
  CommMessage,
  InputAnswer,
  Member,
  Outcome,
  RunnerEvent,
  RunnerOptions,
  RunnerRequest,
  Script,
} from '../contract/frames.js';
import type { InspectAnswer, InspectQuestion } from '../contract/inspect.js';
import { encodeFrame, FrameReader } from '../pipe/frame-codec.js';
import { GuardLink } from './guard-link.js';
import { watchMemory } from './memory-watch.js';

/** How to start runners. */
export interface RunnerSettings extends RunnerOptions {
  cwd: string;
  /** What the code may take in MB, of the JavaScript heap and in all; Node's own limit when missing. */
  maxMemory?: number;
}

/** The runner process ended although nobody asked it to. The message says how. */
export class RunnerDiedError extends Error {
  override name = 'RunnerDiedError';
}

/** Events of a runner that are outputs, in the order in which its code made them. */
export type RunnerOutput = Exclude<RunnerEvent, { type: 'ready' | 'started' | 'done' | 'members' | 'inspected' }>;

/** What the owner of a runner wants to hear. */
export interface RunnerListener {
  output(event: RunnerOutput, buffers: Uint8Array[]): void;
  /** The runner is gone; `reason` says why. `told` when a cell fails with it. Not called after {@link RunnerLink.close}. */
  died(reason: RunnerDiedError, told: boolean): void;
}

interface Pending {
  type: RunnerRequest['type'];
  /** Called, and then forgotten, when the code begins to run. */
  started: (() => void) | undefined;
  resolve: (outcome: Outcome) => void;
  reject: (reason: Error) => void;
}

const ENTRY = fileURLToPath(new URL('../runner/main.js', import.meta.url));
/** How long, in ms, a runner that has closed its pipe may take to end by itself. */
const ENDING = 500;
/** How long, in ms, the last output of a runner that has ended may take. */
const DRAINING = 300;
/** How long, in ms, a completion waits for the running code to tell the members of a value. */
const PATIENCE = 1000;
/** How long, in ms, code that runs outside of cells may keep the variables from being listed. */
const INSPECTION = 5000;
/** After how many ms the guard is asked instead, because a cell does not yield. */
const BUSY = 100;
const HEAP_EXHAUSTED = /JavaScript heap out of memory|invalid table size|Allocation failed/;
/** Exit code by which a runner says that cells have broken what it is built on. */
const COLLAPSED: CollapseCode = 70;
/** Node says this on stderr when code ends the process while the debugger is on. */
const DEBUGGER_NOTE = 'Waiting for the debugger to disconnect...\n';
const HEAP_REPORT = /<--- Last few GCs --->|FATAL ERROR:/;

/** One runner process, seen from the front. */
export class RunnerLink {
  /** Resolves with the preload's error, if any, once the runner can execute; rejects when it dies before. */
  readonly ready: Promise<string | undefined>;
  readonly guard: GuardLink;
  private readonly child: ChildProcess;
  private readonly pending = new Map<number, Pending>();
  private readonly asked = new Map<number, (members: Member[]) => void>();
  private readonly questions = new Map<number, (answer: InspectAnswer) => void>();
  private readonly over = settleable();
  private readonly announce: { resolve: (preloadError?: string) => void; reject: (reason: Error) => void };
  private nextId = 1;
  private closing = false;
  private heapReport = '';
  /** Why the front has ended the runner, if it has. */
  private verdict: string | undefined;

  constructor(
    private readonly settings: RunnerSettings,
    private readonly listener: RunnerListener,
  ) {
    let announce!: RunnerLink['announce'];
    this.ready = new Promise((resolve, reject) => {
      announce = { resolve, reject };
    });
    this.announce = announce;
    this.ready.catch(() => undefined);
    this.child = spawn(process.execPath, [...nodeFlags(settings), ENTRY, JSON.stringify(runnerOptions(settings))], {
      cwd: settings.cwd,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
      // A process group of its own, so that what cells have started ends with the runner.
      detached: process.platform !== 'win32',
    });
    this.guard = new GuardLink(this.pipe(5));
    this.receive();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Resolves when a process that has ended was reported; `undefined` while it runs. */
  get leaving(): Promise<void> | undefined {
    return this.hasEnded && !this.closing ? this.over.promise : undefined;
  }

  /** Runs a cell. `started` is called when its code begins to run. Rejects with {@link RunnerDiedError}. */
  execute(script: Script, started: () => void): Promise<Outcome> {
    return this.request('execute', script, started);
  }

  /** Evaluates an expression in the scope of the cells and resolves with its display. */
  evaluate(script: Script): Promise<Outcome> {
    return this.request('evaluate', script, undefined);
  }

  /** Hands a comm message to the code; handled between cells and while a cell awaits. Resolves when it was handled. */
  deliver(message: CommMessage, buffers: Uint8Array[]): Promise<Outcome> {
    const id = this.nextId++;
    return this.send({ type: 'comm', id, message }, id, undefined, buffers);
  }

  /** The members of a value, by the names that lead to it; none if the code is too busy to say. */
  async members(path: string[]): Promise<Member[]> {
    const id = this.nextId++;
    const timers: NodeJS.Timeout[] = [];
    try {
      return await new Promise<Member[]>((resolve) => {
        this.asked.set(id, resolve);
        this.pipe(3).write(encodeFrame({ type: 'members', id, path } satisfies RunnerRequest));
        const lookIn = () => this.guard.members(path).then((members) => members.length > 0 && resolve(members));
        timers.push(setTimeout(() => lookIn().catch(() => undefined), BUSY));
        timers.push(setTimeout(() => resolve([]), PATIENCE));
      });
    } finally {
      for (const timer of timers) clearTimeout(timer);
      this.asked.delete(id);
    }
  }

  /** What the code holds, told between cells; `undefined` if the code is too busy to say. */
  async inspect(question: InspectQuestion): Promise<InspectAnswer | undefined> {
    const id = this.nextId++;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<InspectAnswer | undefined>((resolve) => {
        this.questions.set(id, resolve);
        timer = setTimeout(() => resolve(undefined), INSPECTION);
        this.pipe(3).write(encodeFrame({ type: 'inspect', id, question } satisfies RunnerRequest));
      });
    } finally {
      clearTimeout(timer);
      this.questions.delete(id);
    }
  }

  answerInput(answer: InputAnswer): void {
    this.pipe(6).write(encodeFrame(answer));
  }

  /** Stops the running code; its variables stay. Code that was sent but has not begun is stopped as it begins. */
  interrupt(): void {
    this.guard.interrupt();
    const waiting = [...this.pending].find(([, { started }]) => started);
    if (!waiting) return;
    const [id, pending] = waiting;
    const { started } = pending;
    pending.started = () => {
      started?.();
      // By its number: the first interrupt may have reached it after all, and this one must not hit a later cell.
      this.guard.interrupt(id);
    };
  }

  /** Ends the process for good. */
  close(): void {
    this.closing = true;
    this.kill();
  }

  /** Node's types know five descriptors; those that are made as pipes are sockets. */
  private pipe(fd: number): Duplex {
    return (this.child.stdio as unknown as Duplex[])[fd];
  }

  private request(type: 'execute' | 'evaluate', script: Script, started: Pending['started']): Promise<Outcome> {
    const id = this.nextId++;
    return this.send({ type, id, script }, id, started);
  }

  private send(
    request: RunnerRequest,
    id: number,
    started: Pending['started'],
    buffers: Uint8Array[] = [],
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.hasEnded) {
        reject(this.reasonOf(this.describeEnd()));
        return;
      }
      this.pending.set(id, { type: request.type, started, resolve, reject });
      this.pipe(3).write(encodeFrame(request, buffers));
    });
  }

  private receive(): void {
    const frames = new FrameReader<RunnerEvent>();
    this.pipe(4).on('data', (chunk: Buffer) => {
      try {
        for (const { header, buffers } of frames.push(chunk)) this.handle(header, buffers);
      } catch {
        // What is wrong in here was written by the user's code, so it ends that code and nothing else.
        this.condemn('wrote to a pipe of the kernel and was ended');
      }
    });
    for (const fd of [3, 4]) this.pipe(fd).on('close', () => this.pipeClosed());
    for (const name of ['stdout', 'stderr'] as const) {
      const decoder = new StringDecoder('utf8');
      this.child[name]!.on('data', (chunk: Buffer) => this.raw(name, decoder.write(chunk)));
    }
    // Writing to a process that has just died is no news: its end is reported by `close`.
    for (const fd of [3, 5, 6]) this.pipe(fd).on('error', () => undefined);
    this.child.on('error', (error) => this.ended(`could not be started: ${error.message}`));
    this.child.on('exit', () => {
      this.kill();
      // `close` waits for everyone who has inherited a pipe, and that may be for ever.
      setTimeout(() => this.ended(this.describeEnd()), DRAINING).unref();
    });
    this.child.on('close', () => this.ended(this.describeEnd()));
  }

  private handle(event: RunnerEvent, buffers: Uint8Array[]): void {
    if (event.type === 'ready') this.becomeReady(event.preloadError);
    else if (event.type === 'started') this.begin(event.id);
    else if (event.type === 'done') this.finish(event.id, event.outcome);
    else if (event.type === 'members') this.asked.get(event.id)?.(event.members);
    else if (event.type === 'inspected') this.questions.get(event.id)?.(event.answer);
    else this.listener.output(event, buffers);
  }

  private becomeReady(preloadError: string | undefined): void {
    this.announce.resolve(preloadError);
    const { maxMemory } = this.settings;
    if (maxMemory === undefined || this.child.pid === undefined) return;
    const why = `ran out of memory (${maxMemory} MB are allowed)`;
    this.child.once(
      'exit',
      watchMemory(this.child.pid, maxMemory, () => this.condemn(why)),
    );
  }

  private begin(id: number): void {
    const pending = this.pending.get(id);
    const started = pending?.started;
    if (pending) pending.started = undefined;
    started?.();
  }

  private finish(id: number, outcome: Outcome): void {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    // What native code wrote to descriptors 1 and 2 is in other pipes: let the loop read them before the cell ends.
    setImmediate(() => setImmediate(() => pending?.resolve(outcome)));
  }

  private raw(name: 'stdout' | 'stderr', text: string): void {
    if (name === 'stderr' && (this.heapReport || HEAP_REPORT.test(text))) this.heapReport += text;
    else this.listener.output({ type: 'stream', name, text: text.replace(DEBUGGER_NOTE, '') }, []);
  }

  private pipeClosed(): void {
    setTimeout(() => this.condemn('closed a pipe of the kernel and was ended'), ENDING).unref();
  }

  private condemn(why: string): void {
    if (this.closing || this.hasEnded) return;
    this.verdict ??= why;
    this.kill();
  }

  /** Ends the runner and what its cells have started. */
  private kill(): void {
    try {
      if (process.platform !== 'win32' && this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // Nobody is left.
    }
    this.child.kill('SIGKILL');
  }

  private describeEnd(): string {
    const { exitCode, signalCode } = this.child;
    if (this.verdict) return this.verdict;
    if (HEAP_EXHAUSTED.test(this.heapReport)) return 'ran out of memory';
    if (signalCode) return `was killed by ${signalCode}`;
    if (exitCode === COLLAPSED) return 'was ended, because a cell has replaced built-in objects that it needs';
    return `ended with exit code ${exitCode}`;
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private reasonOf(how: string): RunnerDiedError {
    return new RunnerDiedError(
      `the process that runs the cells ${how}; all variables are lost, run the earlier cells again`,
    );
  }

  private ended(how: string): void {
    const reason = this.reasonOf(how);
    this.announce.reject(reason);
    const told = [...this.pending.values()].some(({ type }) => type === 'execute');
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
    this.guard.end(reason);
    if (!this.closing) this.listener.died(reason, told);
    this.closing = true;
    this.over.resolve();
  }
}

function nodeFlags({ maxMemory }: RunnerSettings): string[] {
  return [
    // Stopping code after an await leaves Node's record of async contexts one entry too long, which is harmless.
    '--no-force-async-hooks-checks',
    '--disable-warning=ExperimentalWarning',
    '--enable-source-maps=false',
    ...(maxMemory ? [`--max-old-space-size=${maxMemory}`] : []),
  ];
}

function runnerOptions({ preload }: RunnerSettings): RunnerOptions {
  return { preload };
}

function settleable(): { promise: Promise<void>; resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
