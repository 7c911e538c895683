import { ILabShell, ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IStateDB } from '@jupyterlab/statedb';
import { store } from '../live.js';
import { Notebooks } from '../panels/notebooks.js';
import { type PanelBody, SidePanel } from '../panels/side-panel.js';
import { icon } from '../shell/icon.js';
import { describe } from './arguments.js';
import { addDocking } from './docking.js';
import { addOutputCommands } from './outputs.js';
import { viewTargets } from './targets.js';

/** The side panels, and the views that stand beside a notebook. Everything but the list of runs is loaded when shown. */
export const panels: JupyterFrontEndPlugin<void> = {
  id: '@lectern/jupyterlab:panels',
  description: 'Side panels for variables, training runs and memory; views beside the notebook.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ILayoutRestorer, ICommandPalette, IStateDB, ILabShell],
  activate: (
    app,
    registry: IRenderMimeRegistry,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    state: IStateDB | null,
    labShell: ILabShell | null,
  ) => {
    const notebooks = new Notebooks(app.docRegistry);
    const sessions = once(async () => {
      const { Sessions } = await import('../panels/sessions.js');
      return new Sessions(app.shell, labShell);
    });
    const session = once(async () => {
      const { CurrentSession } = await import('../panels/current-session.js');
      return new CurrentSession(app.shell, await sessions());
    });
    const book = once(async () => {
      const { openBook } = await import('../runs/open.js');
      return openBook(state, store, notebooks);
    });
    // The first training view of the page, live or saved, is the time to begin to remember.
    const unwatch = store.watch(() => {
      unwatch();
      void book();
    });
    const target = viewTargets(app);

    // Notebook 7 and the simple mode of JupyterLab show one document at a time.
    const area = () => (labShell?.mode === 'multiple-document' ? 'main' : 'down');
    const commands = [
      ...addDocking({ app, registry, notebooks, sessions, session, target, restorer, area }),
      ...addOutputCommands(app, target),
      addPanel(app, restorer, 'variables', 'Variables', 'M2.5 3.5h11M2.5 8h11M2.5 12.5h11M6 3.5v9', async (panel) => {
        const { VariablesBody } = await import('../variables/body.js');
        const open = (variable: string) => void app.commands.execute('lectern:open-variable', { variable });
        return new VariablesBody(await session(), open, () => panel.isVisible);
      }),
      addPanel(
        app,
        restorer,
        'runs',
        'Training Runs',
        'M2.5 2.5v11h11M4.5 5c1 4 3 6 8.5 6M4.5 3.5c2 3.5 4 4.5 8.5 4.5',
        async () => {
          const { RunsBody } = await import('../runs/body.js');
          return new RunsBody(await book());
        },
      ),
      addPanel(
        app,
        restorer,
        'memory',
        'Kernel Memory',
        'M4 4h8v8H4zM6 1.5V4M10 1.5V4M6 12v2.5M10 12v2.5M1.5 6H4M1.5 10H4M12 6h2.5M12 10h2.5',
        async (panel) => {
          const { MemoryBody } = await import('../memory/body.js');
          return new MemoryBody(await session(), () => panel.isVisible);
        },
      ),
    ];
    for (const command of commands) palette?.addItem({ command, category: 'Lectern' });
  },
};

/** Adds a side panel and the command that shows it; returns the command. */
function addPanel(
  app: JupyterFrontEnd,
  restorer: ILayoutRestorer | null,
  name: string,
  title: string,
  strokes: string,
  load: (panel: SidePanel) => Promise<PanelBody>,
): string {
  const id = `lectern-${name}`;
  const panel: SidePanel = new SidePanel({ id, title, icon: icon(name, strokes), load: () => load(panel) });
  app.shell.add(panel, 'right', { rank: 600 });
  restorer?.add(panel, id);
  const command = `lectern:show-${name}`;
  app.commands.addCommand(command, {
    label: `Show ${title}`,
    caption: `Show the side panel with the ${title.toLowerCase()}`,
    describedBy: describe(),
    execute: () => app.shell.activateById(id),
  });
  return command;
}

/** The same result for each call; made by the first. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
