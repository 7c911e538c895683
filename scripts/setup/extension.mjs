import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot, VENV } from './paths.mjs';
import { run } from './process.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';
import { stampFile } from './venv.mjs';

/** Where JupyterLab finds the extension. */
export const INSTALLED = join(VENV, 'share', 'jupyter', 'labextensions', '@lectern', 'jupyterlab');

const BUILT = inRoot('extension', 'lectern_jupyterlab', 'labextension');
const STAMP = stampFile('extension');

/** JupyterLab's settings where they differ from its own defaults: a class is not asked about news of JupyterLab. */
const SETTINGS = { '@jupyterlab/apputils-extension:notification': { fetchNews: 'false', checkForUpdates: false } };
const SETTINGS_FILE = join(VENV, 'share', 'jupyter', 'lab', 'settings', 'overrides.json');

/** The built extension, copied to where the environment's JupyterLab looks. @type {import('./steps.mjs').Step} */
export const extensionInstall = {
  name: 'Extension in JupyterLab',
  isDone: () => existsSync(join(INSTALLED, 'package.json')) && isFresh(STAMP, key()),
  async run() {
    await run(process.execPath, [inRoot('extension', 'scripts', 'install.mjs'), VENV], {
      log: 'Extension in JupyterLab',
    });
    writeSettings();
    writeStamp(STAMP, key());
  },
};

function writeSettings() {
  const there = existsSync(SETTINGS_FILE) ? JSON.parse(readFileSync(SETTINGS_FILE, 'utf8')) : {};
  mkdirSync(dirname(SETTINGS_FILE), { recursive: true });
  writeFileSync(SETTINGS_FILE, `${JSON.stringify({ ...SETTINGS, ...there }, null, 2)}\n`);
}

/** The bundle's file names carry hashes of their contents, and its package file names them. */
function key() {
  const built = join(BUILT, 'package.json');
  return fingerprint({ texts: [existsSync(built) ? readFileSync(built, 'utf8') : '', JSON.stringify(SETTINGS)] });
}
