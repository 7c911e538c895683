import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { live } from './live.js';
import { renderers } from './renderers.js';

/** The plugins that JupyterLab starts. */
const plugins: JupyterFrontEndPlugin<void>[] = [renderers, live];

export default plugins;
