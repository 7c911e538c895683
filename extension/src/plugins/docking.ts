import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { SplitPanel, type Widget } from '@lumino/widgets';
import { type Address, addressOf } from '../docked/address.js';
import type { Source } from '../docked/source.js';
import type { DockedView } from '../docked/widget.js';
import type { CurrentSession } from '../panels/current-session.js';
import type { Notebooks } from '../panels/notebooks.js';
import type { ViewRenderer } from '../shell/renderer.js';
import { loadStyles } from '../shell/styles.js';
import { describe } from './arguments.js';

/** What docking needs of the page. */
export interface DockingParts {
  app: JupyterFrontEnd;
  registry: IRenderMimeRegistry;
  notebooks: Notebooks;
  session: () => Promise<CurrentSession>;
  target: () => ViewRenderer | undefined;
  restorer: ILayoutRestorer | null;
  /** Where there is room beside a notebook: its area of documents, else the one below. */
  area: 'main' | 'down';
}

type Docked = MainAreaWidget<DockedView>;

/** Pixels below which a view cannot be read. */
const LEAST_HEIGHT = 120;
const OPEN = 'lectern:open-in-panel';
const VARIABLE = 'lectern:open-variable';

/** Adds the commands that put views beside the notebook, and brings those views back after a reload. */
export function addDocking(parts: DockingParts): string[] {
  const { app, registry, notebooks, session, target, restorer, area } = parts;
  const tracker = new WidgetTracker<Docked>({ namespace: 'lectern-views' });

  const show = async (address: Address | undefined, make: () => Promise<Source>, label: string): Promise<void> => {
    const key = JSON.stringify(address);
    const known = address && tracker.find(({ content }) => JSON.stringify(content.address) === key);
    if (known) {
      app.shell.activateById(known.id);
      return;
    }
    const [{ DockedView }] = await Promise.all([import('../docked/widget.js'), loadStyles()]);
    const content = new DockedView(address, await make(), registry);
    const widget: Docked = new MainAreaWidget({ content });
    widget.id = `lectern-view-${crypto.randomUUID()}`;
    widget.title.label = label;
    widget.title.closable = true;
    if (address) widget.title.caption = `From ${address.path}`;
    widget.toolbar.hide();
    content.takeName();
    const { front } = await session();
    const beside = front?.isAttached ? front.id : undefined;
    app.shell.add(widget, area, { mode: 'split-right', ...(beside && { ref: beside }) });
    if (address) await tracker.add(widget);
    app.shell.activateById(widget.id);
    if (area === 'down') makeRoom(widget);
  };

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
      const given =
        typeof path === 'string' && typeof cell === 'string' ? { path, cell, place: Number(place ?? 0) } : undefined;
      const view = given ? undefined : target();
      const address = given ?? (view && addressOf(view));
      const { outputSource, fixedSource } = await import('../docked/source.js');
      if (address && 'cell' in address) await show(address, async () => outputSource(address, notebooks), 'View');
      else if (view) await show(undefined, async () => fixedSource(view.bundle), 'View');
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
      const current = await session();
      const address = { path: typeof path === 'string' ? path : current.path, variable };
      const { variableSource } = await import('../docked/source.js');
      await show(address, async () => variableSource(address, current), variable);
    },
  });

  void restorer?.restore(tracker, {
    command: OPEN,
    name: ({ content }) => JSON.stringify(content.address),
    args: ({ content }) => ({ ...content.address }),
  });
  return [OPEN];
}

/** The area below a notebook opens with no height: it gets two fifths, unless it has been given some. */
function makeRoom(widget: Widget): void {
  let parent = widget.parent;
  while (parent && !(parent instanceof SplitPanel)) parent = parent.parent;
  if (parent instanceof SplitPanel && widget.node.clientHeight < LEAST_HEIGHT) parent.setRelativeSizes([3, 2]);
}
