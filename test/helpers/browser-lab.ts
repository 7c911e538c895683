import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const TOKEN = 'browser-test';

/** A running JupyterLab over a folder of its own. */
export interface Lab {
  /** The folder that it serves. */
  readonly folder: string;
  /** Address of a page, e.g. `lab/tree/a.ipynb`, with the token. */
  url(path: string): string;
  /** Writes a file into the folder. */
  write(name: string, text: string): void;
  stop(): Promise<void>;
}

/** The application to start, and where its first page is. */
export interface Application {
  python: string;
  module: string;
  /** Class that holds its options. */
  options: string;
  page: string;
  env?: NodeJS.ProcessEnv;
  /** Further options on its command line. */
  args?: string[];
}

/** The JupyterLab that `npm start` opens. */
export const JUPYTERLAB: Application = {
  python: join(ROOT, '.venv', 'bin', 'python'),
  module: 'jupyterlab',
  options: 'LabApp',
  page: 'lab',
};

/** Starts JupyterLab, or what is given, with empty settings; resolves when it answers, rejects with its log when it ends. */
export async function startLab(application: Application = JUPYTERLAB): Promise<Lab> {
  const { python, module, options, page, env } = application;
  const home = mkdtempSync(join(tmpdir(), 'lectern-lab-'));
  const folder = join(home, 'work');
  const settings = join(home, 'settings');
  mkdirSync(folder);
  writeSettings(settings);
  const args = ['-m', module, '--no-browser', '--allow-root', '--ServerApp.port=0'];
  args.push(`--ServerApp.root_dir=${folder}`, `--IdentityProvider.token=${TOKEN}`);
  args.push(`--${options}.expose_app_in_browser=True`, ...(application.args ?? []));
  const server = spawn(python, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      ...env,
      JUPYTER_CONFIG_DIR: join(home, 'config'),
      JUPYTER_DATA_DIR: join(home, 'data'),
      JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
      JUPYTERLAB_SETTINGS_DIR: settings,
      JUPYTERLAB_WORKSPACES_DIR: join(home, 'workspaces'),
    },
  });
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  let log = '';
  const first = new RegExp(`(http://127\\.0\\.0\\.1:\\d+/)${page}\\b`);
  const address = await new Promise<string>((ready, fail) => {
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const shown = log.match(first)?.[1];
      if (shown) ready(shown);
    });
    server.once('exit', (code) => fail(new Error(`${module}: expected it to start, it ended with ${code}:\n${log}`)));
  });
  return {
    folder,
    url: (path) => `${address}${path}${path.includes('?') ? '&' : '?'}token=${TOKEN}`,
    write: (name, text) => writeFileSync(join(folder, name), text),
    stop: async () => {
      server.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** No news prompt, so that nothing lies over the notebook. */
function writeSettings(folder: string): void {
  const plugin = join(folder, '@jupyterlab', 'apputils-extension');
  mkdirSync(plugin, { recursive: true });
  writeFileSync(join(plugin, 'notification.jupyterlab-settings'), '{ "fetchNews": "false", "checkForUpdates": false }');
}
