import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { command, idle, openWithKernel, reload, runAll } from '../helpers/browser.js';
import { writeCode } from '../helpers/browser-notebook.js';
import { closeUncomplaining, labSession } from '../helpers/browser-session.js';

const CELL = `var grown = tensor([1, 2]);
view.tensor(grown, { title: 'small' });`;

const session = labSession();

/** The docked views that have this in them. */
const beside = (page: Page, text: string): Locator => page.locator('.lectern-Docked').getByText(text);

/** Runs the notebook, puts its view and its variable beside it, and waits until both are drawn. */
async function dockBoth(page: Page): Promise<void> {
  await runAll(page);
  await page.locator('.jp-Notebook').getByRole('region', { name: 'Tensor small' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open View in Panel' }).click();
  await beside(page, 'Tensor[2] f32').waitFor();
  await command(page, 'lectern:open-variable', true, { variable: 'grown' });
  await expect.poll(() => beside(page, 'Tensor[2] f32').count()).toBe(2);
}

test('a workspace keeps what stands beside its notebooks, and another one has none of it', async () => {
  writeCode(session.lab.folder, 'work.ipynb', [CELL]);
  const watched = await session.open();
  const { page } = watched;
  await page.goto(session.lab.url('lab/workspaces/side/tree/work.ipynb?reset'));
  await idle(page, 90_000);
  await dockBoth(page);
  await page.getByRole('tab', { name: 'work.ipynb' }).click();
  await command(page, 'docmanager:save');
  const stored = async () => (await page.request.get(session.lab.url('lab/api/workspaces/side'))).text();
  for (const part of ['"lectern-views:', '"lectern-variables:']) await expect.poll(stored).toContain(part);
  await reload(page);
  await expect.poll(() => beside(page, 'Tensor[2] f32').count()).toBe(2);
  await page.goto(session.lab.url('lab'));
  await page.locator('.jp-Launcher').waitFor();
  expect(await page.locator('.lectern-Docked').count()).toBe(0);
  await closeUncomplaining(watched);
});

test('in simple mode a view stands below its notebook, also after a reload and when that mode ends', async () => {
  writeCode(session.lab.folder, 'simple.ipynb', [CELL]);
  const watched = await session.open();
  const { page } = watched;
  await openWithKernel(page, session.lab, 'simple.ipynb');
  await command(page, 'application:toggle-mode');
  await dockBoth(page);
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  const docked = page.locator('.lectern-Docked:visible');
  expect((await docked.boundingBox())?.height).toBeGreaterThan(150);
  await page.locator('.jp-Notebook .jp-InputPrompt').first().click();
  await command(page, 'docmanager:save');
  const stored = async () => (await page.request.get(session.lab.url('lab/api/workspaces/default'))).text();
  for (const part of ['"place"', '"variable"']) await expect.poll(stored).toContain(part);
  await reload(page);
  await expect.poll(() => beside(page, 'Tensor[2] f32').count()).toBe(2);
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  expect((await docked.boundingBox())?.height).toBeGreaterThan(150);
  await command(page, 'application:toggle-mode');
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  await page.getByRole('tab', { name: 'Tensor small' }).click();
  await docked.getByRole('region', { name: 'Tensor small' }).waitFor();
  await closeUncomplaining(watched);
});

test('a variable of a kernel that two notebooks share is shown anew after cells of either', async () => {
  writeCode(session.lab.folder, 'first.ipynb', [CELL]);
  writeCode(session.lab.folder, 'other.ipynb', [CELL.replace('[1, 2]', '[1, 2, 3]')]);
  const watched = await session.open();
  const { page } = watched;
  await openWithKernel(page, session.lab, 'first.ipynb');
  await dockBoth(page);
  await page.evaluate(async () => {
    type Context = {
      session: { kernel: { id: string } };
      changeKernel(to: object): Promise<unknown>;
      ready: Promise<void>;
    };
    type Panel = { sessionContext: Context };
    const { jupyterapp } = window as unknown as {
      jupyterapp: {
        shell: { widgets(area: string): Iterable<Partial<Panel>> };
        commands: { execute(id: string, args: object): Promise<Panel> };
      };
    };
    const first = [...jupyterapp.shell.widgets('main')].find(({ sessionContext }) => sessionContext);
    const id = first?.sessionContext?.session.kernel.id;
    const { sessionContext } = await jupyterapp.commands.execute('docmanager:open', { path: 'other.ipynb' });
    await sessionContext.ready;
    await sessionContext.changeKernel({ id });
  });
  await page.getByRole('tab', { name: 'other.ipynb' }).click();
  await idle(page);
  await runAll(page);
  // The notebook that was opened last may stand before it.
  await beside(page, 'Tensor[3] f32').waitFor({ state: 'attached' });
  expect(await beside(page, 'Tensor[2] f32').count()).toBe(1);
  await page.getByRole('tab', { name: 'first.ipynb' }).click();
  await command(page, 'docmanager:save');
  await command(page, 'application:close', false);
  await beside(page, 'Open first.ipynb, or what it is called now, to see grown again.').waitFor({ state: 'attached' });
  const stored = async () => (await page.request.get(session.lab.url('lab/api/workspaces/default'))).text();
  await expect.poll(stored).not.toContain('"notebook:first.ipynb"');
  await reload(page);
  await page.getByRole('tab', { name: 'Tensor small', exact: true }).click();
  await beside(page, 'Open first.ipynb, or what it is called now, to see this view again.').waitFor();
  // JupyterLab's debugger complains of each answer that a change of the kernel takes away.
  expect(watched.complaints.filter((text) => !text.includes('debugger state'))).toEqual([]);
  await page.context().close();
});
