import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { frontEndBin } from '../../scripts/setup/front-ends.mjs';
import { VENV } from '../../scripts/setup/paths.mjs';
import { command } from '../helpers/browser.js';
import { writeCode } from '../helpers/browser-notebook.js';
import { labSession } from '../helpers/browser-session.js';
import { everyView, seeEveryView, writeEveryView } from '../helpers/every-view.js';

const session = labSession(() => ({
  python: frontEndBin('python'),
  module: 'notebook',
  options: 'JupyterNotebookApp',
  page: 'tree',
  // What it shares with JupyterLab is in the environment below its own.
  env: {
    JUPYTER_PATH: [process.env.JUPYTER_PATH ?? [], join(VENV, 'share', 'jupyter')].flat().join(delimiter),
    JUPYTERLAB_DIR: join(VENV, 'share', 'jupyter', 'lab'),
  },
}));

/** Resolves when the kernel of the open notebook has said what it is. */
async function kernelAnswered(): Promise<void> {
  type Session = { ready: Promise<void>; session: { kernel: { info: Promise<unknown> } } };
  const { jupyterapp } = window as unknown as {
    jupyterapp: { shell: { currentWidget: { sessionContext: Session } } };
  };
  const { sessionContext } = jupyterapp.shell.currentWidget;
  await sessionContext.ready;
  await sessionContext.session.kernel.info;
}

test('Jupyter Notebook 7 runs TypeScript cells and shows the views of the extension', async () => {
  writeCode(session.lab.folder, 'lesson.ipynb', [
    'const answer: number = 6 * 7;\nanswer',
    'tensor([[1, 2], [3, 4]])',
    "const wrong: number = 'text';",
  ]);
  const { page } = await session.open();
  await page.goto(session.lab.url('notebooks/lesson.ipynb'));
  await page.getByText('TypeScript (Lectern)').waitFor();
  // The name of the kernel is there before the kernel, and cells that are run too early are not run at all.
  await page.evaluate(kernelAnswered);
  await command(page, 'notebook:run-all-cells', false);
  await page.locator('.jp-OutputArea-output', { hasText: /^42$/ }).waitFor({ timeout: 90_000 });
  await page.locator('.lectern-Tensor canvas').first().waitFor({ timeout: 90_000 });
  const error = page.locator('.jp-OutputArea-output', { hasText: "Type 'string' is not assignable to type 'number'" });
  await error.first().waitFor({ timeout: 90_000 });
  await command(page, 'lectern:show-variables');
  const variables = page.getByRole('region', { name: 'Variables', exact: true });
  await variables.getByRole('button', { name: 'answer' }).waitFor();
  await page.locator('.jp-Notebook .lectern-Tensor').getByText('Tensor[2, 2] f32').click();
  await command(page, 'lectern:open-in-panel');
  const docked = page.locator('.lectern-Docked');
  await docked.getByText('Tensor[2, 2] f32').waitFor();
  expect((await docked.boundingBox())?.height).toBeGreaterThan(200);
  await variables.getByRole('button', { name: 'answer' }).click();
  await docked.getByText('42').waitFor();
  expect(await page.title()).toContain('lesson');
  await page.context().close();
});

test('Jupyter Notebook 7 shows every kind of view in a notebook without a kernel', async () => {
  const examples = everyView();
  writeEveryView(session.lab.folder, 'every.ipynb', examples);
  const { page, complaints } = await session.open();
  await page.goto(session.lab.url('notebooks/every.ipynb'));
  await page.locator('.jp-Dialog').getByRole('button', { name: 'No Kernel' }).click();
  await seeEveryView(page, examples);
  expect(await page.locator('.lectern-Problem:visible').count()).toBe(0);
  // Its own settings are in the environment above, where this server does not look.
  expect(complaints.filter((one) => /lectern|^request to/.test(one))).toEqual([]);
  await page.context().close();
});
