import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { KernelFollower } from './protocol/kernel-follower.js';
import { KernelLinks } from './protocol/kernel-links.js';
import { Links } from './protocol/links.js';

/** The links of all controls and playgrounds on this page. */
export const links = new Links();

/** Listens to the kernel of every notebook for controls. */
export const linkControls: JupyterFrontEndPlugin<void> = {
  id: '@lectern/jupyterlab:controls',
  description: 'Connects controls and playgrounds with the code behind them.',
  autoStart: true,
  activate: (app) => {
    app.docRegistry.addWidgetExtension('Notebook', {
      createNew: (_panel, context) =>
        new KernelFollower(context.sessionContext, (kernel) => new KernelLinks(kernel, links)),
    });
  },
};
