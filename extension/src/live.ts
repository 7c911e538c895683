import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { KernelViews } from './protocol/kernel-views.js';
import { LiveStore } from './protocol/live.js';
import { SharedSessions } from './protocol/shared-sessions.js';

/** The states of all live views on this page, shared by the comms that feed it and the renderers that show it. */
export const store = new LiveStore();

/** Listens to the kernel of every notebook for live views. */
export const live: JupyterFrontEndPlugin<void> = {
  id: '@lectern/jupyterlab:live',
  description: 'Keeps views live while a cell runs.',
  autoStart: true,
  activate: ({ docRegistry }) =>
    new SharedSessions((kernel) => new KernelViews(kernel, store)).followNotebooks(docRegistry),
};
