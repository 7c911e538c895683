import { existsSync } from 'node:fs';
import { CACHE, inRoot } from './paths.mjs';
import { run } from './process.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';

/** The compiler; `node_modules/.bin/tsc` may be an older one. */
export const TSC = inRoot('node_modules', 'typescript', 'bin', 'tsc');

const CONFIG = ['tsconfig.base.json', 'tsconfig.json', 'package-lock.json'];

/** The library and the kernel, compiled. @type {import('./steps.mjs').Step} */
export const typescriptBuild = {
  name: 'Library and kernel',
  isDone: () => isBuilt('typescript', typescriptKey(), ['lib/dist/index.js', 'kernel/dist/main.js']),
  async run() {
    const key = typescriptKey();
    await run(process.execPath, [TSC, '-b', 'lib', 'kernel'], { log: 'Library and kernel' });
    writeStamp(stamp('typescript'), key);
  },
};

/** The JupyterLab extension, compiled and bundled. @type {import('./steps.mjs').Step} */
export const extensionBuild = {
  name: 'JupyterLab extension',
  isDone: () => isBuilt('extension', extensionKey(), ['extension/lectern_jupyterlab/labextension/package.json']),
  async run() {
    const key = extensionKey();
    await run(process.execPath, [TSC, '-b', 'extension'], { log: 'JupyterLab extension types' });
    await run(process.execPath, ['scripts/bundle.mjs'], { log: 'JupyterLab extension', cwd: inRoot('extension') });
    writeStamp(stamp('extension'), key);
  },
};

/** What the compiled library and kernel depend on. */
export function typescriptKey() {
  return sourcesKey(['lib', 'kernel']);
}

/** What the bundled extension depends on: it takes the types of the views from the library. */
export function extensionKey() {
  return sourcesKey(['extension', 'lib/src/view']);
}

/** @param {string[]} folders */
function sourcesKey(folders) {
  return fingerprint({ texts: [process.version], paths: [...folders, ...CONFIG].map((path) => inRoot(path)) });
}

/** @param {string} name @param {string} key @param {string[]} outputs */
function isBuilt(name, key, outputs) {
  return isFresh(stamp(name), key) && outputs.every((path) => existsSync(inRoot(path)));
}

/** @param {string} name */
function stamp(name) {
  return `${CACHE}/stamps/${name}`;
}
