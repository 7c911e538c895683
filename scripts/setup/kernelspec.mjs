import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { typescriptKey } from './build.mjs';
import { inRoot, VENV } from './paths.mjs';
import { run } from './process.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';
import { stampFile } from './venv.mjs';

/** Where the environment's Jupyter finds the kernel. */
export const KERNELSPEC = join(VENV, 'share', 'jupyter', 'kernels', 'lectern', 'kernel.json');

const MAIN = inRoot('kernel', 'dist', 'main.js');
const STAMP = stampFile('kernelspec');

/** The kernel, made known to the environment's Jupyter. @type {import('./steps.mjs').Step} */
export const kernelspec = {
  name: 'Kernel specification',
  isDone: () => existsSync(KERNELSPEC) && isFresh(STAMP, key()),
  async run() {
    await run(process.execPath, [MAIN, 'install', '--prefix', VENV], { log: 'Kernel specification' });
    writeStamp(STAMP, key());
  },
};

function key() {
  return fingerprint({ texts: [process.execPath, MAIN, typescriptKey()] });
}
