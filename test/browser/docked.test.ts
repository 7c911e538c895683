import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { command, idle, reload, restartKernel, runAll, save } from '../helpers/browser.js';
import { labSession, liveNotebook } from '../helpers/browser-session.js';

const CELL = `var grown = tensor([1, 2]);
view.tensor(grown, { title: 'small' });
view.tensor(tensor([7]).add(grown.shape[0]), { title: 'sum' });`;

const session = labSession();
// Wide enough for the whole toolbar of a notebook beside views.
const live = liveNotebook(session, [CELL, '// below'], { viewport: { width: 1920, height: 900 } });
let page: Page;

beforeAll(() => {
  ({ page } = live);
});

/** What the first cell says to make a vector of `size` values. */
const cell = (size: number) => CELL.replace('[1, 2]', JSON.stringify(Array.from({ length: size }, (_, i) => i)));

/** What is beside the notebook, with this in it. */
const beside = (text: string | RegExp): Locator => page.locator('.lectern-Docked').getByText(text);

/** Waits until the view of the vector and the variable beside the notebook both have `size` values. */
async function bothHave(size: number): Promise<void> {
  await expect.poll(() => beside(`Tensor[${size}] f32`).count()).toBe(2);
}

/** Puts a view of the notebook beside it. */
async function dock(name: string): Promise<void> {
  const output = page.locator('.jp-Notebook').getByRole('region', { name, exact: true });
  await output.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open View in Panel' }).click();
  await page.getByRole('tab', { name, exact: true }).waitFor();
}

/** Replaces what the first cell of the notebook in front says, and runs it. */
async function runInstead(code: string): Promise<void> {
  await page.locator('.jp-NotebookPanel:visible .jp-Cell .cm-content').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(code);
  await command(page, 'notebook:run-cell');
}

const rerun = (size: number) => runInstead(cell(size));

/** Renames a file as the file browser does. */
function rename(from: string, to: string): Promise<void> {
  return page.evaluate(
    async ([from, to]) => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: { serviceManager: { contents: { rename(from: string, to: string): Promise<unknown> } } };
      };
      await jupyterapp.serviceManager.contents.rename(from, to);
    },
    [from, to] as const,
  );
}

/** Waits until JupyterLab, which does it a while after each change, has stored what stands beside notebooks. */
async function stored(...parts: string[]): Promise<void> {
  const data = () =>
    page.evaluate(async () => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: { serviceManager: { workspaces: { fetch(id: string): Promise<{ data: object }> } } };
      };
      return JSON.stringify((await jupyterapp.serviceManager.workspaces.fetch('default')).data);
    });
  for (const part of parts) await expect.poll(data).toContain(part);
}

test('views and variables beside a notebook follow it when it is renamed', async () => {
  await runAll(page);
  await dock('Tensor small');
  await command(page, 'lectern:open-variable', true, { variable: 'grown', path: 'live.ipynb' });
  await bothHave(2);
  await page.getByRole('tab', { name: 'live.ipynb' }).click();
  await command(page, 'docmanager:rename', false);
  const dialog = page.locator('.jp-Dialog');
  await dialog.getByRole('textbox').fill('moved.ipynb');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('tab', { name: 'moved.ipynb' }).waitFor();
  await rerun(3);
  await bothHave(3);
});

test('two views of one cell stand beside it, each of them once, and take no more of its width', async () => {
  const width = async () => (await page.locator('.jp-NotebookPanel').boundingBox())?.width;
  const before = await width();
  await dock('Tensor sum');
  await beside('Tensor[1] f32').waitFor();
  await dock('Tensor sum');
  await dock('Tensor small');
  expect(await page.locator('.lectern-Docked:visible').count()).toBe(3);
  expect(await width()).toBe(before);
});

test('after a reload they are there, the variable asked of the same kernel, and follow it on', async () => {
  await page.getByRole('tab', { name: 'moved.ipynb' }).click();
  await save(page);
  await stored('"place":0', '"place":1', '"variable":"grown"', '"notebook:moved.ipynb');
  await reload(page);
  await bothHave(3);
  await beside('Tensor[1] f32').waitFor();
  for (const name of ['Tensor small', 'Tensor sum', 'grown'])
    await page.getByRole('tab', { name, exact: true }).waitFor();
  await page.getByRole('tab', { name: 'moved.ipynb' }).click();
  await rerun(4);
  await bothHave(4);
});

test('a variable that is gone with a restart says what to do, also after a reload, and comes back', async () => {
  const gone = beside('There is no variable grown in the kernel now; run the cell that declares it.');
  await restartKernel(page);
  await gone.waitFor();
  await idle(page);
  await save(page);
  await reload(page);
  await gone.waitFor();
  expect(await beside('Tensor[4] f32').count()).toBe(1);
  await idle(page);
  await page.getByRole('tab', { name: 'moved.ipynb' }).click();
  await rerun(5);
  await bothHave(5);
  await gone.waitFor({ state: 'hidden' });
});

test('a notebook that was renamed while the page was away is known by its cell and its kernel', async () => {
  await save(page);
  await page.goto('about:blank');
  const { request } = page;
  const sessions = (await (await request.get(session.lab.url('api/sessions'))).json()) as { id: string }[];
  const path = 'renamed.ipynb';
  expect((await request.patch(session.lab.url('api/contents/moved.ipynb'), { data: { path } })).ok()).toBe(true);
  await request.patch(session.lab.url(`api/sessions/${sessions[0].id}`), { data: { path, name: path } });
  await page.goto(session.lab.url(`lab/tree/${path}`));
  await bothHave(5);
  await page
    .getByRole('tab', { name: 'Tensor small' })
    .and(page.getByTitle(/From renamed\.ipynb/))
    .waitFor();
  await page
    .getByRole('tab', { name: 'grown' })
    .and(page.getByTitle(/From renamed\.ipynb/))
    .waitFor();
});

test('a view follows its cell when that is moved, or deleted and brought back', async () => {
  await page.getByRole('tab', { name: 'renamed.ipynb' }).click();
  await page.locator('.jp-NotebookPanel:visible .jp-Cell').first().locator('.jp-InputPrompt').click();
  await command(page, 'notebook:move-cell-down');
  await command(page, 'notebook:move-cell-up');
  await rerun(6);
  await bothHave(6);
  await command(page, 'notebook:enter-command-mode');
  await command(page, 'notebook:delete-cell');
  const deleted = beside('The cell of this view is no longer in renamed.ipynb; undo that, or close this view.');
  await expect.poll(() => deleted.count()).toBe(2);
  await command(page, 'notebook:undo-cell-action');
  await expect.poll(() => deleted.filter({ visible: true }).count()).toBe(0);
  await rerun(7);
  await bothHave(7);
});

test('a view says that its cell shows it no longer, keeps what it showed last, and is drawn when it is back', async () => {
  const last = beside('The cell of this view in renamed.ipynb no longer shows it; this is what it showed last.');
  await command(page, 'notebook:clear-cell-output');
  await expect.poll(() => last.count()).toBe(2);
  await bothHave(7);
  await runInstead('grown.shape;');
  await idle(page);
  await expect.poll(() => last.count()).toBe(2);
  await rerun(7);
  await expect.poll(() => last.count()).toBe(0);
});

test('they wait for a notebook that is closed, follow it when it is open again, and never a copy of it', async () => {
  await save(page);
  await command(page, 'application:close', false);
  await beside('Open renamed.ipynb, or what it is called now, to see grown again.').waitFor();
  const copy = await page.request.post(session.lab.url('api/contents'), { data: { copy_from: 'renamed.ipynb' } });
  const { path } = (await copy.json()) as { path: string };
  await command(page, 'docmanager:open', true, { path });
  await idle(page);
  await rerun(8);
  await page.locator('.jp-Notebook').getByText('Tensor[8] f32').waitFor();
  await bothHave(7);
  await command(page, 'docmanager:open', true, { path: 'renamed.ipynb' });
  await page.getByRole('tab', { name: 'renamed.ipynb' }).click();
  await idle(page);
  await rerun(9);
  await bothHave(9);
});

test('they follow a notebook into another folder, and a folder that is renamed', async () => {
  await page.request.put(session.lab.url('api/contents/week'), { data: { type: 'directory' } });
  await rename('renamed.ipynb', 'week/renamed.ipynb');
  await rename('week', 'day');
  await page
    .getByRole('tab', { name: 'grown' })
    .and(page.getByTitle(/From day\/renamed\.ipynb/))
    .waitFor();
  await rerun(10);
  await bothHave(10);
  // JupyterLab itself asks for files by the names that they had.
  expect(live.complaints.filter((text) => !/(live|moved|renamed)\.ipynb\?/.test(text))).toEqual([]);
});
