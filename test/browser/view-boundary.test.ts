import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BOUNDARY_MIME, type BoundarySpec } from '../../lib/src/view/boundary/spec.js';
import { idle, openWithKernel, pixels, reload, runAll, save, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { liveNotes, noteLive } from '../helpers/browser-live.js';
import { specsIn, writeCode } from '../helpers/browser-notebook.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { closeUncomplaining, labSession, savedViews } from '../helpers/browser-session.js';
import { halves } from '../helpers/every-view.js';

const spec = halves();
const { test: _, ...untested } = spec;
const session = labSession();
const saved = savedViews(
  session,
  [
    { [BOUNDARY_MIME]: spec },
    { [BOUNDARY_MIME]: { ...untested, title: 'once', snapshots: spec.snapshots.slice(0, 1), pushed: 1 } },
    { [BOUNDARY_MIME]: { ...spec, rows: 20 } },
  ],
  { viewport: { width: 1280, height: 1500 } },
);
const { press } = saved;
const shown = () => view(saved.page, 'Boundary halves');
const drawn = () => pixels(shown().locator('canvas'));

test('the arrow keys read classes and probabilities, and Page Up and Page Down go through the steps', async () => {
  await shown().getByRole('application').focus();
  await press('ArrowRight');
  await shown().getByText('x = 0, y = 0: dog, probability 0.50', { exact: true }).waitFor();
  await press('ArrowLeft');
  await shown().getByText('x = −0.2, y = 0: cat, probability 0.77', { exact: true }).waitFor();
  await press('PageDown');
  expect(await shown().getByRole('slider', { name: 'step' }).getAttribute('aria-valuetext')).toBe('10');
  await shown().getByText('x = −0.2, y = 0: cat, probability 0.69', { exact: true }).waitFor();
  await press('PageUp', 'Escape');
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
  const last = await drawn();
  await steps.fill('0');
  await shown().getByText('20 of 40 right (50 %)').waitFor();
  await shown().getByText('test 0 of 2 right (0 %)').waitFor();
  const smooth = await drawn();
  expect(smooth).not.toBe(last);
  await shown().getByRole('button', { name: 'discrete' }).click();
  const discrete = await drawn();
  expect(discrete).not.toBe(smooth);
  await shown().getByRole('button', { name: 'test points' }).click();
  const tested = await drawn();
  expect(tested).not.toBe(discrete);
  await shown().getByRole('button', { name: 'training points' }).click();
  expect(await drawn()).not.toBe(tested);
  await shown().getByRole('button', { name: 'training points' }).click();
  await shown().getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => steps.getAttribute('aria-valuetext')).toBe('20');
});

test('points are listed with what each is taken for, and numbers and picture are saved', async () => {
  await shown().getByRole('button', { name: 'Table' }).click();
  const first = shown().getByRole('row').nth(1);
  expect(await first.getByRole('cell').allTextContents()).toEqual(['0', '1', 'cat', 'dog', '0.50']);
  expect(await namesSavedBy(shown(), 'CSV', 'PNG')).toEqual(['halves.csv', 'halves.png']);
});

test('a boundary of one moment has no steps and no switch for test points that there are not', async () => {
  const once = view(saved.page, 'Boundary once');
  await once.getByText('20 of 40 right (50 %)').waitFor();
  expect(await once.getByRole('slider').count()).toBe(0);
  expect(await once.getByRole('button', { name: 'test points' }).count()).toBe(0);
});

test('a field of another size is a sentence', async () => {
  await saved.page
    .getByText('Cannot draw: boundary field: expected 420 bytes, got 441.')
    .waitFor({ state: 'attached' });
});

test('boundaries break no accessibility rule in the light, the dark and the high contrast theme', async () => {
  await expectAccessible(saved.page);
  // A page that is loaded again brings back what another one has open.
  await closeUncomplaining(saved);
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

test('boundaries grow by news in bytes while a synchronous cell trains, and their end is saved once after a reload', async () => {
  const { lab } = session;
  writeCode(lab.folder, 'cells.ipynb', [ONCE, GROWING]);
  const { page, complaints } = await session.open({ viewport: { width: 1280, height: 1800 } });
  await openWithKernel(page, lab, 'cells.ipynb');
  await noteLive(page);
  await runAll(page);
  await view(page, 'Boundary threshold').getByText('2 of 4 right (50 %)').waitFor();
  const xor = view(page, 'Boundary xor');
  const steps = xor.getByRole('slider', { name: 'step' });
  const at = async () => Number(await steps.getAttribute('aria-valuetext'));
  const grows = async () => {
    const before = await at();
    await expect.poll(at).toBeGreaterThan(before);
    expect(await page.locator('.jp-InputPrompt').nth(1).textContent()).toContain('[*]');
  };
  await xor.getByText('4 of 4 right (100 %)').waitFor();
  await grows();
  // Who stepped back stays there while steps come.
  await steps.fill('0');
  expect(await at()).toBe(1);
  const known = (await liveNotes(page, BOUNDARY_MIME)).length;
  await expect.poll(async () => (await liveNotes(page, BOUNDARY_MIME)).length).toBeGreaterThan(known + 20);
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
  await expect.poll(() => existsSync(join(lab.folder, 'ended'))).toBe(true);
  const last = Number(readFileSync(join(lab.folder, 'ended'), 'utf8'));
  await expect.poll(at).toBe(last);
  await idle(page);
  const kept = () =>
    specsIn<BoundarySpec>(lab.folder, 'cells.ipynb', BOUNDARY_MIME).filter(({ title }) => title === 'xor');
  // The kernel answers the page that was loaded anew when its cell has ended.
  await expect.poll(() => save(page).then(() => kept().at(-1)?.pushed)).toBe(last);
  expect(kept()).toHaveLength(1);
  const [{ snapshots }] = kept();
  expect([snapshots[0].step, snapshots.at(-1)?.step]).toEqual([1, last]);
  await closeUncomplaining({ page, complaints });
});
