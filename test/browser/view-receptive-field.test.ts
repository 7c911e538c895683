import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RECEPTIVE_FIELD_MIME } from '../../lib/src/view/receptive-field/spec.js';
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
import { fieldsOfTwo } from '../helpers/fields.js';

let lab: Lab;
let browser: Browser;
let watched: WatchedPage;
let page: Page;
let shown: Locator;

beforeAll(async () => {
  lab = await startLab();
  browser = await startBrowser();
  writeNotebook(lab.folder, 'fields.ipynb', [
    { [RECEPTIVE_FIELD_MIME]: fieldsOfTwo() },
    { [RECEPTIVE_FIELD_MIME]: { ...fieldsOfTwo(), layers: [] } },
  ]);
  watched = await openPage(browser);
  page = watched.page;
  await openWithoutKernel(page, lab, 'fields.ipynb');
  shown = view(page, 'Receptive field two');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

test('arrow keys choose an output and page keys its layer, and what it sees is said', async () => {
  await shown.getByText('conv2 [0, 0] sees 7×7: rows 0–5, columns 0–5 of the input and padding').waitFor();
  await shown.getByRole('application').focus();
  for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  await shown.getByText('conv2 [1, 1] sees 7×7: rows 1–7, columns 1–7 of the input').waitFor();
  await page.keyboard.press('PageDown');
  await shown.getByText('conv1 [2, 2] sees 3×3: rows 3–5, columns 3–5 of the input').waitFor();
  expect(await shown.getByRole('combobox', { name: 'layer' }).inputValue()).toBe('1');
});

test('the pointer chooses an output of any layer', async () => {
  const canvas = shown.locator('canvas');
  // The input is 9 cells of 24 wide and 22 apart from the first layer, whose cells are 24 wide too.
  await canvas.hover({ position: { x: 1 + 9 * 24 + 22 + 4.5 * 24, y: 20 + 4.5 * 24 } });
  await shown.getByText('conv1 [4, 4] sees 3×3: rows 7–8, columns 7–8 of the input and padding').waitFor();
});

test('the layer is chosen from a list, and the input shows the gradient or the field alone', async () => {
  await shown.getByRole('combobox', { name: 'layer' }).selectOption('2');
  await shown.getByText(/^conv2 \[0, 0\] sees 7×7/).waitFor();
  const pixels = () => shown.locator('canvas').evaluate((node) => (node as HTMLCanvasElement).toDataURL());
  const gradient = await pixels();
  await shown.getByRole('combobox', { name: 'input' }).selectOption('none');
  expect(await pixels()).not.toBe(gradient);
});

test('the sizes are a table and a file, and what was not followed is said', async () => {
  await shown.getByText('Not followed: fc (Linear).').waitFor();
  await shown.getByRole('button', { name: 'Table' }).click();
  expect((await shown.getByRole('row').nth(2).getByRole('cell').allTextContents()).slice(-3)).toEqual([
    '7×7',
    '2×2',
    '5×5',
  ]);
  const saved = page.waitForEvent('download');
  await shown.getByRole('button', { name: 'CSV' }).click();
  expect((await saved).suggestedFilename()).toBe('two.csv');
});

test('no accessibility rule is broken in any theme, damaged data are a sentence, and nothing complained', async () => {
  await page
    .getByText('Cannot draw: receptive field layers: expected 1 to 1000, got 0.')
    .waitFor({ state: 'attached' });
  for (const theme of ['JupyterLab Light', 'JupyterLab Dark', 'JupyterLab Dark High Contrast']) {
    await setTheme(page, theme);
    expect(await brokenRules(page, '.lectern-View')).toEqual([]);
  }
  expect(watched.complaints).toEqual([]);
});

test('a cell of the notebook shows a module of the library', async () => {
  writeCode(lab.folder, 'run.ipynb', [
    `const net = new nn.Sequential(new nn.Conv2d(1, 4, 3), new nn.MaxPool2d(2), new nn.Conv2d(4, 8, 3));
view.receptiveField(net, { input: rand(28, 28, 1), effective: true, title: 'net' });`,
  ]);
  const running = await openPage(browser);
  await openWithKernel(running.page, lab, 'run.ipynb');
  await runAll(running.page);
  await view(running.page, 'Receptive field net').getByText('the last sees 8×8').waitFor({ timeout: 60_000 });
  expect(running.complaints).toEqual([]);
});
