// Bundles dist/ into lectern_jupyterlab/labextension, the folder that JupyterLab serves. Needs nothing but node_modules.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const extension = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const builder = require.resolve('@jupyter/builder/lib/build-labextension.js');
const core = require.resolve('@jupyterlab/core-meta/core.package.json');
const args = [builder, '--core-package-file', core, ...process.argv.slice(2), extension];
const run = spawnSync(process.execPath, args, { cwd: extension, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
if (run.status !== 0) {
  process.stderr.write(`${run.stdout}${run.stderr}`);
  process.exit(run.status ?? 1);
}
process.stdout.write('bundled lectern_jupyterlab/labextension\n');
