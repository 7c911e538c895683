import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { LiveStore } from './protocol/live.js';
import { followSession } from './protocol/session.js';

/** The states of all live views on this page, shared by the comms that feed it and the renderers that show it. */
export const store = new LiveStore();

/** Listens to the kernel of every notebook for live views. */
export const live: JupyterFrontEndPlugin<void> = {
  id: '@lectern/jupyterlab:live',
  description: 'Keeps views live while a cell runs.',
  autoStart: true,
  activate: (app) => {
    app.docRegistry.addWidgetExtension('Notebook', {
      createNew: (_panel, context) => followSession(context.sessionContext, store),
    });
  },
};
