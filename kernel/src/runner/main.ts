import { Socket } from 'node:net';
import process from 'node:process';
import type { RunnerOptions, RunnerPipes, RunnerRequest } from '../contract/frames.js';
import type { InspectAnswer } from '../contract/inspect.js';
import { installMagics } from '../magics/runtime.js';
import { FrameReader } from '../pipe/frame-codec.js';
import { Captures } from './captures.js';
import { EventWriter } from './events.js';
import { Executor } from './executor.js';
import { installGlobals } from './globals.js';
import { NotebookHost } from './host.js';
import { Input } from './input.js';
import { Inspection } from './inspection.js';
import { leave } from './leave.js';
import { MEMBERS_SYMBOL } from './look-in.js';
import { magicContext } from './magic-context.js';
import { membersOf } from './members.js';
import { preload } from './preload.js';
import { Scope } from './scope.js';
import { Stacks } from './stack.js';
import { captureStreams } from './streams.js';
import { reportError } from './traceback.js';
import { tslabNames } from './tslab-names.js';
import { Variables } from './variables.js';

const PIPES: RunnerPipes = { requests: 3, events: 4, guard: 5, input: 6 };

/** The runner process: the user's code and the library live here, and nothing of the protocol. */
async function main(options: RunnerOptions): Promise<void> {
  const captures = new Captures();
  const events = new EventWriter(PIPES.events, (event) => captures.takes(event));
  const stacks = new Stacks();
  const scope = new Scope(process.cwd(), stacks);
  /** Shows an error that belongs to no running code, such as a rejection that nobody handles. */
  const reportLoose = (error: unknown) => {
    const { traceback } = reportError(error, stacks);
    events.send({ type: 'stream', name: 'stderr', text: `${traceback.join('\n')}\n` });
  };
  const host: NotebookHost = new NotebookHost(events, reportLoose, {
    captures,
    call: (code) => executor.call(code),
    report: (error) => reportError(error, stacks),
  });
  const executor: Executor = new Executor(scope, host, events, stacks, reportLoose);

  stacks.install();
  const interruptible = executor.start();
  host.install();
  new Variables(scope).install();
  const members = (path: string[]) => membersOf(scope.exports, path);
  Object.defineProperty(globalThis, MEMBERS_SYMBOL, { value: members });
  receive(executor, scope, host, events, reportLoose);
  process.on('uncaughtException', reportLoose);
  process.on('unhandledRejection', reportLoose);

  const preloadError = await preload(options.preload, scope);
  // After the preload: what a package prints or feels about `Deno` while it loads is none of the notebook's.
  captureStreams(events);
  installMagics(magicContext(process.cwd(), scope, host, events));
  scope.provide('tslab', tslabNames(host));
  installGlobals(host, events, new Input(events, PIPES.input));
  await interruptible;
  events.send({ type: 'ready', preloadError });
}

function receive(
  executor: Executor,
  scope: Scope,
  host: NotebookHost,
  events: EventWriter,
  reportLoose: (error: unknown) => void,
): void {
  const inspection = new Inspection(scope);
  const frames = new FrameReader<RunnerRequest>();
  const requests = new Socket({ fd: PIPES.requests });
  requests.on('data', (chunk) => {
    for (const { header, buffers } of frames.push(chunk)) {
      if (header.type === 'members') {
        events.send({ type: 'members', id: header.id, members: membersOf(scope.exports, header.path) });
        continue;
      }
      if (header.type === 'inspect') {
        const answered = (answer: InspectAnswer) => events.send({ type: 'inspected', id: header.id, answer });
        inspection.answer(header.question).then(answered, reportLoose);
        continue;
      }
      if (header.type !== 'comm') {
        executor.run({ id: header.id, script: header.script, kind: header.type });
        continue;
      }
      try {
        host.receive(header.message, buffers);
      } catch (error) {
        reportLoose(error);
      }
      events.send({ type: 'done', id: header.id, outcome: { status: 'ok' } });
    }
  });
  requests.on('error', leave);
  requests.on('close', leave);
}

await main(JSON.parse(process.argv[2] ?? '{"preload":""}'));
