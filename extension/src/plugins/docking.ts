import { WidgetTracker } from '@jupyterlab/apputils';
import type { Docked, DockingParts } from '../docked/open.js';
import { describe } from './arguments.js';

const OPEN = 'lectern:open-in-panel';
const VARIABLE = 'lectern:open-variable';
const ID = { type: 'string', description: 'name under which a view that comes back has its place in the page' };

/** Adds the commands that put views beside the notebook, and brings those views back after a reload. */
export function addDocking(parts: DockingParts): string[] {
  const { app, target, restorer } = parts;
  const views = new WidgetTracker<Docked>({ namespace: 'lectern-views' });
  const variables = new WidgetTracker<Docked>({ namespace: 'lectern-variables' });

  app.commands.addCommand(OPEN, {
    label: 'Open View in Panel',
    caption: 'Put the view beside the notebook, where it stays current',
    describedBy: describe({
      path: { type: 'string', description: 'path of the notebook; with cell and place instead of the chosen view' },
      cell: { type: 'string', description: 'id of the cell' },
      place: { type: 'integer', description: 'number of the view among those of the cell, from 0' },
      id: ID,
      label: { type: 'string', description: 'title of its tab until it is drawn' },
    }),
    isEnabled: ({ path }) => typeof path === 'string' || target() !== undefined,
    execute: async ({ path, cell, place, id, label }) => {
      const { openView } = await import('../docked/open.js');
      const given = typeof path === 'string' && typeof cell === 'string';
      const kept = given ? { path, cell, place: Number(place ?? 0), id: text(id) } : undefined;
      await openView(parts, views, kept, text(label));
    },
  });
  app.commands.addCommand(VARIABLE, {
    label: 'Open Variable in Panel',
    caption: 'Show a variable beside the notebook; it is shown anew after each execution',
    describedBy: describe(
      {
        variable: { type: 'string', description: 'name of the variable' },
        path: { type: 'string', description: 'path of the notebook or console; the current one by default' },
        kernel: { type: 'string', description: 'identity of the kernel that had it, for when the path has changed' },
        id: ID,
      },
      ['variable'],
    ),
    execute: async ({ variable, path, kernel, id }) => {
      if (typeof variable !== 'string') return;
      const { openVariable } = await import('../docked/open.js');
      await openVariable(parts, variables, { variable, path: text(path), kernel: text(kernel), id: text(id) });
    },
  });

  app.serviceManager.contents.fileChanged.connect((_, { type, oldValue, newValue }) => {
    if (type !== 'rename' || !oldValue?.path || !newValue?.path) return;
    const [from, to] = [oldValue.path, newValue.path];
    for (const tracker of [views, variables]) {
      tracker.forEach((widget) => {
        if (widget.content.follow(from, to)) void tracker.save(widget);
      });
    }
  });
  for (const [tracker, command] of [
    [views, OPEN],
    [variables, VARIABLE],
  ] as const) {
    void restorer?.restore(tracker, {
      command,
      // A name that a rename of the notebook does not change: so what JupyterLab stored of the layout still holds.
      name: ({ id }) => id,
      args: ({ id, title, content }) => ({ ...content.address, id, ...(tracker === views && { label: title.label }) }),
    });
  }
  // In simple mode JupyterLab itself brings nothing back but one document; what is docked stands below that.
  void app.restored.then(() => {
    if (restorer && parts.area() === 'down') for (const tracker of [views, variables]) void tracker.restore();
  });
  return [OPEN];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
