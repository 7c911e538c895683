import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LAB_BEFORE } from '../../scripts/setup/lab-before.mjs';
import { inRoot, sitePackages, VENV, venvBin } from '../../scripts/setup/paths.mjs';
import { openPage, openWithoutKernel, startBrowser } from '../helpers/browser.js';
import { type Lab, startLab } from '../helpers/browser-lab.js';
import { everyView, seeEveryView, writeEveryView } from '../helpers/every-view.js';

let folder: string;
let env: NodeJS.ProcessEnv;
let lab: Lab;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-wheel-'));
  const dist = join(folder, 'dist');
  const fresh = join(folder, 'environment');
  const python = join(fresh, 'bin', 'python');
  const quiet = { stdio: 'pipe' } as const;
  execFileSync(join(LAB_BEFORE, 'bin', 'python'), ['-m', 'hatchling', 'build', '-t', 'wheel', '-d', dist], {
    ...quiet,
    cwd: inRoot('extension'),
  });
  execFileSync(venvBin('python'), ['-m', 'venv', '--without-pip', fresh], quiet);
  // Only JupyterLab is below it, no folder in which the extension lies already.
  writeFileSync(join(sitePackages(fresh) ?? fresh, 'below.pth'), `${sitePackages(LAB_BEFORE)}\n${sitePackages()}\n`);
  const [wheel] = readdirSync(dist);
  const pip = ['-m', 'pip', 'install', '--no-deps', '--no-index', '--disable-pip-version-check', join(dist, wheel)];
  env = {
    PATH: join(fresh, 'bin'),
    JUPYTER_PATH: '',
    // Where the parts of the server below it say that they are to be started.
    JUPYTER_CONFIG_PATH: join(VENV, 'etc', 'jupyter'),
    JUPYTERLAB_DIR: join(LAB_BEFORE, 'share', 'jupyter', 'lab'),
  };
  execFileSync(python, pip, { ...quiet, env });
  lab = await startLab({ python, module: 'jupyterlab', options: 'LabApp', page: 'lab', env });
  browser = await startBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('JupyterLab 4.5 shows every kind of view after the wheel is installed where there is no Node', async () => {
  expect(spawnSync('node', ['--version'], { env }).error?.message).toMatch(/ENOENT/);
  const examples = everyView();
  writeEveryView(lab.folder, 'every.ipynb', examples);
  const { page, complaints } = await openPage(browser);
  await openWithoutKernel(page, lab, 'every.ipynb');
  const version = await page.evaluate(
    () => (window as unknown as { jupyterapp: { version: string } }).jupyterapp.version,
  );
  expect(version).toMatch(/^4\.5\./);
  await seeEveryView(page, examples);
  expect(await page.locator('.lectern-Problem:visible').count()).toBe(0);
  expect(complaints).toEqual([]);
});
