import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BOUNDARY_MIME, type BoundarySpec } from '../../lib/src/view/boundary/spec.js';
import {
  brokenRules,
  openPage,
  openWithKernel,
  openWithoutKernel,
  reload,
  runAll,
  save,
  setTheme,
  startBrowser,
  view,
  type WatchedPage,
} from '../helpers/browser.js';
import { type Lab, startLab } from '../helpers/browser-lab.js';
import { liveNotes, noteLive } from '../helpers/browser-live.js';
import { writeCode, writeNotebook } from '../helpers/browser-notebook.js';
import { halves } from '../helpers/every-view.js';

let lab: Lab;
let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  lab = await startLab();
  browser = await startBrowser();
  const spec = halves();
  const { test: _, ...untested } = spec;
  writeNotebook(lab.folder, 'boundaries.ipynb', [
    { [BOUNDARY_MIME]: spec },
    { [BOUNDARY_MIME]: { ...untested, title: 'once', snapshots: spec.snapshots.slice(0, 1), pushed: 1 } },
    { [BOUNDARY_MIME]: { ...spec, rows: 20 } },
  ]);
  watched = await openPage(browser, { viewport: { width: 1280, height: 1500 }, acceptDownloads: true });
  await openWithoutKernel(watched.page, lab, 'boundaries.ipynb');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});

const shown = () => view(watched.page, 'Boundary halves');
const pixels = () =>
  shown()
    .locator('canvas')
    .evaluate((node) => (node as HTMLCanvasElement).toDataURL());

test('the arrow keys read classes and probabilities, and Page Up and Page Down go through the steps', async () => {
  const { page } = watched;
  await shown().getByRole('application').focus();
  await page.keyboard.press('ArrowRight');
  await shown().getByText('x = 0, y = 0: dog, probability 0.50', { exact: true }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await shown().getByText('x = −0.2, y = 0: cat, probability 0.77', { exact: true }).waitFor();
  await page.keyboard.press('PageDown');
  expect(await shown().getByRole('slider', { name: 'step' }).getAttribute('aria-valuetext')).toBe('10');
  await shown().getByText('x = −0.2, y = 0: cat, probability 0.69', { exact: true }).waitFor();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Escape');
  await shown()
    .getByText(/^Point at the map/)
    .waitFor();
});

test('a point under the pointer says its class and what it is taken for', async () => {
  const canvas = shown().locator('canvas');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the canvas has no place');
  // The first point lies at (0, 1): in the middle of the upper side of the frame.
  await canvas.hover({ position: { x: (58 + box.width - 10) / 2, y: 10 } });
  await shown().getByText('training point 0 is cat: taken for dog, probability 0.50', { exact: true }).waitFor();
  await canvas.hover({ position: { x: box.width - 40, y: box.height - 44 } });
  await shown()
    .getByText(/^x = 0\.9, y = −1: dog, probability 1\.00$/)
    .waitFor();
});

test('steps, discrete classes and both sets of points can be chosen, and the shares follow the step', async () => {
  const steps = shown().getByRole('slider', { name: 'step' });
  await shown().getByText('40 of 40 right (100 %)').waitFor();
  const last = await pixels();
  await steps.fill('0');
  await shown().getByText('20 of 40 right (50 %)').waitFor();
  await shown().getByText('test 0 of 2 right (0 %)').waitFor();
  const smooth = await pixels();
  expect(smooth).not.toBe(last);
  await shown().getByRole('button', { name: 'discrete' }).click();
  const discrete = await pixels();
  expect(discrete).not.toBe(smooth);
  await shown().getByRole('button', { name: 'test points' }).click();
  const tested = await pixels();
  expect(tested).not.toBe(discrete);
  await shown().getByRole('button', { name: 'training points' }).click();
  expect(await pixels()).not.toBe(tested);
  await shown().getByRole('button', { name: 'training points' }).click();
  await shown().getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => steps.getAttribute('aria-valuetext'), { timeout: 20_000 }).toBe('20');
});

test('points are listed with what each is taken for, and numbers and picture are saved', async () => {
  const { page } = watched;
  await shown().getByRole('button', { name: 'Table' }).click();
  const first = shown().getByRole('row').nth(1);
  expect(await first.getByRole('cell').allTextContents()).toEqual(['0', '1', 'cat', 'dog', '0.50']);
  for (const format of ['CSV', 'PNG']) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      shown().getByRole('button', { name: format }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`halves.${format.toLowerCase()}`);
  }
});

test('a boundary of one moment has no steps and no switch for test points that there are not', async () => {
  const once = view(watched.page, 'Boundary once');
  await once.getByText('20 of 40 right (50 %)').waitFor();
  expect(await once.getByRole('slider').count()).toBe(0);
  expect(await once.getByRole('button', { name: 'test points' }).count()).toBe(0);
});

test('a field of another size is a sentence', async () => {
  await watched.page
    .getByText('Cannot draw: boundary field: expected 420 bytes, got 441.')
    .waitFor({ state: 'attached' });
});

test('boundaries break no accessibility rule in the light, the dark and the high contrast theme', async () => {
  const { page, complaints } = watched;
  for (const theme of ['JupyterLab Dark', 'JupyterLab Dark High Contrast', 'JupyterLab Light']) {
    await setTheme(page, theme);
    expect(await brokenRules(page, '.lectern-View')).toEqual([]);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

/** Trains a network in a loop that never gives way, and pushes its boundary, until there is the file `stop`. */
const GROWING = `const { existsSync, writeFileSync } = await import('node:fs');
manualSeed(0);
const points = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]);
const labels = tensor([0, 1, 1, 0]);
const net = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));
const optimizer = new optim.Adam(net.parameters(), { lr: 0.1 });
const shown = view.boundaries(points, labels, { title: 'xor', steps: 30, classes: ['equal', 'unequal'] });
let step = 0;
while (step < 60 || !existsSync('stop')) {
  optimizer.zeroGrad();
  F.binaryCrossEntropyWithLogits(net(points).view(-1), labels).backward();
  optimizer.step();
  step++;
  shown.push(net, { step });
}
writeFileSync('ended', String(step));`;
const ONCE = `view.boundary((p: Tensor) => p.slice(1, 0, 1).gt(0.5).where(1, 0),
  tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), [0, 1, 1, 0], { title: 'threshold', steps: 20 });`;
/** How long to wait for what comes when it comes. */
const PATIENT = { timeout: 60_000 };

test('boundaries grow by news in bytes while a synchronous cell trains, and their end is saved once after a reload', async () => {
  writeCode(lab.folder, 'cells.ipynb', [ONCE, GROWING]);
  const { page, complaints } = await openPage(browser, { viewport: { width: 1280, height: 1800 } });
  await openWithKernel(page, lab, 'cells.ipynb');
  await noteLive(page);
  await runAll(page);
  await view(page, 'Boundary threshold').getByText('2 of 4 right (50 %)').waitFor();
  const xor = view(page, 'Boundary xor');
  const steps = xor.getByRole('slider', { name: 'step' });
  const at = async () => Number(await steps.getAttribute('aria-valuetext'));
  const grows = async () => {
    const before = await at();
    await expect.poll(at, PATIENT).toBeGreaterThan(before);
    expect(await page.locator('.jp-InputPrompt').nth(1).textContent()).toContain('[*]');
  };
  await xor.getByText('4 of 4 right (100 %)').waitFor(PATIENT);
  await grows();
  // Who stepped back stays there while steps come.
  await steps.fill('0');
  expect(await at()).toBe(1);
  const known = (await liveNotes(page, BOUNDARY_MIME)).length;
  await expect.poll(async () => (await liveNotes(page, BOUNDARY_MIME)).length, PATIENT).toBeGreaterThan(known + 20);
  expect(await at()).toBe(1);
  await steps.press('End');
  await grows();
  const notes = await liveNotes(page, BOUNDARY_MIME);
  expect(notes.map(({ seq }) => seq)).toEqual(notes.map((_, i) => i + 1));
  const deltas = notes.filter(({ type }) => type === 'delta');
  expect(deltas.length).toBeGreaterThan(notes.length / 2);
  expect(new Set(deltas.flatMap(({ bytes }) => bytes))).toEqual(new Set([30 * 30]));
  await save(page);
  await reload(page);
  await xor.getByText('4 of 4 right (100 %)').waitFor();
  lab.write('stop', '');
  await expect.poll(() => existsSync(join(lab.folder, 'ended')), PATIENT).toBe(true);
  const last = Number(readFileSync(join(lab.folder, 'ended'), 'utf8'));
  await expect.poll(at, PATIENT).toBe(last);
  await page.getByText('TypeScript (Lectern) | Idle').waitFor();
  const saved = () => specsIn(join(lab.folder, 'cells.ipynb')).filter(({ title }) => title === 'xor');
  // The kernel answers the page that was loaded anew when its cell has ended.
  await expect.poll(() => save(page).then(() => saved().at(-1)?.pushed), PATIENT).toBe(last);
  expect(saved()).toHaveLength(1);
  const [{ snapshots }] = saved();
  expect([snapshots[0].step, snapshots.at(-1)?.step]).toEqual([1, last]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

/** The boundaries that a notebook file has in its outputs. */
function specsIn(file: string): BoundarySpec[] {
  type Output = { data?: Record<string, unknown> };
  const { cells } = JSON.parse(readFileSync(file, 'utf8')) as { cells: { outputs?: Output[] }[] };
  return cells
    .flatMap(({ outputs = [] }) => outputs)
    .flatMap(({ data }) => (data?.[BOUNDARY_MIME] ? [data[BOUNDARY_MIME] as BoundarySpec] : []));
}
