import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { NotebookPanel } from './parts.js';

/** The notebooks that are open, and news of those that are opened later. */
export class Notebooks {
  private readonly open = new Set<NotebookPanel>();
  private readonly listeners = new Set<(panel: NotebookPanel) => void>();

  constructor(registry: JupyterFrontEnd['docRegistry']) {
    registry.addWidgetExtension('Notebook', { createNew: (widget) => this.opened(widget as unknown as NotebookPanel) });
  }

  get all(): NotebookPanel[] {
    return [...this.open];
  }

  find(path: string): NotebookPanel | undefined {
    return this.all.find((panel) => panel.context.path === path);
  }

  /** Calls `listener` for each notebook, open or opened later, once its cells are there, until the returned call. */
  each(listener: (panel: NotebookPanel) => void): () => void {
    this.listeners.add(listener);
    for (const panel of this.open) void this.tell(panel, listener);
    return () => this.listeners.delete(listener);
  }

  private opened(panel: NotebookPanel): undefined {
    this.open.add(panel);
    panel.disposed.connect(() => this.open.delete(panel));
    for (const listener of this.listeners) void this.tell(panel, listener);
  }

  private async tell(panel: NotebookPanel, listener: (panel: NotebookPanel) => void): Promise<void> {
    await panel.context.ready;
    if (!panel.isDisposed && this.listeners.has(listener)) listener(panel);
  }
}
