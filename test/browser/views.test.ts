import { beforeAll, describe, expect, test } from 'vitest';
import { tensorSpec } from '../../lib/src/view/tensor/tensor.js';
import { hasFocus, openWithoutKernel, pointCounts, reload, view, type WatchedPage } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import {
  tensorBundle,
  trainingBundle,
  trainingSeries,
  trainingSpec,
  writeNotebook,
} from '../helpers/browser-notebook.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { closeUncomplaining, labSession } from '../helpers/browser-session.js';

const SHAPE = [3, 4, 5];
/** The value at [i, j, k] is 100 i + 10 j + k + 0.1, so that a wrong index shows. */
const values = Float32Array.from({ length: 60 }, (_, flat) => {
  const [i, j, k] = [Math.floor(flat / 20), Math.floor(flat / 5) % 4, flat % 5];
  return 100 * i + 10 * j + k + 0.1;
});
const special = Float32Array.from([1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -2, 0]);
const losses = Array.from({ length: 3000 }, (_, i) => 2 / (1 + i / 100) + 0.1 * Math.sin(i));
const accuracies = [0.5, 0.75, 0.9, 0.96];

const session = labSession();

beforeAll(() => {
  const float = { dtype: 'float32' as const };
  const long = { shape: [2000, 1000], values: new Float32Array(2_000_000).fill(0.5), ...float };
  const first = trainingSpec([
    trainingSeries('loss', 'loss', losses),
    trainingSeries('valLoss', 'loss', losses.slice(0, 10)),
    trainingSeries('accuracy', 'accuracy', accuracies),
  ]);
  writeNotebook(session.lab.folder, 'saved.ipynb', [
    tensorBundle(tensorSpec({ shape: SHAPE, values, ...float }, { title: 'cube', axes: ['depth', 'height', 'width'] })),
    tensorBundle(tensorSpec({ shape: [2, 3], values: special, ...float }, { title: 'odd' })),
    tensorBundle(tensorSpec({ shape: [], values: Float32Array.of(0.1), ...float }, { title: 'scalar' })),
    tensorBundle(tensorSpec(long, { title: 'long' })),
    trainingBundle(first),
    { 'application/vnd.lectern.tensor.v1+json': { version: 1, shape: [2], dtype: 'complex' } },
  ]);
});

async function open(): Promise<WatchedPage> {
  const watched = await session.open();
  await openWithoutKernel(watched.page, session.lab, 'saved.ipynb');
  return watched;
}

test('costs JupyterLab at most 50 kB before a view is shown', async () => {
  const { page, complaints } = await session.open();
  const loaded: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.url().includes('/extensions/@lectern/')) loaded.push(response.body().then((body) => body.length));
  });
  await page.goto(session.lab.url('lab?reset'));
  await page.locator('.jp-Launcher').waitFor();
  await page.waitForLoadState('networkidle');
  const bytes = (await Promise.all(loaded)).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThan(50_000);
  await closeUncomplaining({ page, complaints });
});

describe('a notebook opened with no kernel and without trust', () => {
  test('shows the value and index under the pointer, and keeps it when clicked', async () => {
    const { page, complaints } = await open();
    const cube = view(page, 'Tensor cube');
    const canvas = cube.locator('canvas');
    // Cells of 40 pixels start 31 right and 34 below the canvas's corner: row 2, column 3 is here.
    await canvas.hover({ position: { x: 31 + 3 * 40 + 20, y: 34 + 2 * 40 + 20 } });
    await cube.getByText('[0, 2, 3] = 23.1', { exact: true }).waitFor();
    await canvas.click({ position: { x: 31 + 20, y: 34 + 20 } });
    await cube.getByText('pinned [0, 0, 0] = 0.1').waitFor();
    await page.mouse.move(5, 5);
    await cube.getByText('Point at a cell').waitFor();
    expect(await cube.getByText('pinned [0, 0, 0] = 0.1').count()).toBe(1);
    await closeUncomplaining({ page, complaints });
  });

  test('moves the cursor with the arrow keys, not the selected notebook cell, and leaves Ctrl+S to JupyterLab', async () => {
    const { page, complaints } = await open();
    const cube = view(page, 'Tensor cube');
    await cube.getByRole('application').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'PageDown']) await page.keyboard.press(key);
    await cube.getByText('[1, 1, 1] = 111.1', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await cube.getByText('pinned [1, 1, 1] = 111.1').waitFor();
    await page.keyboard.press('End');
    await cube.getByText('[1, 1, 4] = 114.1', { exact: true }).waitFor();
    expect(await hasFocus(cube.getByRole('application'))).toBe(true);
    const unsaved = page.locator('.lm-TabBar-tab.jp-mod-dirty');
    expect(await unsaved.count()).toBe(1);
    await page.keyboard.press('Control+s');
    await unsaved.waitFor({ state: 'detached' });
    await closeUncomplaining({ page, complaints });
  });

  test('changes the slice with a slider and the axes with the lists', async () => {
    const { page, complaints } = await open();
    const cube = view(page, 'Tensor cube');
    await cube.getByRole('slider', { name: 'axis 0 (depth)' }).fill('2');
    await cube.getByRole('button', { name: 'Table' }).click();
    await cube.getByText('cube[2, :, :]: 4 × 5 values').waitFor();
    const row = () => cube.getByRole('row').nth(1).getByRole('cell').allTextContents();
    expect(await row()).toEqual(['200.1', '201.1', '202.1', '203.1', '204.1']);
    await cube.getByRole('combobox', { name: 'rows' }).selectOption('0');
    await cube.getByText('cube[:, 0, :]: 3 × 5 values').waitFor();
    await cube.getByRole('spinbutton', { name: 'axis 1 (height)' }).fill('3');
    await page.keyboard.press('Tab');
    await cube.getByText('cube[:, 3, :]: 3 × 5 values').waitFor();
    expect(await row()).toEqual(['30.1', '31.1', '32.1', '33.1', '34.1']);
    await closeUncomplaining({ page, complaints });
  });

  test('names what is not a number, says what was cut, and explains an output that it cannot draw', async () => {
    const { page, complaints } = await open();
    const odd = view(page, 'Tensor odd');
    expect(await odd.getByText(/^1 (NaN|\+Inf|−Inf)$/).allTextContents()).toEqual(['1 NaN', '1 +Inf', '1 −Inf']);
    await odd.getByRole('button', { name: 'Table' }).click();
    expect(await odd.getByRole('cell').allTextContents()).toEqual([
      '1',
      'NaN',
      '+Inf',
      '−Inf',
      '-2'.replace('-', '−'),
      '0',
    ]);
    expect(await view(page, 'Tensor scalar').locator('output').textContent()).toBe('0.1');
    const long = view(page, 'Tensor long');
    expect(await long.textContent()).toContain('Tensor[2000, 1000] f32');
    expect(await long.textContent()).toMatch(
      /Shown: \d+ of 2,000 on axis 0, \d+ of 1,000 on axis 1; the middle is cut/,
    );
    await page
      .getByText('Cannot draw: tensor dtype: expected one of float32, int32, bool, got "complex".')
      .waitFor({ state: 'attached' });
    await closeUncomplaining({ page, complaints });
  });

  test('breaks no accessibility rule, in the light and in the dark theme', async () => {
    const { page } = await open();
    const run = view(page, 'LeNet-5');
    await run.scrollIntoViewIfNeeded();
    await run.locator('.main-svg').first().waitFor();
    await view(page, 'Tensor cube').getByRole('button', { name: 'Table' }).click();
    await expectAccessible(page);
    await page.context().close();
  });

  test('draws the training curves, smooths, rescales and saves them, and draws them again after a reload', async () => {
    const { page, complaints } = await open();
    const run = view(page, 'LeNet-5');
    await run.scrollIntoViewIfNeeded();
    const charts = run.locator('.lectern-Plot');
    await charts.locator('.main-svg').first().waitFor();
    expect(await charts.count()).toBe(2);
    expect(await run.textContent()).toContain('done · step 3,000');
    expect(await run.textContent()).toContain('accuracy 0.96highest 0.96 at step 4');
    const smoothed = await pointCounts(charts.first());
    expect(smoothed).toHaveLength(3);
    expect(Math.max(...smoothed)).toBeLessThanOrEqual(2000);
    await run.getByRole('slider', { name: 'smoothing' }).fill('0');
    await page.waitForFunction(
      (node) => (node as unknown as { data: unknown[] }).data.length === 2,
      await charts.first().elementHandle(),
    );
    await run.getByRole('button', { name: 'log y' }).click();
    await charts
      .first()
      .locator('.ytick')
      .getByText('0.1')
      .or(charts.first().locator('.ytick').getByText('10'))
      .first()
      .waitFor();
    expect(await namesSavedBy(run, 'CSV', 'PNG', 'SVG')).toEqual(['LeNet-5.csv', 'LeNet-5.png', 'LeNet-5.svg']);
    await reload(page);
    await page.locator('.jp-Dialog').getByRole('button', { name: 'No Kernel' }).click();
    await view(page, 'Tensor cube').waitFor();
    await run.scrollIntoViewIfNeeded();
    await charts.locator('.main-svg').first().waitFor();
    await closeUncomplaining({ page, complaints });
  });
});
