import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TABLE_MIME } from '../../lib/src/view/table/spec.js';
import { tableSpec } from '../../lib/src/view/table/table.js';
import {
  brokenRules,
  openPage,
  openWithKernel,
  openWithoutKernel,
  runAll,
  setTheme,
  startBrowser,
  view,
  type WatchedPage,
} from '../helpers/browser.js';
import { type Lab, startLab } from '../helpers/browser-lab.js';
import { writeCode, writeNotebook } from '../helpers/browser-notebook.js';

let lab: Lab;
let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  lab = await startLab();
  browser = await startBrowser();
  const numbers = Array.from({ length: 9000 }, (_, i) => i);
  const tree = tableSpec(
    { layer: ['net', 'block', 'conv', 'head'], parameters: [null, null, 150, 50] },
    { title: 'net' },
  );
  writeNotebook(lab.folder, 'tables.ipynb', [
    {
      [TABLE_MIME]: tableSpec(
        { run: numbers.map((i) => `run ${i}`), loss: numbers.map((i) => 9000 - i) },
        { title: 'runs' },
      ),
    },
    { [TABLE_MIME]: { ...tree, kind: 'summary', depth: [0, 1, 2, 1], notes: ['Parameters: 200 (0 frozen)'] } },
  ]);
  watched = await openPage(browser);
  await openWithoutKernel(watched.page, lab, 'tables.ipynb');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

async function shown(name: string): Promise<Locator> {
  const found = view(watched.page, name);
  await found.scrollIntoViewIfNeeded();
  return found;
}

const firstRow = (table: Locator) => table.getByRole('row').nth(1).locator('th, td').allTextContents();

test('a long table has only the rows in sight in the page and is walked through by keys', async () => {
  const table = await shown('Table runs');
  await table.getByText('9,000 rows').waitFor();
  expect(await table.getByRole('row').count()).toBeLessThan(80);
  await table.getByRole('region', { name: /^Table runs/ }).focus();
  await watched.page.keyboard.press('ArrowDown');
  await table.getByText('row 1 of 9000: run run 0, loss 9,000', { exact: true }).waitFor();
  await watched.page.keyboard.press('End');
  await table.getByText('row 9000 of 9000: run run 8999, loss 1', { exact: true }).waitFor();
  await table.getByRole('rowheader', { name: 'run 8999' }).waitFor();
  await watched.page.keyboard.press('Escape');
});

test('a heading sorts up, down and back, and the filter leaves the rows that have a text', async () => {
  const table = await shown('Table runs');
  await watched.page.keyboard.press('Home');
  const heading = table.getByRole('columnheader', { name: /loss/ });
  const sort = heading.getByRole('button');
  await sort.click();
  expect(await heading.getAttribute('aria-sort')).toBe('ascending');
  await table.getByRole('searchbox', { name: 'Filter rows' }).fill('run 899');
  await table.getByText('11 rows', { exact: true }).waitFor();
  expect(await firstRow(table)).toEqual(['run 8999', '1']);
  await sort.click();
  expect(await firstRow(table)).toEqual(['run 899', '8,101']);
  await sort.click();
  expect(await heading.getAttribute('aria-sort')).toBe('none');
  const saved = watched.page.waitForEvent('download');
  await table.getByRole('button', { name: 'CSV' }).click();
  expect((await saved).suggestedFilename()).toBe('runs.csv');
});

test('the modules of a summary close and open, by button and by key', async () => {
  const table = await shown('Model summary net');
  await table.getByText('Parameters: 200 (0 frozen)').waitFor();
  const rows = () => table.getByRole('rowheader').allTextContents();
  expect(await rows()).toEqual(['▾net', '▾block', 'conv', 'head']);
  await table.getByRole('button', { name: 'Close block' }).click();
  expect(await rows()).toEqual(['▾net', '▸block', 'head']);
  await table.getByRole('region', { name: /^Model summary net/ }).focus();
  await watched.page.keyboard.press('ArrowDown');
  await watched.page.keyboard.press('ArrowUp');
  await table.getByText(/^row 2 of 3, closed: layer block|^row 1 of 3/).waitFor();
  for (const key of ['Home', 'ArrowDown', 'ArrowRight']) await watched.page.keyboard.press(key);
  expect(await rows()).toEqual(['▾net', '▾block', 'conv', 'head']);
});

test('tables break no accessibility rule, in the light, the dark and the high contrast theme', async () => {
  const { page, complaints } = watched;
  for (const theme of ['JupyterLab Dark', 'JupyterLab Dark High Contrast', 'JupyterLab Light']) {
    await setTheme(page, theme);
    expect(await brokenRules(page, '.lectern-View')).toEqual([]);
  }
  expect(complaints).toEqual([]);
});

test('tables of a running kernel come from tensors, and a summary is the value of a cell', async () => {
  writeCode(lab.folder, 'models.ipynb', [
    `view.table({ x: arange(0, 3, 1), y: arange(0, 3, 1).pow(2) }, { title: 'squares' });`,
    'nn.summary(new nn.Sequential(new nn.Linear(20, 3), new nn.ReLU()), [1, 20])',
  ]);
  const { page, complaints } = await openPage(browser);
  await openWithKernel(page, lab, 'models.ipynb');
  await runAll(page);
  const summary = view(page, 'Model summary Sequential');
  await summary.getByRole('rowheader', { name: 'Linear (0)' }).waitFor();
  await summary.getByText('Parameters: 63 (0 frozen)').waitFor();
  expect(await view(page, 'Table squares').getByRole('row').last().getByRole('cell').allTextContents()).toEqual([
    '2',
    '4',
  ]);
  expect(complaints).toEqual([]);
  await page.context().close();
});
