import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { Images } from '../../lib/src/view/images/images.js';
import type { ImagesSpec } from '../../lib/src/view/images/spec.js';
import { imageSpec } from '../../lib/src/view/maps/image.js';
import { MAPS_MIME } from '../../lib/src/view/maps/spec.js';
import { command, idle, openWithKernel, pixels, reload, runAll, save, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { liveNotes, noteLive } from '../helpers/browser-live.js';
import { specsIn, writeCode } from '../helpers/browser-notebook.js';
import { namesSavedBy, savedBy } from '../helpers/browser-save.js';
import { closeUncomplaining, labSession, savedViews } from '../helpers/browser-session.js';
import { learning } from '../helpers/every-view.js';
import { readable, recordingHost } from '../helpers/readable.js';

/** Two images of 2×2 that are as bright as the step says, the second one half of that. */
function brighter(steps: number): ImagesSpec {
  const shown = new Images({ title: 'brighter' }, { now: () => 0, host: recordingHost() });
  for (let step = 0; step < steps; step++) {
    const value = (step + 1) / 4;
    shown.push(readable([2, 2, 2, 1], [0, value, value, value, 0, value / 2, value / 2, value / 2]), {
      step: 100 * step,
    });
  }
  return shown.toSpec();
}

const session = labSession();
const saved = savedViews(
  session,
  [
    { [MAPS_MIME]: brighter(4) },
    { [MAPS_MIME]: { ...brighter(1), title: 'begun' } },
    { [MAPS_MIME]: { ...learning(), pushed: 90 } },
    { [MAPS_MIME]: imageSpec({ shape: [2, 2], dtype: 'float32', values: Float32Array.of(0, 1, 0.5, 0.25) }) },
    { [MAPS_MIME]: { ...brighter(2), steps: [] } },
  ],
  { viewport: { width: 1280, height: 1800 } },
);
const { press } = saved;
const shown = () => view(saved.page, 'Images brighter');
const grid = () => shown().getByRole('application', { name: 'Images brighter' });
const drawn = (of = shown()) => pixels(of.locator('canvas').first());
const says = (text: string | RegExp) => shown().getByText(text, { exact: true }).waitFor();
const slider = (of: Locator) => of.getByRole('slider', { name: 'step' });

test('the last step is seen first, and the slider, the arrows, Page Up and Page Down go through the others', async () => {
  await says('4 steps');
  expect(await slider(shown()).getAttribute('aria-valuetext')).toBe('300');
  await says('Values of this step: 0 to 1, rounded to 0.0039. Black is 0, white 1.');
  const last = await drawn();
  await slider(shown()).fill('0');
  await says('Values of this step: 0 to 0.25, rounded to 9.8e−4. Black is 0, white 1.');
  expect(await drawn()).not.toBe(last);
  await shown().getByRole('button', { name: 'Next step' }).click();
  expect(await slider(shown()).getAttribute('aria-valuetext')).toBe('100');
  await grid().focus();
  await press('ArrowRight', 'PageUp');
  await says(/^image 0 {2}x∈\[0, 0\.75\] {2}μ=0\.5625/);
  await press('PageUp', 'PageUp');
  await says(/^image 0 {2}x∈\[0, 1\]/);
  expect(await drawn()).not.toBe(last);
  await press('PageDown');
  await says(/^image 0 {2}x∈\[0, 0\.75\]/);
  expect(saved.complaints).toEqual([]);
});

test('an image that is shown large says its rounded values step by step', async () => {
  await slider(shown()).fill('2');
  await grid().focus();
  await press('Home', 'Enter', 'ArrowRight', 'ArrowRight');
  await says('[0, 1] ≈ 0.75');
  await press('PageUp');
  await says('[0, 1] ≈ 1');
  await press('PageDown', 'PageDown');
  await says('[0, 1] ≈ 0.5');
  await press('ArrowDown', 'Escape');
  expect(await shown().getByRole('button', { name: 'Close' }).count()).toBe(0);
});

test('grey means one value at all steps, of a step or of an image, as the reader wants, and it can be lit', async () => {
  const colours = shown().getByRole('combobox', { name: 'colours' });
  expect(await colours.locator('option').allTextContents()).toEqual([
    'one scale for all steps',
    'each step by itself',
    'each image by itself',
  ]);
  await slider(shown()).fill('1');
  const common = await drawn();
  await colours.selectOption('layer');
  await says('Values of this step: 0 to 0.5, rounded to 0.002. Black is 0, white 0.5.');
  const own = await drawn();
  await colours.selectOption('map');
  await says('Values of this step: 0 to 0.5, rounded to 0.002. Each image has its own black and white.');
  expect(new Set([common, own, await drawn()]).size).toBe(3);
  await colours.selectOption('model');
  expect(await drawn()).toBe(common);
  await shown().getByRole('slider', { name: 'brightness' }).fill('0.3');
  expect(await drawn()).not.toBe(common);
  await shown().getByRole('slider', { name: 'brightness' }).fill('0');
});

test('the first, the chosen and the last step stand below one another, and all that is kept can be saved', async () => {
  const one = await drawn();
  await shown().getByRole('combobox', { name: 'show' }).selectOption('ends');
  const three = await drawn();
  expect(three).not.toBe(one);
  await slider(shown()).fill('2');
  expect(await drawn()).not.toBe(three);
  await shown().getByRole('combobox', { name: 'show' }).selectOption('maps');
  await shown().getByRole('button', { name: 'Table' }).click();
  const cells = shown().getByRole('row').nth(1).getByRole('cell');
  expect((await cells.allTextContents()).slice(0, 3)).toEqual(['0', '0.75', '0.5625']);
  await shown().getByRole('button', { name: 'Table' }).click();
  expect(await namesSavedBy(shown(), 'CSV', 'PNG')).toEqual(['brighter.csv', 'brighter.png']);
  const csv = (await savedBy(shown(), 'CSV')).bytes.toString().trim().split('\n');
  expect(csv).toHaveLength(1 + 4 * 2);
  expect(csv[1]).toMatch(/^0,0,0,0\.25,/);
});

test('steps are played in order and end at the last one', async () => {
  await slider(shown()).fill('0');
  await shown().getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => slider(shown()).getAttribute('aria-valuetext')).toBe('300');
  await expect.poll(() => shown().getByRole('button', { name: 'Play' }).getAttribute('aria-pressed')).toBe('false');
});

test('the first step has the room of many, steps that were left out are said, and no step is a sentence', async () => {
  const height = async (of: Locator) => (await of.boundingBox())?.height;
  expect(await height(view(saved.page, 'Images begun'))).toBe(await height(shown()));
  await view(saved.page, 'Images while learning')
    .getByText('4 of 90 steps kept, evenly spaced', { exact: true })
    .waitFor();
  const still = view(saved.page, 'Images');
  await still.getByText('1 image of 2×2').waitFor();
  expect(await slider(still).count()).toBe(0);
  await saved.page.getByText('Cannot draw: maps steps: expected 1 to 200 entries, got 0.').waitFor();
});

test('images over steps break no accessibility rule in the light, the dark and the high contrast theme', async () => {
  await shown().getByRole('combobox', { name: 'show' }).selectOption('ends');
  await shown().getByRole('button', { name: 'Table' }).click();
  await grid().focus();
  await press('Home', 'Enter');
  await expectAccessible(saved.page);
  // A page that is loaded again brings back what another one has open.
  await closeUncomplaining(saved);
});

/** Pushes images in a loop that never gives way until there is the file `stop`. */
const GROWING = `const { existsSync, writeFileSync } = await import('node:fs');
manualSeed(0);
const shown = view.images({ title: 'noise', range: [0, 1] });
let step = 0;
while (step < 60 || !existsSync('stop')) {
  step++;
  shown.push(rand(3, 16, 16, 1), { step });
}
writeFileSync('ended', String(step));`;
/** How long to wait for what comes when it comes. */

test('images grow by news in bytes while a synchronous cell runs, stay in place, and their end is saved once after a reload', async () => {
  const { lab } = session;
  writeCode(lab.folder, 'cells.ipynb', [GROWING]);
  const { page, complaints } = await session.open({ viewport: { width: 800, height: 1400 } });
  await openWithKernel(page, lab, 'cells.ipynb');
  await noteLive(page);
  await runAll(page);
  const noise = view(page, 'Images noise');
  const steps = slider(noise);
  const at = async () => Number(await steps.getAttribute('aria-valuetext'));
  const grows = async () => {
    const before = await at();
    await expect.poll(at).toBeGreaterThan(before);
    expect(await page.locator('.jp-InputPrompt').first().textContent()).toContain('[*]');
  };
  const known = async () => (await liveNotes(page, MAPS_MIME)).length;
  await noise.locator('canvas').first().waitFor();
  const place = async () => {
    const [canvas, whole] = [await noise.locator('canvas').first().boundingBox(), await noise.boundingBox()];
    return [canvas?.y, canvas?.height, whole?.height];
  };
  const first = await place();
  await grows();
  await noise.getByText(/^\d\d of [\d,]+ steps kept, evenly spaced$/).waitFor();
  expect(await place()).toEqual(first);
  // Who stepped back stays there while steps come, and the picture with them; an image shown large stays too.
  await steps.fill('0');
  await noise.getByRole('application').focus();
  await page.keyboard.press('Home');
  const still = await pixels(noise.locator('canvas').first());
  await page.keyboard.press('Enter');
  const before = await known();
  await expect.poll(known).toBeGreaterThan(before + 20);
  expect(await at()).toBe(1);
  await noise.getByRole('button', { name: 'Close' }).click();
  expect(await pixels(noise.locator('canvas').first())).toBe(still);
  await steps.press('End');
  await grows();
  const notes = await liveNotes(page, MAPS_MIME);
  expect(notes.map(({ seq }) => seq)).toEqual(notes.map((_, i) => i + 1));
  const deltas = notes.filter(({ type }) => type === 'delta');
  expect(deltas.length).toBeGreaterThan(notes.length / 2);
  expect(new Set(deltas.flatMap(({ bytes }) => bytes))).toEqual(new Set([3 * 16 * 16, 3 * 7 * 4]));
  // A second view of the notebook grows too.
  await command(page, 'docmanager:clone', false);
  await expect.poll(() => noise.count()).toBe(2);
  await noise.nth(1).scrollIntoViewIfNeeded();
  const second = async () => Number(await slider(noise.nth(1)).getAttribute('aria-valuetext'));
  const seen = await second();
  await expect.poll(second).toBeGreaterThan(seen);
  await command(page, 'application:close');
  await expect.poll(() => noise.count()).toBe(1);
  await save(page);
  await reload(page);
  await noise.locator('canvas').first().waitFor();
  lab.write('stop', '');
  await expect.poll(() => existsSync(join(lab.folder, 'ended'))).toBe(true);
  const last = Number(readFileSync(join(lab.folder, 'ended'), 'utf8'));
  await expect.poll(at).toBe(last);
  await idle(page);
  const kept = () => specsIn<ImagesSpec>(lab.folder, 'cells.ipynb', MAPS_MIME);
  // The kernel answers the page that was loaded anew when its cell has ended.
  await expect.poll(() => save(page).then(() => kept().at(-1)?.pushed)).toBe(last);
  expect(kept()).toHaveLength(1);
  const [{ steps: ends }] = kept();
  expect([ends[0].step, ends.at(-1)?.step]).toEqual([1, last]);
  await closeUncomplaining({ page, complaints });
});
