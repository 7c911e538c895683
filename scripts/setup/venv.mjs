import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, VENV, venvBin } from './paths.mjs';
import { attempt, run } from './process.mjs';
import { findPython } from './python.mjs';
import { explain, SetupError } from './setup-error.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';

const REQUIREMENTS = inRoot('requirements.txt');
const STAMP = stampFile('python');

/** `.venv` with JupyterLab and everything it needs, at the versions of `requirements.txt`. @type {import('./steps.mjs').Step} */
export const pythonEnvironment = {
  name: 'Python environment',
  isDone: () => existsSync(venvBin('python')) && isFresh(STAMP, key()),
  async run() {
    if (!existsSync(venvBin('python'))) await makeEnvironment();
    keepOutOfModuleScope();
    await pipInstall(['-r', REQUIREMENTS], 'Python environment');
    writeStamp(STAMP, key());
  },
};

/** Where a step notes in the environment what it did. @param {string} name */
export function stampFile(name) {
  return join(VENV, 'share', 'lectern', 'stamps', name);
}

/** Installs Python packages into the environment. @param {string[]} args @param {string} log */
export function pipInstall(args, log) {
  return run(venvBin('python'), ['-m', 'pip', 'install', ...PIP_OPTIONS, ...args], { log });
}

/** Options of every pip call. */
export const PIP_OPTIONS = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];

async function makeEnvironment() {
  const python = findPython();
  const fix = `install python3-venv (Debian: apt-get install python${python.version}-venv)`;
  if (!python.venv) throw new SetupError(`Python environment: ${python.path} cannot make environments`, fix);
  const { ok, output, logFile } = await attempt(python.path, ['-m', 'venv', '--clear', VENV], { log: 'python venv' });
  if (ok) return;
  if (/ensurepip/.test(output)) throw new SetupError('Python environment: ensurepip is missing or broken', fix);
  throw explain('Python environment', output, logFile);
}

/** JupyterLab runs a CommonJS script of its own; our `"type": "module"` above `.venv` would break it. */
function keepOutOfModuleScope() {
  mkdirSync(VENV, { recursive: true });
  writeFileSync(join(VENV, 'package.json'), '{ "private": true, "type": "commonjs" }\n');
}

function key() {
  return fingerprint({ texts: [readFileSync(REQUIREMENTS, 'utf8'), VENV] });
}
