import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { linkControls } from './links.js';
import { live } from './live.js';
import { launcher } from './plugins/launcher.js';
import { panels } from './plugins/panels.js';
import { settings } from './plugins/settings.js';
import { renderers } from './renderers.js';

/** The plugins that JupyterLab starts. */
const plugins: JupyterFrontEndPlugin<void>[] = [renderers, live, linkControls, settings, panels, launcher];

export default plugins;
