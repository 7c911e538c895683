import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, sitePackages, venvBin } from '../../scripts/setup/paths.mjs';
import { run } from '../../scripts/setup/process.mjs';
import { PIP_OPTIONS } from '../../scripts/setup/venv.mjs';

/** Where the competitor is installed; not a part of the project. */
const FOLDER = join(CACHE, 'bench', 'figure-widget');

const PACKAGES = ['plotly==7.1.0', 'anywidget==0.11.0', 'ipywidgets==8.1.9'];

/** The plotly.js that plotly.py brings, with all kinds of charts. */
export const figureScript = () => join(sitePackages(FOLDER) ?? FOLDER, 'plotly', 'package_data', 'plotly.min.js');

/** Name of its kernel specification. */
export const FIGURE_KERNEL = 'figure-widget';

/**
 * Installs plotly.py with its widget, once, into an environment that sees the packages of `.venv`, with a kernel.
 * @returns {Promise<string>} the folder in which Jupyter finds the kernel and the parts of the widget in JupyterLab
 */
export async function prepareFigureWidget() {
  const share = join(FOLDER, 'share', 'jupyter');
  const spec = join(share, 'kernels', FIGURE_KERNEL, 'kernel.json');
  const python = join(FOLDER, 'bin', 'python');
  // The specification of a checkout that was moved names a Python that is gone.
  if (existsSync(spec) && JSON.parse(readFileSync(spec, 'utf8')).argv[0] === python) return share;
  const log = 'plotly.py';
  await run(venvBin('python'), ['-m', 'venv', '--clear', '--without-pip', FOLDER], { log });
  writeFileSync(join(sitePackages(FOLDER) ?? FOLDER, 'below.pth'), `${sitePackages()}\n`);
  await run(python, ['-m', 'pip', 'install', ...PIP_OPTIONS, ...PACKAGES], { log });
  mkdirSync(join(share, 'kernels', FIGURE_KERNEL), { recursive: true });
  const argv = [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'];
  writeFileSync(spec, JSON.stringify({ argv, display_name: 'FigureWidget', language: 'python' }));
  return share;
}
