import { homedir } from 'node:os';
import { join } from 'node:path';

/** Keeps the history of a kernel in memory only. */
export const IN_MEMORY = ':memory:';

/**
 * The file that keeps the history of all kernels: `LECTERN_HISTORY` (a path, or `:memory:` for none), else
 * `lectern/history.sqlite` in Jupyter's data folder.
 */
export function historyFile(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  return env.LECTERN_HISTORY || join(jupyterData(env, platform), 'lectern', 'history.sqlite');
}

function jupyterData(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Jupyter');
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'jupyter');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'jupyter');
}
