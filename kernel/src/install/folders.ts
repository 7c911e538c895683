import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a kernelspec goes: one of the user's, of the Python that is found first, or under a given prefix. */
export type InstallTarget = { kind: 'user' } | { kind: 'sys-prefix' } | { kind: 'prefix'; prefix: string };

/**
 * The folder that holds the kernelspecs of a target.
 *
 * @throws Error when no Python is found for `sys-prefix`
 */
export function kernelsFolder(target: InstallTarget): string {
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
