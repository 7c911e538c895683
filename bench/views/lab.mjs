/// <reference lib="dom" />
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/setup/chromium.mjs';
import { VENV, venvBin } from '../../scripts/setup/paths.mjs';

const TOKEN = 'bench';

/** Charts in space need WebGL, which is drawn by software where there is no graphics card. */
const BROWSER_OPTIONS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** @typedef {import('playwright-core').Page} Page */

/**
 * JupyterLab over an empty folder, and Chromium.
 * @typedef {object} Desk
 * @property {() => Promise<Page>} newPage
 * @property {(page: Page, name: string, kernel: string, sources: string[]) => Promise<void>} open Writes a notebook and opens it
 *   with its kernel in a workspace of its own.
 * @property {() => Promise<void>} close
 */

/** @param {string[]} share Folders, beside those of the environment, in which Jupyter finds kernels and extensions. @returns {Promise<Desk>} */
export async function openDesk(share) {
  const home = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
  const folder = join(home, 'work');
  mkdirSync(folder);
  const paths = [process.env.JUPYTER_PATH ?? [], ...share, join(VENV, 'share', 'jupyter')].flat();
  const options = ['--no-browser', '--allow-root', '--ServerApp.port=0', `--ServerApp.root_dir=${folder}`];
  options.push(`--IdentityProvider.token=${TOKEN}`, '--LabApp.expose_app_in_browser=True');
  const server = spawn(venvBin('python'), ['-m', 'jupyterlab', ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      JUPYTER_PATH: paths.join(delimiter),
      JUPYTER_CONFIG_DIR: join(home, 'config'),
      JUPYTER_RUNTIME_DIR: join(home, 'runtime'),
      JUPYTERLAB_SETTINGS_DIR: join(home, 'settings'),
      JUPYTERLAB_WORKSPACES_DIR: join(home, 'workspaces'),
    },
  });
  const address = await addressOf(server);
  /** @type {import('playwright-core').Browser[]} */
  const browsers = [];
  return {
    async newPage() {
      // In a browser of its own, so that what one page has its graphics process draw holds up no other page.
      const browser = await chromium.launch({ executablePath: findChromium(), args: BROWSER_OPTIONS });
      browsers.push(browser);
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.once('close', () => void browser.close());
      return page;
    },
    async open(page, name, kernel, sources) {
      const cells = sources.map((source, i) => ({
        cell_type: 'code',
        id: `cell-${i}`,
        execution_count: null,
        metadata: {},
        source,
        outputs: [],
      }));
      const metadata = { kernelspec: { name: kernel, display_name: kernel, language: '' } };
      writeFileSync(join(folder, `${name}.ipynb`), JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
      await page.goto(`${address}/lab/workspaces/${name}/tree/${name}.ipynb?reset&token=${TOKEN}`);
      const opened = await page.waitForFunction(
        () => {
          const shell = /** @type {any} */ (window).jupyterapp?.shell;
          const status = shell?.currentWidget?.context?.sessionContext?.session?.kernel?.status;
          return status === 'idle' ? status : document.querySelector('.jp-Dialog-body')?.textContent;
        },
        undefined,
        { timeout: 90_000 },
      );
      const said = await opened.jsonValue();
      if (said !== 'idle') throw new Error(`bench views: no kernel for ${name}: ${said}`);
    },
    async close() {
      for (const browser of browsers) await browser.close();
      server.kill('SIGTERM');
      await new Promise((done) => server.once('exit', done));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** @param {import('node:child_process').ChildProcess} server @returns {Promise<string>} */
function addressOf(server) {
  let log = '';
  return new Promise((found, fail) => {
    server.stderr?.setEncoding('utf8').on('data', (text) => {
      log += text;
      const address = log.match(/http:\/\/127\.0\.0\.1:\d+(?=\/lab)/);
      if (address) found(address[0]);
    });
    server.once('exit', (code) => fail(new Error(`bench views: JupyterLab ended with ${code}:\n${log}`)));
  });
}
