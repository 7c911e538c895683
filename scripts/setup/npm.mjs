import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { run } from './process.mjs';

/** The npm packages of the lock file. @type {import('./steps.mjs').Step} */
export const npmPackages = {
  name: 'npm packages',
  isDone: () => installedMatchesLock(inRoot('package-lock.json'), inRoot('node_modules', '.package-lock.json')),
  run: () => run('npm', ['ci', '--no-audit', '--no-fund'], { log: 'npm packages' }),
};

/**
 * Whether what npm noted in `node_modules` is what the lock file asks for. Optional packages (other platforms' binaries)
 * may be missing.
 * @param {string} lockFile @param {string} installedFile
 */
export function installedMatchesLock(lockFile, installedFile) {
  if (!existsSync(installedFile)) return false;
  const wanted = readPackages(lockFile);
  const installed = readPackages(installedFile);
  return Object.entries(wanted).every(([path, { version, link, optional, peer }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const there = installed[path];
    if (there === undefined) return optional === true || peer === true;
    return link === true || there.version === version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, link?: boolean, optional?: boolean, peer?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}
