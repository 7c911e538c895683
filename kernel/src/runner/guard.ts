import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import { workerData } from 'node:worker_threads';
import type { RunnerPipes } from '../contract/frames.js';
import { HANDLED, RUNNING } from './interruption.js';

const GUARD_FD: RunnerPipes['guard'] = 5;
/** How long, in ms, the main thread has to handle a signal or the end of its front before it is forced. */
const PATIENCE = 60;

const shared = workerData as Int32Array;

/**
 * The guard thread of a runner: it can act while the main thread is stuck in the user's code. A byte on its pipe is an
 * interrupt; the end of the pipe is the end of the front process, which the runner must not outlive.
 */
const pipe = new Socket({ fd: GUARD_FD });
pipe.on('data', (bytes) => {
  for (let n = 0; n < bytes.length; n++) interrupt();
});
pipe.on('close', () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE));
pipe.on('error', () => pipe.destroy());

function interrupt(): void {
  const before = Atomics.load(shared, HANDLED);
  process.kill(process.pid, 'SIGINT');
  setTimeout(() => {
    const stuck = Atomics.load(shared, HANDLED) === before && Atomics.load(shared, RUNNING) === 1;
    if (stuck) leaveRunningCode();
  }, PATIENCE);
}

function leaveRunningCode(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => session.disconnect());
}
