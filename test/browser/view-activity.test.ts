import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { UNITS_MIME } from '../../lib/src/view/units/spec.js';
import { unitsSpec } from '../../lib/src/view/units/units.js';
import {
  brokenRules,
  openPage,
  openWithKernel,
  openWithoutKernel,
  runAll,
  setTheme,
  startBrowser,
  view,
} from '../helpers/browser.js';
import { type Lab, startLab } from '../helpers/browser-lab.js';
import { writeCode, writeNotebook } from '../helpers/browser-notebook.js';
import { readable } from '../helpers/readable.js';

/** Four samples; units: rising, dead, constant, twice the first, falling. */
const layer = readable([4, 5], [1, 0, 2, 2, 3, 2, 0, 2, 4, 2, 3, 0, 2, 6, 1, 0, 0, 2, 0, 4]);

let lab: Lab;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  lab = await startLab();
  browser = await startBrowser();
  writeNotebook(lab.folder, 'activity.ipynb', [
    { [UNITS_MIME]: unitsSpec(layer, { title: 'hidden', color: [0, 1, 1, 0], classes: ['cat', 'dog'] }) },
    { [UNITS_MIME]: { version: 1, units: 'many' } },
  ]);
  ({ page, complaints } = await openPage(browser));
  await openWithoutKernel(page, lab, 'activity.ipynb');
}, 120_000);

beforeEach(() => setTheme(page, 'JupyterLab Light'));

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

async function shown(name: string): Promise<Locator> {
  const found = view(page, name);
  await found.scrollIntoViewIfNeeded();
  return found;
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const pixels = (canvas: Locator) => canvas.evaluate((node) => (node as HTMLCanvasElement).toDataURL());

test('a matrix of activations names the units that are of no use', async () => {
  const units = await shown('Units hidden');
  await units.getByText('1 dead', { exact: true }).waitFor();
  await units.getByText('Dead (0 for every sample): 1. Constant: 2. Alike: 0 = 3.').waitFor();
});

test('each activation is read to the keyboard and the pointer, samples by class', async () => {
  const units = await shown('Units hidden');
  await units.getByRole('application').focus();
  await press('ArrowRight', 'ArrowDown');
  await units.getByText(/^unit 0, sample 3 \(cat\) = 0 {2}zeros 25 % {2}μ=1.5$/).waitFor();
  await press('ArrowRight');
  await units.getByText(/^unit 1, sample 3 \(cat\) = 0 .*dead$/).waitFor();
  await units.locator('canvas').hover({ position: { x: 20, y: 36 } });
  await units.getByText(/^unit 0, sample 0 \(cat\) = 1/).waitFor();
});

test('Enter lists the samples that excite a unit most, Escape leaves it', async () => {
  const units = await shown('Units hidden');
  await units.getByRole('application').focus();
  await press('Home', 'Enter');
  expect(await units.getByRole('listitem').allTextContents()).toEqual([
    'sample 2 (dog) 3',
    'sample 1 (dog) 2',
    'sample 0 (cat) 1',
    'sample 3 (cat) 0',
  ]);
  await units.getByText('Mean answer: dog 2.5, cat 0.5.').waitFor();
  await press('ArrowRight', 'Enter');
  await units.getByText('unit 1 is dead: it answers 0 to every sample.').waitFor();
  await press('Escape');
  await units.getByText(/is dead: it answers/).waitFor({ state: 'detached' });
});

test('units are sorted, correlated and listed', async () => {
  const units = await shown('Units hidden');
  await units.getByRole('button', { name: 'Table' }).click();
  const names = () => units.getByRole('rowheader').allTextContents();
  expect(await names()).toEqual(['0', '1', '2', '3', '4']);
  await units.getByRole('combobox', { name: 'units' }).selectOption('zeros');
  expect(await names()).toEqual(['1', '0', '3', '2', '4']);
  await units.getByRole('combobox', { name: 'units' }).selectOption('index');
  const canvas = units.locator('canvas');
  const activations = await pixels(canvas);
  await units.getByRole('combobox', { name: 'show' }).selectOption('correlation');
  expect(await pixels(canvas)).not.toBe(activations);
  await units.getByRole('application').focus();
  await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await units.getByText('unit 0 and unit 4: correlation −1', { exact: true }).waitFor();
  await units.getByRole('combobox', { name: 'show' }).selectOption('activations');
  await units.getByRole('button', { name: 'dog 2' }).click();
  await units.getByRole('application').focus();
  await press('ArrowDown', 'ArrowDown', 'ArrowDown');
  await units.getByText(/^unit 0, sample 3 \(cat\) = 0/).waitFor();
  for (const format of ['CSV', 'PNG']) {
    const saved = page.waitForEvent('download');
    await units.getByRole('button', { name: format }).click();
    expect((await saved).suggestedFilename()).toBe(`hidden.${format.toLowerCase()}`);
  }
});

test('damaged data are explained', async () => {
  await page
    .getByText('Cannot draw: units units: expected a whole number from 0, got "many".')
    .waitFor({ state: 'attached' });
});

test('the views break no accessibility rule in any theme and complain about nothing', async () => {
  for (const theme of ['JupyterLab Light', 'JupyterLab Dark', 'JupyterLab Dark High Contrast']) {
    await setTheme(page, theme);
    expect(await brokenRules(page, '.lectern-View')).toEqual([]);
  }
  expect(complaints).toEqual([]);
});

test('a cell shows tensors of the library', async () => {
  writeCode(lab.folder, 'run.ipynb', [`view.units(randn(30, 12).relu(), { title: 'live' });`]);
  const { page, complaints } = await openPage(browser);
  await openWithKernel(page, lab, 'run.ipynb');
  await runAll(page);
  await view(page, 'Units live').getByText('30 samples × 12 units').waitFor();
  expect(complaints).toEqual([]);
});
