import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, inRoot, sitePackages, venvBin } from './paths.mjs';
import { run } from './process.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';
import { PIP_OPTIONS } from './venv.mjs';

/** The environment of the front ends that only tests run. */
export const FRONT_ENDS = join(CACHE, 'front-ends');

const REQUIREMENTS = inRoot('requirements-front-ends.txt');
const TRANSLATOR = inRoot('kernel', 'papermill');
const STAMP = join(FRONT_ENDS, 'stamp');

/**
 * jupyter console, papermill and nbgrader. They are in an environment of their own that sees the packages of `.venv`:
 * nbgrader adds itself to the JupyterLab of the environment it is in.
 * @type {import('./steps.mjs').Step}
 */
export const frontEnds = {
  name: 'Other front ends',
  isDone: () => isFresh(STAMP, key()),
  async run() {
    await run(venvBin('python'), ['-m', 'venv', '--clear', '--without-pip', FRONT_ENDS], { log: 'Other front ends' });
    writeFileSync(join(sitePackages(FRONT_ENDS) ?? FRONT_ENDS, 'below.pth'), `${sitePackages()}\n`);
    const pip = ['-m', 'pip', 'install', ...PIP_OPTIONS];
    const log = 'Other front ends';
    await run(frontEndBin('python'), [...pip, '-r', REQUIREMENTS, '-c', inRoot('requirements.txt')], { log });
    await run(frontEndBin('python'), [...pip, '--no-deps', TRANSLATOR], { log: 'papermill translator' });
    writeStamp(STAMP, key());
  },
};

/** A program of the front ends' environment. @param {string} name */
export function frontEndBin(name) {
  return join(FRONT_ENDS, 'bin', name);
}

function key() {
  return fingerprint({ texts: [readFileSync(REQUIREMENTS, 'utf8'), String(sitePackages())], paths: [TRANSLATOR] });
}
