import { WidgetTracker } from '@jupyterlab/apputils';
import type { Docked, DockingParts } from '../docked/open.js';
import { describe } from './arguments.js';

const OPEN = 'lectern:open-in-panel';
const VARIABLE = 'lectern:open-variable';

/** Adds the commands that put views beside the notebook, and brings those views back after a reload. */
export function addDocking(parts: DockingParts): string[] {
  const { app, target, restorer } = parts;
  const tracker = new WidgetTracker<Docked>({ namespace: 'lectern-views' });

  app.commands.addCommand(OPEN, {
    label: 'Open View in Panel',
    caption: 'Put the view beside the notebook, where it stays current',
    describedBy: describe({
      path: { type: 'string', description: 'path of the notebook; with cell and place instead of the chosen view' },
      cell: { type: 'string', description: 'id of the cell' },
      place: { type: 'integer', description: 'number of the view among those of the cell, from 0' },
    }),
    isEnabled: ({ path }) => typeof path === 'string' || target() !== undefined,
    execute: async ({ path, cell, place }) => {
      const { openView } = await import('../docked/open.js');
      const given = typeof path === 'string' && typeof cell === 'string';
      await openView(parts, tracker, given ? { path, cell, place: Number(place ?? 0) } : undefined);
    },
  });
  app.commands.addCommand(VARIABLE, {
    label: 'Open Variable in Panel',
    caption: 'Show a variable beside the notebook; it is shown anew after each execution',
    describedBy: describe(
      {
        variable: { type: 'string', description: 'name of the variable' },
        path: { type: 'string', description: 'path of the notebook or console; the current one by default' },
      },
      ['variable'],
    ),
    execute: async ({ variable, path }) => {
      if (typeof variable !== 'string') return;
      const { openVariable } = await import('../docked/open.js');
      await openVariable(parts, tracker, variable, typeof path === 'string' ? path : undefined);
    },
  });

  app.serviceManager.contents.fileChanged.connect((_, { type, oldValue, newValue }) => {
    if (type !== 'rename' || !oldValue?.path || !newValue?.path) return;
    const [from, to] = [oldValue.path, newValue.path];
    tracker.forEach((widget) => {
      if (widget.content.follow(from, to)) void tracker.save(widget);
    });
  });
  void restorer?.restore(tracker, {
    command: OPEN,
    // A variable is gone with its kernel; without a name its place is not kept.
    name: ({ content: { address } }) => (address && 'cell' in address ? JSON.stringify(address) : ''),
    args: ({ content }) => ({ ...content.address }),
  });
  return [OPEN];
}
