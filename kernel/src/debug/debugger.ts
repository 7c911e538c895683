import type { Debugger as Cdp } from 'node:inspector';
import type { Script } from '../contract/frames.js';
import { FOREIGN_PATTERNS, HIDDEN_PATTERNS } from '../source/owner.js';
import { Breakpoints } from './breakpoints.js';
import { type CatchesAt, isCaught } from './catching.js';
import { EVALUATED } from './evaluation.js';
import { Inspector, type InspectorPort } from './inspector.js';
import { type KnownScript, Pause } from './pause.js';
import { type DebugEvent, THREAD, type Variable } from './protocol.js';
import { Sources } from './sources.js';

/** What the debugger needs of the kernel. */
export interface DebugHost {
  /** The inspector of the runner that is there now. */
  port(): InspectorPort;
  publish(event: DebugEvent): void;
  /** Whether a cell is being executed. */
  isRunning(): boolean;
  catchesAt: CatchesAt;
  /** Makes a name known to the language, so that later cells may use it. */
  declare(name: string): Promise<void>;
}

/** A step into Node's own functions that has not come to the user's code by then goes back. */
const MOST_FOREIGN_STEPS = 100;

/** A way to go on from a pause. */
export type Motion = 'resume' | 'stepOver' | 'stepInto' | 'stepOut';

/** Why the program has stopped. */
export type StopReason = 'breakpoint' | 'exception' | 'step' | 'pause';

/** Which exceptions stop the program. */
export type ExceptionFilter = 'none' | 'all' | 'uncaught';

/** The state of debugging in one kernel. Without a client nothing runs in the runner, and cells cost what they always cost. */
export class Debugger {
  readonly sources = new Sources();
  readonly inspector: Inspector;
  readonly breakpoints: Breakpoints;
  isStarted = false;
  /** Whether variables are told with their types. JupyterLab would show the type in place of the value. */
  showsTypes = true;
  /** Set while the program stands still. */
  pause: Pause | undefined;
  /** Loads the variables of the scopes that were told since the program stopped, by their references. */
  readonly scopeLoaders = new Map<number, () => Promise<Variable[]>>();
  private readonly scripts = new Map<string, KnownScript>();
  private motion: Motion | 'pause' = 'resume';
  /** How many frames there were when the step began. */
  private depth = 0;
  private exceptions: ExceptionFilter = 'none';
  /** How many steps the current one has made in Node's own functions. */
  private foreignSteps = 0;
  private lookers = 0;
  private answered: Promise<unknown> = Promise.resolve();
  private lastEvent = 0;

  constructor(readonly host: DebugHost) {
    this.inspector = new Inspector(() => host.port());
    this.breakpoints = new Breakpoints(this.inspector, this.sources);
  }

  async start(): Promise<void> {
    if (this.isStarted) return;
    this.isStarted = true;
    await this.enable();
  }

  /** Ends debugging. A program that stands still goes on; breakpoints are forgotten. */
  stop(): void {
    if (!this.isStarted) return;
    this.isStarted = false;
    this.exceptions = 'none';
    this.breakpoints.clear();
    this.inspector.detach();
    this.resumed();
  }

  /** Takes note of a script that is about to run, and puts the breakpoints of its text into it. */
  async prepare(script: Script): Promise<void> {
    this.sources.add(script);
    if (!this.isStarted) return;
    // A step past the end of the cell before ended with it.
    if (!this.pause && this.motion !== 'pause') this.motion = 'resume';
    for (const name of [script.name, ...this.sources.namesOfModules(script)]) {
      const known = this.sources.script(name);
      // A runner that dies meanwhile is reported by the cell itself.
      if (known) await this.breakpoints.prepare(known).catch(() => undefined);
    }
  }

  /** Another runner has taken the place of one that ended. */
  async runnerReplaced(): Promise<void> {
    this.sources.forgetScripts();
    this.scripts.clear();
    this.breakpoints.displaced();
    this.resumed();
    if (this.isStarted) await this.enable();
  }

  /** Runs `action` when what was asked before has been answered: front ends show the answer that comes last. */
  inOrder<T>(action: () => Promise<T>): Promise<T> {
    const result = this.answered.then(action);
    this.answered = result.catch(() => undefined);
    return result;
  }

  /** Runs `look`, for which the debugger need not be on. */
  async looking<T>(look: () => Promise<T>): Promise<T> {
    this.lookers++;
    try {
      return await look();
    } finally {
      if (--this.lookers === 0 && !this.isStarted) this.inspector.detach();
    }
  }

  /** Goes on from a pause; nothing happens when the program runs. */
  async move(motion: Motion): Promise<void> {
    if (!this.pause) return;
    this.motion = motion;
    this.depth = this.pause.frames.length;
    this.foreignSteps = 0;
    await this.skipPackages(motion === 'stepInto' || this.exceptions === 'none');
    await this.inspector.call(`Debugger.${motion}`);
  }

  /** Stops the program at the next of the user's statements. */
  async requestPause(): Promise<void> {
    if (this.pause) return;
    this.motion = 'pause';
    await this.inspector.call('Debugger.pause');
  }

  async stopOnExceptions(filter: ExceptionFilter): Promise<void> {
    this.exceptions = filter;
    await this.watchExceptions();
    await this.skipPackages(filter === 'none');
  }

  /** Whether code of the values may run to describe them: not in the middle of running code. */
  get mustBeQuick(): boolean {
    return this.host.isRunning() && !this.pause;
  }

  /** Takes an event of the inspector. */
  receive(method: string, params: object): void {
    if (method === 'Debugger.scriptParsed') {
      const { scriptId, url, startLine } = params as Cdp.ScriptParsedEventDataType;
      this.scripts.set(scriptId, { name: url, startLine });
    } else if (method === 'Debugger.paused') void this.paused(params as Cdp.PausedEventDataType);
    else if (method === 'Debugger.resumed') this.resumed();
  }

  publish(event: DebugEvent['event'], body: object): void {
    this.host.publish({ type: 'event', seq: ++this.lastEvent, event, body });
  }

  private async enable(): Promise<void> {
    await this.inspector.call('Debugger.enable');
    await this.skipPackages(this.exceptions === 'none');
    await this.watchExceptions();
  }

  /** The engine takes all exceptions for caught, so it has to stop at each one. */
  private async watchExceptions(): Promise<void> {
    const state = this.exceptions === 'none' ? 'none' : 'all';
    await this.inspector.call('Debugger.setAsyncCallStackDepth', { maxDepth: this.exceptions === 'uncaught' ? 16 : 0 });
    await this.inspector.call('Debugger.setPauseOnExceptions', { state });
  }

  private async isIgnored(params: Cdp.PausedEventDataType): Promise<boolean> {
    const reach = this.exceptions === 'uncaught' ? 'all' : 'callees';
    return isCaught(this.inspector, params, this.scripts, (text, offsets) => this.host.catchesAt(text, offsets), reach);
  }

  /** Errors that packages throw must stop the program too, which they only do in code that is not skipped. */
  private async skipPackages(skip: boolean): Promise<void> {
    const patterns = skip ? FOREIGN_PATTERNS : HIDDEN_PATTERNS;
    await this.inspector.call('Debugger.setBlackboxPatterns', { patterns });
  }

  private async paused(params: Cdp.PausedEventDataType): Promise<void> {
    const pause = new Pause(params, this.scripts, this.sources);
    const [top] = pause.frames;
    const reason = this.reasonOf(params);
    try {
      if (!top) await this.inspector.call('Debugger.resume');
      else if (reason === 'exception' && (await this.isIgnored(params))) await this.goOn(pause);
      else if (reason === 'step' && !pause.inUserCode) await this.leaveForeignCode();
      else if (reason === 'step' && !top.isMapped) await this.inspector.call('Debugger.stepOver');
      else this.stopped(pause, reason);
    } catch {
      // The runner has died, or the client has left: there is nothing to go on with.
    }
  }

  private reasonOf({ reason, hitBreakpoints }: Cdp.PausedEventDataType): StopReason {
    if (reason === 'exception' || reason === 'promiseRejection') return 'exception';
    if (hitBreakpoints?.length || this.motion === 'resume') return 'breakpoint';
    return this.motion === 'pause' ? 'pause' : 'step';
  }

  /** The engine does not skip Node's own functions, so a step goes through them to the user's callback, if there is one. */
  private async leaveForeignCode(): Promise<void> {
    const looksFurther = this.motion === 'stepInto' && ++this.foreignSteps <= MOST_FOREIGN_STEPS;
    await this.inspector.call(looksFurther ? 'Debugger.stepInto' : 'Debugger.stepOut');
  }

  /** Leaves an exception alone, and carries on with a step that it has come into. */
  private async goOn({ frames }: Pause): Promise<void> {
    const inCallee = frames.length > this.depth;
    const isStep = this.motion !== 'resume' && this.motion !== 'pause';
    await this.inspector.call(`Debugger.${isStep ? (inCallee ? 'stepOut' : 'stepOver') : 'resume'}`);
  }

  private stopped(pause: Pause, reason: StopReason): void {
    this.pause = pause;
    this.motion = 'resume';
    const { data } = pause.params;
    const text =
      reason === 'exception' ? String((data as { description?: string })?.description ?? '').split('\n', 1)[0] : '';
    this.publish('stopped', {
      reason,
      threadId: THREAD.id,
      allThreadsStopped: true,
      ...(text ? { text, description: text } : {}),
    });
  }

  private resumed(): void {
    if (!this.pause) return;
    this.pause = undefined;
    this.scopeLoaders.clear();
    if (this.isStarted)
      this.inspector.call('Runtime.releaseObjectGroup', { objectGroup: EVALUATED }).catch(() => undefined);
    this.publish('continued', { threadId: THREAD.id, allThreadsContinued: true });
  }
}
