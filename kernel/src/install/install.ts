import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKernelSpec } from './kernelspec.js';

/** Where a kernelspec goes: one of the user's, of the Python that is found first, or under a given prefix. */
export type InstallTarget = { kind: 'user' } | { kind: 'sys-prefix' } | { kind: 'prefix'; prefix: string };

const ASSETS = fileURLToPath(new URL('../../assets/', import.meta.url));
const ENTRY = fileURLToPath(new URL('../main.js', import.meta.url));
const NAME = /^[a-z0-9._-]+$/i;

/**
 * Writes the kernelspec and its logos; replaces one that is there.
 *
 * @param name folder name of the spec, by which notebooks refer to it
 * @returns the folder
 * @throws Error when the name is no kernel name or no Python is found for `sys-prefix`
 */
export function installKernelSpec(target: InstallTarget, name: string): string {
  if (!NAME.test(name)) throw new Error(`install: expected a kernel name of letters, digits, - . _, got '${name}'`);
  const folder = join(kernelsFolder(target), name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(createKernelSpec(process.execPath, ENTRY), null, 2)}\n`);
  for (const file of readdirSync(ASSETS)) copyFileSync(join(ASSETS, file), join(folder, file));
  return folder;
}

function kernelsFolder(target: InstallTarget): string {
  if (target.kind === 'prefix') return join(target.prefix, 'share', 'jupyter', 'kernels');
  if (target.kind === 'sys-prefix') return join(pythonPrefix(), 'share', 'jupyter', 'kernels');
  return join(userDataFolder(), 'kernels');
}

/** Jupyter's data folder of the user, by the rules of jupyter_core. */
function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Jupyter');
  if (process.platform === 'win32') return join(APPDATA ?? homedir(), 'jupyter');
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'jupyter');
}

function pythonPrefix(): string {
  if (process.env.VIRTUAL_ENV) return process.env.VIRTUAL_ENV;
  for (const python of ['python3', 'python']) {
    const { status, stdout } = spawnSync(python, ['-c', 'import sys; print(sys.prefix)'], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  throw new Error('install: expected a Python for --sys-prefix, got none on the PATH; use --prefix DIR');
}
