import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, inRoot, sitePackages, venvBin } from './paths.mjs';
import { run } from './process.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';
import { PIP_OPTIONS } from './venv.mjs';

/** The environment of the oldest JupyterLab that the extension is tested with, and of what builds its wheel. */
export const LAB_BEFORE = join(CACHE, 'lab-4.5');

const REQUIREMENTS = inRoot('requirements-lab-4.5.txt');
const STAMP = join(LAB_BEFORE, 'stamp');

/** JupyterLab 4.5 beside the newer one of `.venv`, whose other packages it sees. @type {import('./steps.mjs').Step} */
export const labBefore = {
  name: 'JupyterLab 4.5',
  isDone: () => isFresh(STAMP, key()),
  async run() {
    const log = 'JupyterLab 4.5';
    await run(venvBin('python'), ['-m', 'venv', '--clear', '--without-pip', LAB_BEFORE], { log });
    writeFileSync(join(sitePackages(LAB_BEFORE) ?? LAB_BEFORE, 'below.pth'), `${sitePackages()}\n`);
    const pip = ['-m', 'pip', 'install', ...PIP_OPTIONS, '--no-deps'];
    await run(join(LAB_BEFORE, 'bin', 'python'), [...pip, '-r', REQUIREMENTS], { log });
    writeStamp(STAMP, key());
  },
};

function key() {
  return fingerprint({ texts: [readFileSync(REQUIREMENTS, 'utf8'), String(sitePackages())] });
}
