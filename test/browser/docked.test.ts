import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { command, runAll } from '../helpers/browser.js';
import { labSession, liveNotebook } from '../helpers/browser-session.js';

const CELL = `var grown = tensor([1, 2]);
view.tensor(grown, { title: 'small' });`;

/** How long things may take on a busy machine. */
const SOON = { timeout: 30_000 };

const session = labSession();
const live = liveNotebook(session, [CELL]);

/** The docked view with this in it. */
const docked = (text: string): Locator => live.page.locator('.lectern-Docked').getByText(text);

test('views and variables beside a notebook follow it when it is renamed', async () => {
  const { page } = live;
  await runAll(page);
  const output = await live.shown('Tensor small');
  await output.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open View in Panel' }).click();
  await command(page, 'lectern:open-variable', true, { variable: 'grown', path: 'live.ipynb' });
  await expect.poll(() => docked('Tensor[2] f32').count(), SOON).toBe(2);
  await page.getByRole('tab', { name: 'live.ipynb' }).click();
  await command(page, 'docmanager:rename', false);
  const dialog = page.locator('.jp-Dialog');
  await dialog.getByRole('textbox').fill('moved.ipynb');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('tab', { name: 'moved.ipynb' }).waitFor();
  await page.locator('.jp-Notebook .cm-content').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(CELL.replace('[1, 2]', '[1, 2, 3]'));
  await command(page, 'notebook:run-cell');
  await expect.poll(() => docked('Tensor[3] f32').count(), SOON).toBe(2);
});

test('a view beside a notebook that was renamed is there after a reload', async () => {
  const { page } = live;
  await page.getByRole('tab', { name: 'Tensor small' }).click();
  await page.getByRole('tab', { name: 'moved.ipynb' }).click();
  await command(page, 'docmanager:save');
  const restored = () =>
    page.evaluate(async () => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: { serviceManager: { workspaces: { fetch(id: string): Promise<{ data: object }> } } };
      };
      const { data } = await jupyterapp.serviceManager.workspaces.fetch('default');
      return JSON.stringify((data as Record<string, unknown>)['layout-restorer:data']);
    });
  // JupyterLab stores what stands where a while after it has changed.
  await expect.poll(restored, SOON).toContain('moved.ipynb');
  await expect.poll(restored, SOON).not.toContain('live.ipynb');
  await page.reload();
  await docked('Tensor[3] f32').waitFor(SOON);
  await page.getByRole('tab', { name: 'Tensor small' }).hover();
  // JupyterLab itself asks for the old file once more.
  expect(live.complaints.filter((text) => !text.includes('live.ipynb?content=0'))).toEqual([]);
});
