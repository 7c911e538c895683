import type { KernelClient, Received } from './kernel-client.js';

export interface Frame {
  id: number;
  name: string;
  line: number;
  column: number;
  source: { path: string };
}

export interface Variable {
  name: string;
  value: string;
  type: string;
  variablesReference: number;
}

interface Response {
  success: boolean;
  message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies differ by command, and the tests check them.
  body: any;
}

/** Debugs through a kernel's client, as a front end does: requests on control, events on iopub. */
export class DebugClient {
  private seq = 0;
  private seen = 0;

  constructor(private readonly client: KernelClient) {}

  /** Sends a request and resolves with the response, whether it succeeded or not. */
  async try(command: string, args: object = {}): Promise<Response> {
    const content = { type: 'request', seq: ++this.seq, command, arguments: args };
    const { content: reply } = await this.client.request('control', 'debug_request', content);
    return reply as unknown as Response;
  }

  /** Sends a request that has to succeed and resolves with the body of the response. */
  async ask(command: string, args: object = {}): Promise<Response['body']> {
    const { success, message, body } = await this.try(command, args);
    if (!success) throw new Error(`${command}: expected success, got '${message}'`);
    return body;
  }

  async start(): Promise<void> {
    await this.ask('initialize', { clientID: 'test', linesStartAt1: true, columnsStartAt1: true });
    await this.ask('attach');
  }

  /** Sets the breakpoints of a cell's text and resolves with its path. */
  async breakIn(code: string, lines: number[]): Promise<string> {
    const { sourcePath } = await this.ask('dumpCell', { code });
    await this.ask('setBreakpoints', { source: { path: sourcePath }, breakpoints: lines.map((line) => ({ line })) });
    return sourcePath;
  }

  /** Resolves with the next event of a kind that was not seen yet. */
  async event(kind: string): Promise<Received> {
    const isNext = (message: Received) =>
      message.type === 'debug_event' && message.content.event === kind && Number(message.content.seq) > this.seen;
    const message = await this.client.waitFor(isNext);
    this.seen = Number(message.content.seq);
    return message;
  }

  /** Resolves with the frames and the reason of the next stop. */
  async stopped(): Promise<{ reason: string; text?: string; frames: Frame[] }> {
    const { content } = await this.event('stopped');
    const { stackFrames } = await this.ask('stackTrace', { threadId: 1 });
    return { ...(content.body as { reason: string; text?: string }), frames: stackFrames };
  }

  /** Moves on, and resolves with the next stop. */
  async move(command: 'continue' | 'next' | 'stepIn' | 'stepOut'): ReturnType<DebugClient['stopped']> {
    await this.ask(command, { threadId: 1 });
    return this.stopped();
  }

  /** The scopes of a frame with their variables as `name: value`. */
  async scopes(frame: Frame): Promise<Record<string, Record<string, string>>> {
    const { scopes } = await this.ask('scopes', { frameId: frame.id });
    const found: Record<string, Record<string, string>> = {};
    for (const { name, variablesReference } of scopes) {
      const { variables } = await this.ask('variables', { variablesReference });
      found[name] = Object.fromEntries(variables.map((variable: Variable) => [variable.name, variable.value]));
    }
    return found;
  }

  /** The value of an expression in a frame, as text. */
  async evaluate(expression: string, frame: Frame): Promise<string> {
    return (await this.ask('evaluate', { expression, frameId: frame.id })).result;
  }
}
