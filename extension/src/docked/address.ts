import type { Widget } from '@lumino/widgets';
import type { CellModel, NotebookPanel } from '../panels/parts.js';

/** The `place`-th view among the outputs of a cell. */
export interface CellAddress {
  path: string;
  cell: string;
  place: number;
}

/** A variable; `kernel` is the identity of the kernel that last had it. */
export interface VariableAddress {
  path: string;
  variable: string;
  kernel?: string;
}

/** Where a docked view gets its data from. The path changes when the notebook is renamed. */
export type Address = CellAddress | VariableAddress;

/** Whether two addresses are of the same view or variable. */
export function isSame(a: Address, b: Address): boolean {
  if (a.path !== b.path) return false;
  if ('variable' in a) return 'variable' in b && a.variable === b.variable;
  return 'cell' in b && a.cell === b.cell && a.place === b.place;
}

const OURS = /^application\/vnd\.lectern\./;

/** Whether a bundle has data for one of our views. */
export function isOurs(bundle: Record<string, unknown>): boolean {
  return Object.keys(bundle).some((mime) => OURS.test(mime));
}

/** What a path is after a file, or a folder with all in it, was renamed. */
export function renamed(path: string, from: string, to: string): string {
  return path === from || path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
}

/** The bundle of the `place`-th view of a cell. */
export function bundleAt(cell: CellModel | undefined, place: number): Record<string, unknown> | undefined {
  const outputs = cell?.outputs;
  let seen = 0;
  for (let i = 0; outputs && i < outputs.length; i++) {
    const { data } = outputs.get(i);
    if (isOurs(data) && seen++ === place) return data;
  }
  return undefined;
}

/** The address of the output that a renderer stands in; `undefined` outside of notebooks. */
export function addressOf(renderer: Widget): CellAddress | undefined {
  let child: Widget = renderer;
  let cell: CellModel | undefined;
  let index = -1;
  for (let parent = renderer.parent; parent; child = parent, parent = parent.parent) {
    const { model, context, widgets } = parent as unknown as {
      model?: Partial<CellModel> & { get?: unknown };
      context?: NotebookPanel['context'];
      widgets?: readonly Widget[];
    };
    // The output area is the first that has a list of outputs as its model; its widgets follow that list.
    if (index < 0 && typeof model?.get === 'function') index = widgets?.indexOf(child) ?? -1;
    if (!cell && model?.outputs && model.id) cell = model as CellModel;
    if (cell && index >= 0 && context?.path) {
      return { path: context.path, cell: cell.id, place: placeOf(cell, index) };
    }
  }
  return undefined;
}

function placeOf({ outputs }: CellModel, index: number): number {
  let place = 0;
  for (let i = 0; outputs && i < Math.min(index, outputs.length); i++) if (isOurs(outputs.get(i).data)) place++;
  return place;
}
