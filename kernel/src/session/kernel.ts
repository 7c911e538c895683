import { Debugger } from '../debug/debugger.js';
import type { Language } from '../language/language.js';
import type { Content, Header, Message } from '../protocol/message.js';
import type { Extras, Sockets } from '../protocol/sockets.js';
import { Comms } from './comms.js';
import { History } from './history/history.js';
import { OutputGate } from './output-gate.js';
import { type RunnerDiedError, RunnerLink, type RunnerOutput, type RunnerSettings } from './runner-link.js';
import { StreamJoiner } from './stream-joiner.js';
import { Subshells } from './subshells.js';
import { Usage } from './usage.js';

/** What `kernel_info_reply` says about the language. */
export interface LanguageInfo {
  name: string;
  version: string;
  mimetype: string;
  file_extension: string;
  pygments_lexer?: string;
  codemirror_mode?: string | Record<string, unknown>;
  nbconvert_exporter?: string;
}

/** Everything a kernel is made of. */
export interface KernelParts {
  sockets: Sockets;
  language: Language;
  languageInfo: LanguageInfo;
  runner: RunnerSettings;
  /** Version of this package. */
  version: string;
  /** Called once, when the kernel has shut down and everything has been sent. */
  exit: () => void;
}

/** The cell that is being executed. */
export interface RunningCell {
  request: Message;
  silent: boolean;
  allowStdin: boolean;
  /** The `payload` of its reply. */
  payload: Content[];
  /** Rejects when the cell is interrupted before its code runs. */
  interrupt: () => void;
}

/** The state of a kernel session that the handlers work on: its runner, language, history, comms, and running cell. */
export class Kernel {
  readonly history = new History();
  readonly comms = new Comms();
  readonly subshells = new Subshells();
  readonly usage = new Usage();
  readonly debugger: Debugger;
  /** The request that started the debugger: its events belong to it. */
  debugParent: Header | Record<string, never> = {};
  /** Number of the next cell that counts. */
  executionCount = 1;
  /** Number of the next cell that does not count, for its name. */
  uncounted = 1;
  running: RunningCell | undefined;
  runner: RunnerLink;
  private readonly streams: StreamJoiner;
  private readonly gate: OutputGate;
  private outputParent: Header | Record<string, never> = {};
  private silent = false;
  private preloadReported = false;
  private awaitedInput: number | undefined;

  constructor(readonly parts: KernelParts) {
    this.streams = new StreamJoiner((name, text) => this.publishOutput('stream', { name, text }));
    this.gate = new OutputGate((name, text) => this.streams.write(name, text));
    this.debugger = new Debugger({
      port: () => this.runner.guard,
      publish: (event) => this.publish('debug_event', { ...event }, this.debugParent),
      isRunning: () => this.running !== undefined,
      catchesAt: (text, offsets) => this.language.catchesAt(text, offsets),
      declare: (name) => this.declare(name),
    });
    this.runner = this.startRunner();
  }

  get language(): Language {
    return this.parts.language;
  }

  publish(messageType: string, content: Content, parent: Header | Record<string, never>, extras?: Extras): void {
    this.parts.sockets.publish(messageType, content, parent, extras);
  }

  /** Publishes for the cell that outputs now belong to, after what it printed. */
  publishResult(messageType: 'execute_result' | 'error', content: Content): void {
    this.flushOutputs();
    this.publishOutput(messageType, content);
  }

  /** Tells once, with the first cell, that the library is missing. */
  reportPreload(problem: string | undefined): void {
    if (problem && !this.preloadReported) this.streams.write('stderr', `${problem}\n`);
    this.preloadReported = true;
  }

  /** Makes `request` the parent of the outputs that follow. */
  beginOutputs(request: Message, silent: boolean): void {
    this.flushOutputs();
    this.gate.reset();
    this.outputParent = request.header;
    this.silent = silent;
  }

  /** Publishes what is still held back; called before a cell reports idle. */
  flushOutputs(): void {
    this.gate.finish();
    this.streams.flush();
  }

  /** Stops the running cell. The variables stay. */
  interrupt(): void {
    this.running?.interrupt();
    // Code that waits for input waits in the system, where no signal helps; and a signal as well might hit the next cell.
    if (this.awaitedInput !== undefined) this.answerInput({ type: 'interrupted' });
    else this.runner.interrupt();
  }

  /** Hands the answer to the code that waits for input, if any does. */
  answerInput(answer: { type: 'answer'; value: string } | { type: 'refused' } | { type: 'interrupted' }): void {
    if (this.awaitedInput === undefined) return;
    this.runner.answerInput({ id: this.awaitedInput, ...answer });
    this.awaitedInput = undefined;
  }

  /** Ends the runner and the language, sends what is left, and exits. */
  async shutDown(): Promise<void> {
    this.runner.close();
    await Promise.all([inTime(this.language.close(), 200), inTime(this.history.close(), 2000)]);
    await this.parts.sockets.close();
    this.parts.exit();
  }

  private startRunner(): RunnerLink {
    const runner = new RunnerLink(this.parts.runner, {
      output: (event, buffers) => this.output(event, buffers),
      died: (reason, told) => this.replaceRunner(reason, told),
    });
    runner.guard.onEvent = (method, params) => this.debugger.receive(method, params);
    return runner;
  }

  /** Lets later cells use a name that no cell declared. */
  private async declare(name: string): Promise<void> {
    const known = await this.language.convert(name, 'declaration');
    const declared = known.ok ? undefined : await this.language.convert(`let ${name}: any;`, 'declaration');
    if (declared?.ok) await this.language.commit(declared.id);
  }

  /** The lost variables must not be offered or type-checked any more, so the language forgets them too. */
  private replaceRunner(reason: RunnerDiedError, told: boolean): void {
    for (const comm_id of this.comms.clearRunner())
      this.publish('comm_close', { comm_id, data: {} }, this.outputParent);
    if (!told) this.streams.write('stderr', `${reason.message}\n`);
    this.language.reset().catch(() => undefined);
    this.awaitedInput = undefined;
    this.runner = this.startRunner();
    void this.debugger.runnerReplaced().catch(() => undefined);
  }

  private output(event: RunnerOutput, buffers: Uint8Array[]): void {
    if (event.type === 'stream') {
      this.gate.text(event.name, event.text);
      return;
    }
    if (event.type === 'payload') {
      this.running?.payload.push(event.payload);
      return;
    }
    if (event.type === 'target') {
      this.comms.acceptInRunner(event.name);
      return;
    }
    if (event.type === 'display') {
      this.show(event);
      return;
    }
    this.flushOutputs();
    if (event.type === 'clear') this.publishOutput('clear_output', { wait: event.wait });
    else if (event.type === 'input') this.requestInput(event.id, event.prompt, event.password);
    else {
      this.comms.observe(event.messageType, event.content);
      this.publish(event.messageType, event.content, this.outputParent, { metadata: event.metadata, buffers });
    }
  }

  private show({ shown, displayId, update }: Extract<RunnerOutput, { type: 'display' }>): void {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    const publish = () => {
      this.streams.flush();
      this.publishOutput(update ? 'update_display_data' : 'display_data', { ...shown, transient });
    };
    this.gate.display(publish, update ? displayId : undefined);
  }

  private publishOutput(messageType: string, content: Content): void {
    if (!this.silent) this.publish(messageType, content, this.outputParent);
  }

  private requestInput(id: number, prompt: string, password: boolean): void {
    const cell = this.running;
    this.awaitedInput = id;
    if (cell?.allowStdin) this.parts.sockets.answer('stdin', cell.request, 'input_request', { prompt, password });
    else this.answerInput({ type: 'refused' });
  }
}

/** Waits for `work`, but no longer than `limit` ms. */
function inTime(work: Promise<unknown>, limit: number): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, limit).unref())]);
}
