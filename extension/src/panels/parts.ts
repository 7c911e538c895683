import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Widget } from '@lumino/widgets';

/**
 * The parts of JupyterLab's notebooks and consoles that panels use. Written down here so that the extension needs no
 * package that only some applications have: whatever has these parts will do.
 */

export type SessionContext = DocumentRegistry.Context['sessionContext'];

interface Signal {
  connect(slot: () => void): boolean;
  disconnect(slot: () => void): boolean;
}

/** Outputs of a cell. */
export interface Outputs {
  readonly length: number;
  get(index: number): { data: Record<string, unknown> };
  readonly changed: Signal;
}

/** A cell; only cells with code have outputs. */
export interface CellModel {
  readonly id: string;
  readonly outputs?: Outputs;
  /** Of a cell with code: `running`, also while it waits for its turn, or `idle`. */
  readonly executionState?: string;
  readonly stateChanged: Signal;
}

/** A document with cells. */
export interface NotebookPanel extends Widget {
  readonly context: { readonly path: string; readonly ready: Promise<void> };
  readonly sessionContext: SessionContext;
  readonly content: Widget & { readonly model: { readonly cells: Iterable<CellModel> & { changed: Signal } } | null };
}

/** A notebook or a console. */
export interface SessionWidget extends Widget {
  readonly sessionContext: SessionContext;
}

export function hasSession(widget: Widget | null): widget is SessionWidget {
  const { sessionContext } = (widget ?? {}) as Partial<SessionWidget>;
  return typeof sessionContext?.kernelChanged?.connect === 'function';
}

/** The cell of a notebook panel that has this id. */
export function cellOf(panel: NotebookPanel, id: string): CellModel | undefined {
  const cells = panel.content.model?.cells ?? [];
  for (const cell of cells) if (cell.id === id) return cell;
  return undefined;
}
