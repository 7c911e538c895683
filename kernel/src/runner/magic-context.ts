import type { MagicContext } from '../magics/magic.js';
import type { EventWriter } from './events.js';
import type { NotebookHost } from './host.js';
import type { Scope } from './scope.js';

/** What magics may do, made of the parts of the runner. `folder` is the notebook's. */
export function magicContext(folder: string, scope: Scope, host: NotebookHost, events: EventWriter): MagicContext {
  return {
    folder,
    library: scope.library,
    // Not through `console` or `process.stdout`, which cells may have replaced.
    print: (text, stream = 'stdout') => events.send({ type: 'stream', name: stream, text }),
    display: (bundle) => host.display(bundle),
    variables: () => scope.variables(),
    forgetVariables: () => scope.forgetVariables(),
    replaceCell: (text) => events.send({ type: 'payload', payload: { source: 'set_next_input', text, replace: true } }),
    atCellEnd: (callback) => host.atCellEnd(callback),
  };
}
