import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Python environment that every script uses. */
export const VENV = join(ROOT, '.venv');

/** Logs and stamps that do not belong to `.venv`; may be deleted at any time. */
export const CACHE = join(ROOT, '.cache');

/** A path inside the repository. @param {string[]} parts */
export function inRoot(...parts) {
  return join(ROOT, ...parts);
}

/** A program of the Python environment. @param {string} name */
export function venvBin(name) {
  return join(VENV, 'bin', name);
}

/**
 * The `site-packages` of a Python environment, or `undefined` before it is made.
 * @param {string} [environment] Default: the one that every script uses. @returns {string | undefined}
 */
export function sitePackages(environment = VENV) {
  const lib = join(environment, 'lib');
  if (!existsSync(lib)) return undefined;
  const python = readdirSync(lib).find((name) => name.startsWith('python3'));
  return python === undefined ? undefined : join(lib, python, 'site-packages');
}

/** Environment variables for programs that should find the Python environment first. @returns {NodeJS.ProcessEnv} */
export function venvEnv() {
  return { ...process.env, VIRTUAL_ENV: VENV, PATH: `${join(VENV, 'bin')}:${process.env.PATH ?? ''}` };
}
