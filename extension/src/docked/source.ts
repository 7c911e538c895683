import type { CurrentSession } from '../panels/current-session.js';
import type { Notebooks } from '../panels/notebooks.js';
import { cellOf, type NotebookPanel } from '../panels/parts.js';
import { problemText, refusal } from '../panels/status.js';
import { type Address, bundleAt } from './address.js';

/** What a docked view shows: a bundle, or a sentence why there is none. */
export interface Shown {
  bundle?: Record<string, unknown>;
  note?: string;
}

/** Calls `show` whenever there is something else to show. Returns the function that stops it. */
export type Source = (show: (shown: Shown) => void) => () => void;

/** The output of a cell, also after the cell ran again or its notebook was opened again. */
export function outputSource(address: Extract<Address, { cell: string }>, notebooks: Notebooks): Source {
  const { cell, place } = address;
  return (show) => {
    let leave: (() => void) | undefined;
    const attach = (panel: NotebookPanel) => {
      if (panel.context.path !== address.path) return;
      leave?.();
      const outputs = cellOf(panel, cell)?.outputs;
      if (!outputs) {
        show({ note: `The cell of this view is no longer in ${address.path}.` });
        return;
      }
      const changed = () => {
        const bundle = bundleAt(cellOf(panel, cell), place);
        // While a cell runs again it has no outputs for a moment: what was there stays until the new ones come.
        if (bundle) show({ bundle });
      };
      outputs.changed.connect(changed);
      leave = () => outputs.changed.disconnect(changed);
      changed();
    };
    show({ note: `Open ${address.path} to see this view again.` });
    const stop = notebooks.each(attach);
    return () => {
      stop();
      leave?.();
    };
  };
}

/** A variable of a notebook, asked for again after each execution. */
export function variableSource(address: Extract<Address, { variable: string }>, session: CurrentSession): Source {
  const { variable } = address;
  return (show) => {
    let asked = 0;
    const ask = async () => {
      if (session.path !== address.path) return;
      const question = ++asked;
      try {
        const answer = await session.ask({ type: 'view', name: variable });
        if (question !== asked) return;
        if (answer.type === 'view') show({ bundle: answer.data });
        else if (answer.type === 'missing') show({ note: `There is no variable ${variable} any more.` });
        else show({ note: refusal(answer, 'its variables') });
      } catch (error) {
        show({ note: problemText(error) });
      }
    };
    const unlisten = session.listen((news) => {
      if (news !== 'started') void ask();
    });
    void ask();
    return () => {
      asked++;
      unlisten();
    };
  };
}

/** A bundle that stays as it is, of an output that is in no notebook. */
export function fixedSource(bundle: Record<string, unknown>): Source {
  return (show) => {
    show({ bundle });
    return () => undefined;
  };
}
