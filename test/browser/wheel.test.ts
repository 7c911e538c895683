import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LAB_BEFORE } from '../../scripts/setup/lab-before.mjs';
import { inRoot, sitePackages, VENV, venvBin } from '../../scripts/setup/paths.mjs';
import { openWithoutKernel } from '../helpers/browser.js';
import { type Application, JUPYTERLAB } from '../helpers/browser-lab.js';
import { labSession } from '../helpers/browser-session.js';
import { everyView, seeEveryView, writeEveryView } from '../helpers/every-view.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
/** Of a fresh environment with the wheel in it and neither Node nor what this repository installed. */
const env: NodeJS.ProcessEnv = {
  PATH: join(folder, 'environment', 'bin'),
  JUPYTER_PATH: '',
  // Where the parts of the server below it say that they are to be started.
  JUPYTER_CONFIG_PATH: join(VENV, 'etc', 'jupyter'),
  JUPYTERLAB_DIR: join(LAB_BEFORE, 'share', 'jupyter', 'lab'),
};
const session = labSession(installed);

/** Makes the wheel, installs it into a fresh environment, and returns the JupyterLab of that. */
function installed(): Application {
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
  execFileSync(python, pip, { ...quiet, env });
  return { ...JUPYTERLAB, python, env };
}

test('JupyterLab 4.5 shows every kind of view after the wheel is installed where there is no Node', async () => {
  expect(spawnSync('node', ['--version'], { env }).error?.message).toMatch(/ENOENT/);
  const examples = everyView();
  writeEveryView(session.lab.folder, 'every.ipynb', examples);
  const { page, complaints } = await session.open();
  await openWithoutKernel(page, session.lab, 'every.ipynb');
  const version = await page.evaluate(
    () => (window as unknown as { jupyterapp: { version: string } }).jupyterapp.version,
  );
  expect(version).toMatch(/^4\.5\./);
  await seeEveryView(page, examples);
  expect(await page.locator('.lectern-Problem:visible').count()).toBe(0);
  expect(complaints).toEqual([]);
});
