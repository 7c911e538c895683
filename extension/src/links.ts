import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { KernelLinks } from './protocol/kernel-links.js';
import { Links } from './protocol/links.js';
import { SharedSessions } from './protocol/shared-sessions.js';

/** The links of all controls and playgrounds on this page. */
export const links = new Links();

/** Listens to the kernel of every notebook for controls. */
export const linkControls: JupyterFrontEndPlugin<void> = {
  id: '@lectern/jupyterlab:controls',
  description: 'Connects controls and playgrounds with the code behind them.',
  autoStart: true,
  activate: ({ docRegistry }) =>
    new SharedSessions((kernel) => new KernelLinks(kernel, links)).followNotebooks(docRegistry),
};
