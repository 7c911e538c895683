import type { Contents } from '@jupyterlab/services';
import type { Sessions } from '../panels/sessions.js';
import { problemText, refusal } from '../panels/status.js';
import type { WatchedSession } from '../panels/watched-session.js';
import type { Answer } from '../protocol/inspect.js';
import type { VariableAddress } from './address.js';
import type { Shown, Source } from './source.js';
import { isThere } from './there.js';

/**
 * A variable of a notebook or console, asked for again after each execution. One that was renamed unseen is known by its
 * kernel.
 */
export function variableSource(address: VariableAddress, sessions: Sessions, contents: Contents.IManager): Source {
  return ({ show, moved }) => {
    let session: WatchedSession | undefined | null = null;
    let unlisten: (() => void) | undefined;
    let asked = 0;

    const ask = async (of: WatchedSession) => {
      const question = ++asked;
      const shown = await questioned(of, address);
      if (question !== asked) return;
      show(shown);
      const { kernel } = of;
      const { path } = address;
      if (!shown.bundle || !kernel || (kernel === address.kernel && of.path === path)) return;
      address.kernel = kernel;
      const renamed = of.path !== path && !sessions.find(path) && !(await isThere(contents, path));
      if (renamed && question === asked && address.path === path) address.path = of.path;
      moved();
    };
    const look = () => {
      const found = sessions.find(address.path, address.kernel);
      if (found === session) return;
      unlisten?.();
      asked++;
      session = found;
      unlisten = found?.listen((news) => {
        if (news !== 'started') void ask(found);
      });
      if (found) void ask(found);
      else show({ note: `Open ${address.path}, or what it is called now, to see ${address.variable} again.` });
    };

    const stop = sessions.onChange(look);
    look();
    return () => {
      asked++;
      stop();
      unlisten?.();
    };
  };
}

async function questioned(session: WatchedSession, { path, variable }: VariableAddress): Promise<Shown> {
  let answer: Answer;
  try {
    answer = await session.ask({ type: 'view', name: variable });
  } catch (error) {
    return { note: problemText(error) };
  }
  switch (answer.type) {
    case 'view':
      return { bundle: answer.data };
    case 'missing':
      return { note: `There is no variable ${variable} in the kernel now; run the cell that declares it.` };
    case 'gone':
      return { note: `There is no kernel to ask for ${variable}; start one for ${path}.` };
    default:
      return { note: refusal(answer, 'its variables') };
  }
}
