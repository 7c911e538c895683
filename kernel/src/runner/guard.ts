import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { RunnerPipes } from '../contract/frames.js';
import type { GuardEvent, GuardRequest } from '../contract/guard.js';
import { encodeFrame, FrameReader } from '../pipe/frame-codec.js';
import { ownerOf } from '../source/owner.js';
import { LEAVING } from './async-hooks.js';
import { InspectorRelay } from './inspector-relay.js';
import { leave } from './leave.js';
import { lookIn } from './look-in.js';
import { CALLS, HANDLED, RUNNING, TURNS } from './shared-state.js';

const GUARD_FD: RunnerPipes['guard'] = 5;
/** How long, in ms, the main thread has to handle a signal or the end of its front before the guard acts. */
const PATIENCE = 60;
/** How long, in ms, a look at a value may wait for the main thread. */
const LOOK = 300;
/** How long, in ms, a synchronous call may take to notice a signal before it is sent again. */
const LOST = 1000;

/**
 * The guard thread of a runner: it can act while the main thread is stuck in the user's code, or stopped in it by the
 * debugger. Its pipe brings interrupts and calls of the inspector; the end of the pipe is the end of the front process,
 * which the runner must not outlive.
 */
const shared = workerData as Int32Array;
const pipe = new Socket({ fd: GUARD_FD, readable: true, writable: true });
const frames = new FrameReader<GuardRequest>();
const relay = new InspectorRelay((event) => pipe.write(encodeFrame(event)));
let interrupting = false;
let interrupts = 0;
let handledBefore = 0;

pipe.on('data', (chunk) => {
  for (const { header } of frames.push(chunk)) receive(header);
});
pipe.on('close', () => setTimeout(leave, PATIENCE));
pipe.on('error', () => pipe.destroy());
parentPort?.postMessage('watching');

function receive(request: GuardRequest): void {
  if (request.type === 'interrupt') {
    const { task } = request;
    if (task === undefined || task === Atomics.load(shared, RUNNING)) void interrupt();
  } else if (request.type === 'inspect') relay.call(request.id, request.method, request.params);
  else if (request.type === 'members') void tellMembers(request.id, request.path);
  else relay.detach();
}

async function tellMembers(id: number, path: string[]): Promise<void> {
  const mayLook = Atomics.load(shared, RUNNING) !== 0 && !relay.isUsed;
  const members = mayLook ? await lookIn(path, LOOK) : [];
  pipe.write(encodeFrame({ type: 'answer', id, result: { members } } satisfies GuardEvent));
}

async function interrupt(): Promise<void> {
  interrupts++;
  handledBefore = Atomics.load(shared, HANDLED);
  process.kill(process.pid, 'SIGINT');
  // One watch is enough: it goes on until it has seen to the latest interrupt.
  if (interrupting) return;
  interrupting = true;
  let seen: number;
  do {
    seen = interrupts;
    for (await delay(PATIENCE); isUnhandled(); await delay(PATIENCE)) await insist();
    await freeEventLoop();
  } while (isUnhandled() || seen !== interrupts);
  interrupting = false;
}

/** The signal may have come while no one listened: between the event loop and a call, which listen in their own ways. */
async function insist(): Promise<void> {
  if (!isInCall()) return leaveUserCode(() => isUnhandled() && !isInCall());
  // A debugger may hold the call, which has then long noted the signal: it may be left, and must not run on.
  await leaveUserCode(() => relay.isUsed && isUnhandled());
  await delay(LOST);
  if (isUnhandled() && isInCall()) process.kill(process.pid, 'SIGINT');
}

function isInCall(): boolean {
  return Atomics.load(shared, CALLS) !== 0;
}

function isUnhandled(): boolean {
  return Atomics.load(shared, HANDLED) === handledBefore && Atomics.load(shared, RUNNING) !== 0;
}

/**
 * A cell that was given up may have left a loop of settled promises behind, which keeps out every other event. A callback
 * of a view, which begins when the cell has ended, keeps them out too, but it is a call, and hears signals itself.
 */
async function freeEventLoop(): Promise<void> {
  const turns = Atomics.load(shared, TURNS);
  const isIdle = () => Atomics.load(shared, RUNNING) === 0 && !isInCall();
  const isStarved = () => Atomics.load(shared, TURNS) === turns && isIdle();
  parentPort?.postMessage('ping');
  for (await delay(PATIENCE); isStarved(); await delay(PATIENCE)) await leaveUserCode(isStarved);
}

/**
 * Stops the main thread for a moment, and makes it leave what it runs if that is the user's code and it is still stuck.
 * The state cannot change between the look and the act, so a main thread that was only slow comes to no harm.
 */
function leaveUserCode(isStuck: () => boolean): Promise<void> {
  return relay.unheard(() => leaveIf(isStuck));
}

function leaveIf(isStuck: () => boolean): Promise<void> {
  const session = new Session();
  const names = new Map<string, string>();
  session.connectToMainThread();
  return new Promise((resolve) => {
    // Call frames have lost their own `url` in today's V8; enabling the debugger tells the scripts first.
    session.on('Debugger.scriptParsed', ({ params }) => names.set(params.scriptId, params.url));
    session.once('Debugger.paused', ({ params }) => {
      const inUserCode = params.callFrames.some(
        ({ location }) => ownerOf(names.get(location.scriptId) ?? '') !== 'hidden',
      );
      const terminateOnResume = isStuck() && inUserCode;
      if (terminateOnResume) session.post('Runtime.evaluate', { expression: `this['${LEAVING}']()`, silent: true });
      // Node's types do not know this parameter; the general form of `post` takes any.
      session.post('Debugger.resume' as string, { terminateOnResume }, () => {
        session.disconnect();
        resolve();
      });
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });
}
