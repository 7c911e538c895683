import type { Contents } from '@jupyterlab/services';
import type { Notebooks } from '../panels/notebooks.js';
import { type CellModel, cellOf, type NotebookPanel, type Outputs } from '../panels/parts.js';
import { bundleAt, type CellAddress } from './address.js';
import type { Source } from './source.js';
import { isThere } from './there.js';

/**
 * The output of a cell, also after the cell ran again, was moved, or was deleted and came back, and after its notebook was
 * opened again. A notebook that was renamed unseen is known by the cell.
 */
export function cellSource(address: CellAddress, notebooks: Notebooks, contents: Contents.IManager): Source {
  const { cell, place } = address;
  return ({ show, moved }) => {
    let panel: NotebookPanel | undefined;
    let cells: NonNullable<NotebookPanel['content']['model']>['cells'] | undefined;
    let model: CellModel | undefined;
    let outputs: Outputs | undefined;
    let stopped = false;
    let drawn = false;

    const draw = () => {
      const bundle = bundleAt(model, place);
      if (bundle) show({ bundle });
      drawn ||= bundle !== undefined;
      return bundle !== undefined;
    };
    const drawAgain = () => {
      // While a cell runs again it has no outputs for a moment: what was there stays until the new ones come.
      if (draw() || !drawn || model?.executionState !== 'idle') return;
      show({ note: `The cell of this view in ${address.path} no longer shows it; this is what it showed last.` });
    };
    const drop = () => {
      outputs?.changed.disconnect(drawAgain);
      model?.stateChanged.disconnect(drawAgain);
      model = outputs = undefined;
    };
    const look = () => {
      const now = panel && cellOf(panel, cell);
      if (now?.outputs && now.outputs === outputs) return;
      drop();
      model = now;
      outputs = now?.outputs;
      outputs?.changed.connect(drawAgain);
      model?.stateChanged.connect(drawAgain);
      if (!outputs)
        show({ note: `The cell of this view is no longer in ${address.path}; undo that, or close this view.` });
      else if (!draw()) show({ note: `Run the cell of this view in ${address.path} to see it.` });
    };
    const leave = () => {
      panel?.disposed.disconnect(closed);
      cells?.changed.disconnect(look);
      drop();
      panel = cells = undefined;
    };
    const closed = () => {
      leave();
      const other = notebooks.find(address.path);
      if (other) attach(other);
    };
    const attach = (found: NotebookPanel) => {
      leave();
      panel = found;
      panel.disposed.connect(closed);
      cells = panel.content.model?.cells;
      cells?.changed.connect(look);
      look();
    };
    /** Takes a notebook at another path for the one of the view: if it has the cell, and there is none at that path. */
    const recognise = async (found: NotebookPanel) => {
      const { path } = address;
      if (!cellOf(found, cell) || notebooks.find(path) || (await isThere(contents, path))) return;
      if (stopped || found.isDisposed || address.path !== path) return;
      address.path = found.context.path;
      moved();
      attach(found);
    };

    show({ note: `Open ${address.path}, or what it is called now, to see this view again.` });
    const stop = notebooks.each((found) => {
      if (found.context.path === address.path) attach(found);
      else void recognise(found);
    });
    return () => {
      stopped = true;
      stop();
      leave();
    };
  };
}
