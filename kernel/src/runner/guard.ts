import { type Debugger, Session } from 'node:inspector';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { RunnerPipes } from '../contract/frames.js';
import { HANDLED, RUNNING, TURNS } from './shared-state.js';

const GUARD_FD: RunnerPipes['guard'] = 5;
/** How long, in ms, the main thread has to handle a signal or the end of its front before the guard acts. */
const PATIENCE = 60;
const KERNEL_ROOT = new URL('..', import.meta.url).href;

/**
 * The guard thread of a runner: it can act while the main thread is stuck in the user's code. A byte on its pipe is an
 * interrupt; the end of the pipe is the end of the front process, which the runner must not outlive.
 */
const shared = workerData as Int32Array;
const pipe = new Socket({ fd: GUARD_FD });
let interrupting = false;
let handledBefore = 0;

pipe.on('data', () => void interrupt());
pipe.on('close', () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE));
pipe.on('error', () => pipe.destroy());
parentPort?.postMessage('watching');

async function interrupt(): Promise<void> {
  handledBefore = Atomics.load(shared, HANDLED);
  process.kill(process.pid, 'SIGINT');
  // One watch is enough: it looks at the count that the latest interrupt has noted.
  if (interrupting) return;
  interrupting = true;
  do {
    for (await delay(PATIENCE); isUnhandled(); await delay(PATIENCE)) await leaveUserCode(isUnhandled);
    await freeEventLoop();
  } while (isUnhandled());
  interrupting = false;
}

function isUnhandled(): boolean {
  return Atomics.load(shared, HANDLED) === handledBefore && Atomics.load(shared, RUNNING) === 1;
}

/** A cell that was given up may have left a loop of settled promises behind, which keeps out every other event. */
async function freeEventLoop(): Promise<void> {
  const turns = Atomics.load(shared, TURNS);
  const isStarved = () => Atomics.load(shared, TURNS) === turns && Atomics.load(shared, RUNNING) === 0;
  parentPort?.postMessage('ping');
  for (await delay(PATIENCE); isStarved(); await delay(PATIENCE)) await leaveUserCode(isStarved);
}

/**
 * Stops the main thread for a moment, and makes it leave what it runs if that is the user's code and it is still stuck.
 * The state cannot change between the look and the act, so a main thread that was only slow comes to no harm.
 */
function leaveUserCode(isStuck: () => boolean): Promise<void> {
  const session = new Session();
  session.connectToMainThread();
  return new Promise((resolve) => {
    session.once('Debugger.paused', ({ params }) => {
      const terminateOnResume = isStuck() && params.callFrames.some(isUserCode);
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

function isUserCode({ url }: Debugger.CallFrame): boolean {
  return !url.startsWith('node:') && !url.startsWith('lectern:') && !url.startsWith(KERNEL_ROOT);
}
