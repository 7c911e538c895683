import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dealer, Subscriber } from 'zeromq';
import { addressOf, type ConnectionInfo } from '../protocol/connection.js';
import { type Content, createHeaderFactory, type Message } from '../protocol/message.js';
import { Wire } from '../protocol/wire.js';

/** How a trial of the kernel went. */
export interface Trial {
  /** From the start of the process to its first answer. */
  startSeconds: number;
  /** `text/plain` of the cell's result. */
  result: string;
}

const ENTRY = fileURLToPath(new URL('../main.js', import.meta.url));
const PORTS = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };

/**
 * Starts a kernel as Jupyter does, runs one cell in it, and ends it.
 *
 * @param limit after which the kernel counts as hanging, in seconds
 * @throws Error when the kernel ends, hangs, or the cell fails; the message says how
 */
export async function tryKernel(code: string, limit = 60): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-trial-'));
  const file = join(folder, 'connection.json');
  const info: ConnectionInfo = {
    transport: 'ipc',
    ip: join(folder, 'k'),
    key: randomUUID(),
    signature_scheme: 'hmac-sha256',
    ...PORTS,
  };
  writeFileSync(file, JSON.stringify(info));
  const begin = performance.now();
  const kernel = spawn(process.execPath, [ENTRY, 'kernel', '--connection-file', file], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const shell = new Dealer({ linger: 0 });
  const iopub = new Subscriber({ linger: 0 });
  let complaints = '';
  kernel.stderr.on('data', (text) => {
    complaints += text;
  });
  const failure = new Promise<never>((_, reject) => {
    const hanging = setTimeout(() => reject(new Error(`no answer within ${limit} s`)), limit * 1000);
    kernel.once('error', reject);
    kernel.once('exit', (status, signal) => {
      clearTimeout(hanging);
      reject(new Error(`the kernel ended with ${signal ?? status}: ${complaints.trim()}`));
    });
  });
  failure.catch(() => undefined);
  try {
    shell.connect(addressOf(info, info.shell_port));
    iopub.connect(addressOf(info, info.iopub_port));
    iopub.subscribe();
    return await Promise.race([converse(shell, iopub, new Wire(info.key), code, begin), failure]);
  } finally {
    const gone = new Promise((resolve) => kernel.once('exit', resolve));
    const running = kernel.exitCode === null && kernel.signalCode === null && kernel.kill('SIGTERM');
    if (running) await gone;
    shell.close();
    iopub.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function converse(shell: Dealer, iopub: Subscriber, wire: Wire, code: string, begin: number): Promise<Trial> {
  const createHeader = createHeaderFactory();
  const send = (type: string, content: Content) =>
    shell.send(
      wire.encode({ identities: [], header: createHeader(type), parent: {}, metadata: {}, content, buffers: [] }),
    );
  // The first message on iopub is the welcome: from then on nothing is missed.
  await iopub.receive();
  await send('kernel_info_request', {});
  await next(shell, wire, 'kernel_info_reply');
  const startSeconds = (performance.now() - begin) / 1000;
  await send('execute_request', {
    code,
    silent: false,
    store_history: false,
    user_expressions: {},
    allow_stdin: false,
  });
  const { content } = await next(iopub, wire, 'execute_result', 'error');
  if ('ename' in content) throw new Error(`${content.ename}: ${content.evalue}`);
  return { startSeconds, result: String((content.data as Content)['text/plain']) };
}

async function next(socket: AsyncIterable<Buffer[]>, wire: Wire, ...types: string[]): Promise<Message> {
  for await (const frames of socket) {
    const message = wire.decode(frames);
    if (message && types.includes(message.header.msg_type)) return message;
  }
  throw new Error('the socket was closed');
}
