import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dealer, Request, Subscriber } from 'zeromq';
import { type ReceivedMessage, violations } from './message-schema.js';

export const KERNEL_ENTRY = fileURLToPath(new URL('../../kernel/dist/main.js', import.meta.url));
const DELIMITER = '<IDS|MSG>';

export type Channel = 'shell' | 'control' | 'stdin';

export interface Received extends ReceivedMessage {
  channel: Channel | 'iopub';
  type: string;
  parent: Record<string, unknown>;
  metadata: Record<string, unknown>;
  buffers: Buffer[];
  /** Frames before the delimiter. */
  identities: Buffer[];
}

export interface Execution {
  reply: Received;
  /** Every iopub message of the cell, from busy to idle. */
  messages: Received[];
  /** Those that are outputs: no status, no execute_input. */
  outputs: Received[];
  /** All text of a stream, joined. */
  stream(name: 'stdout' | 'stderr'): string;
  /** `text/plain` of the result. */
  result: string | undefined;
}

export interface ClientOptions {
  /** Arguments after `kernel --connection-file F`. */
  args?: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

export interface SendOptions {
  buffers?: Uint8Array[];
  key?: string;
  parent?: object;
  metadata?: object;
  subshell?: string;
}

type Waiter = { wants: (message: Received) => boolean; resolve: (message: Received) => void };

/** A Jupyter client on real ZeroMQ sockets. Whatever arrives is checked against the protocol; {@link stop} tells. */
export class KernelClient {
  readonly received: Received[] = [];
  /** Wrong messages and lines on the kernel's own stderr. */
  readonly complaints: string[] = [];
  readonly session = randomUUID();
  private readonly waiters = new Set<Waiter>();
  private readonly dealers: Record<Channel, Dealer>;
  private readonly iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  private readonly heartbeat = new Request({ linger: 0 });
  readonly exited: Promise<number | null>;

  private constructor(
    readonly process: ChildProcess,
    private readonly folder: string,
    private readonly key: string,
  ) {
    const routingId = `client-${this.session}`;
    this.dealers = {
      shell: new Dealer({ routingId, linger: 0 }),
      control: new Dealer({ routingId, linger: 0 }),
      stdin: new Dealer({ routingId, linger: 0 }),
    };
    this.exited = new Promise((resolve) => process.once('exit', (code) => resolve(code)));
    process.stderr!.on('data', (text) => this.complaints.push(`kernel stderr: ${text}`));
    process.stdout!.on('data', (text) => this.complaints.push(`kernel stdout: ${text}`));
  }

  /** Starts a kernel and resolves once it has answered a first `kernel_info_request`. */
  static async start({ args = [], cwd, env }: ClientOptions = {}): Promise<KernelClient> {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-kernel-'));
    const key = randomUUID();
    const file = join(folder, 'connection.json');
    const ports = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };
    const info = { transport: 'ipc', ip: join(folder, 'k'), key, signature_scheme: 'hmac-sha256', ...ports };
    writeFileSync(file, JSON.stringify(info));
    const child = spawn(process.execPath, [KERNEL_ENTRY, 'kernel', '--connection-file', file, ...args], {
      cwd: cwd ?? folder,
      // As Jupyter does: a kernel whose test run was killed must not stay behind.
      env: { ...process.env, JPY_PARENT_PID: String(process.pid), LECTERN_HISTORY: ':memory:', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const client = new KernelClient(child, folder, key);
    const address = (port: number) => `ipc://${info.ip}-${port}`;
    client.iopub.connect(address(2));
    client.iopub.subscribe();
    for (const [channel, port] of [
      ['shell', 1],
      ['control', 4],
      ['stdin', 3],
    ] as const)
      client.dealers[channel].connect(address(port));
    client.heartbeat.connect(address(5));
    client.listen();
    await client.waitFor((message) => message.type === 'iopub_welcome');
    await client.request('shell', 'kernel_info_request', {});
    return client;
  }

  /** Sends a message and returns its id. */
  async send(
    channel: Channel,
    type: string,
    content: Record<string, unknown>,
    { buffers = [], key = this.key, parent = {}, metadata = {}, subshell }: SendOptions = {},
  ): Promise<string> {
    const id = randomUUID();
    const date = new Date().toISOString();
    const header = { msg_id: id, session: this.session, username: 'test', date, msg_type: type, version: '5.4' };
    if (subshell !== undefined) Object.assign(header, { subshell_id: subshell });
    const parts = [header, parent, metadata, content].map((part) => JSON.stringify(part));
    const signature = createHmac('sha256', key).update(parts.join('')).digest('hex');
    await this.dealers[channel].send([DELIMITER, signature, ...parts, ...buffers]);
    return id;
  }

  /** Sends four parts as they are, well signed, or with `frames` anything at all. */
  async sendRaw(channel: Channel, parts: string[], frames?: string[]): Promise<void> {
    const signature = createHmac('sha256', this.key).update(parts.join('')).digest('hex');
    await this.dealers[channel].send(frames ?? [DELIMITER, signature, ...parts]);
  }

  /** Sends a request and resolves with its reply. */
  async request(channel: Channel, type: string, content: Record<string, unknown>): Promise<Received> {
    const id = await this.send(channel, type, content);
    return this.replyTo(id);
  }

  replyTo(id: string): Promise<Received> {
    return this.waitFor((message) => message.parent.msg_id === id && message.type.endsWith('_reply'));
  }

  /** Resolves with the first message, received already or later, that `wants` accepts. */
  waitFor(wants: (message: Received) => boolean): Promise<Received> {
    const known = this.received.find(wants);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.waiters.add({ wants, resolve }));
  }

  /** Runs a cell and resolves when both its reply and its idle status are here. */
  async execute(code: string, options: Record<string, unknown> = {}): Promise<Execution> {
    return this.finish(await this.begin(code, options));
  }

  /** Sends a cell and returns the id of the request. */
  begin(code: string, options: Record<string, unknown> = {}, sending: SendOptions = {}): Promise<string> {
    const defaults = {
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: true,
      stop_on_error: true,
    };
    return this.send('shell', 'execute_request', { code, ...defaults, ...options }, sending);
  }

  async finish(id: string): Promise<Execution> {
    const [reply] = await Promise.all([this.replyTo(id), this.idle(id)]);
    const messages = this.messagesOf(id);
    const outputs = messages.filter(({ type }) => type !== 'status' && type !== 'execute_input');
    const result = outputs.find(({ type }) => type === 'execute_result')?.content.data as Record<string, string>;
    return {
      reply,
      messages,
      outputs,
      stream: (name) => streamText(outputs, name),
      result: result?.['text/plain'],
    };
  }

  /** Resolves with the idle status that ends a request. */
  idle(id: string): Promise<Received> {
    return this.waitFor(
      ({ parent, type, content }) => type === 'status' && content.execution_state === 'idle' && parent.msg_id === id,
    );
  }

  /** The iopub messages of a request so far. */
  messagesOf(id: string): Received[] {
    return this.received.filter(({ channel, parent }) => channel === 'iopub' && parent.msg_id === id);
  }

  /** Sends a heartbeat and resolves with the echo. */
  async beat(text: string): Promise<string> {
    await this.heartbeat.send(text);
    const [echo] = await this.heartbeat.receive();
    return echo.toString();
  }

  /** Shuts the kernel down, waits for its exit, and throws when anything that it sent was wrong. */
  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await this.send('control', 'shutdown_request', { restart: false });
      await this.exited;
    }
    this.close();
    if (this.complaints.length) throw new Error(`the kernel broke the protocol:\n${this.complaints.join('\n')}`);
  }

  /** Closes the sockets and removes the files; the kernel must be gone. */
  private close(): void {
    for (const socket of [...Object.values(this.dealers), this.iopub, this.heartbeat]) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private listen(): void {
    for (const channel of ['shell', 'control', 'stdin'] as const) void this.pump(channel, this.dealers[channel]);
    void this.pump('iopub', this.iopub);
  }

  private async pump(channel: Received['channel'], socket: AsyncIterable<Buffer[]>): Promise<void> {
    for await (const frames of socket) {
      const message = this.decode(channel, frames);
      this.complaints.push(...violations(message));
      this.received.push(message);
      for (const waiter of this.waiters) {
        if (!waiter.wants(message)) continue;
        this.waiters.delete(waiter);
        waiter.resolve(message);
      }
    }
  }

  private decode(channel: Received['channel'], frames: Buffer[]): Received {
    const at = frames.findIndex((frame) => frame.toString() === DELIMITER);
    const parts = frames.slice(at + 2, at + 6);
    const expected = createHmac('sha256', this.key).update(Buffer.concat(parts)).digest('hex');
    if (frames[at + 1].toString() !== expected) this.complaints.push(`${channel}: wrong signature`);
    const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString()));
    const identities = frames.slice(0, at);
    return {
      channel,
      type: header.msg_type,
      header,
      parent,
      metadata,
      content,
      buffers: frames.slice(at + 6),
      identities,
    };
  }
}

function streamText(outputs: Received[], name: string): string {
  const streams = outputs.filter(({ type, content }) => type === 'stream' && content.name === name);
  return streams.map(({ content }) => content.text).join('');
}
