import { type Debugger, Session } from 'node:inspector';
import type { Member } from '../contract/frames.js';

/** The key on `globalThis` of the function that tells the members of a value by the names that lead to it. */
export const MEMBERS_SYMBOL = Symbol.for('lectern.members');
const EXPRESSION = `globalThis[Symbol.for('${MEMBERS_SYMBOL.description}')]`;

/**
 * Looks at a value while the main thread runs code that does not yield: stops it for a moment, asks, and lets it go on.
 * Called in the guard thread. None if the main thread does not stop within `patience` ms, because it is in native code
 * or has nothing to do.
 */
export function lookIn(path: readonly string[], patience: number): Promise<Member[]> {
  const session = new Session();
  session.connectToMainThread();
  return new Promise((resolve) => {
    const finish = (members: Member[]) => {
      clearTimeout(timer);
      session.disconnect();
      resolve(members);
    };
    const timer = setTimeout(() => finish([]), patience);
    session.once('Debugger.paused', ({ params }) => {
      const expression = `${EXPRESSION}(${JSON.stringify(path)})`;
      const [{ callFrameId }] = params.callFrames;
      const options = { callFrameId, expression, returnByValue: true, silent: true };
      session.post('Debugger.evaluateOnCallFrame', options, (_error, reply) => {
        const members = (reply as Debugger.EvaluateOnCallFrameReturnType | undefined)?.result?.value;
        session.post('Debugger.resume', () => finish(Array.isArray(members) ? members : []));
      });
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });
}
