import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { Playground } from '../../lib/src/explore/playground/playground.js';
import { DISPLAY_SYMBOL } from '../../lib/src/view/host.js';
import { idle, openWithKernel, restartKernel, runAll, save, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { labSession, liveNotebook, savedViews } from '../helpers/browser-session.js';

const CELLS = [
  `const p = view.playground({ title: 'live', layers: [2], learningRate: 0.3, lock: ['problem'], hide: ['seed'] });`,
  `const x = randn(40, 2);
const own = view.playground({ title: 'own', dataset: { x, y: x.slice(1, 0, 1).gt(0), axes: ['height', 'width'] } });`,
];

const made = new Playground({ title: 'saved', layers: [3, 2], epochs: 4 });
const session = labSession();
const saved = savedViews(session, [made[DISPLAY_SYMBOL]()]);
const live = liveNotebook(session, CELLS);
let shown: Locator;
let play: Locator;

beforeAll(async () => {
  shown = view(saved.page, 'Playground saved');
  play = view(live.page, 'Playground live');
  await runAll(live.page);
  await view(live.page, 'Playground own').waitFor();
  await idle(live.page);
});

const readout = (of: Locator) => of.locator('.lectern-Readout');
const epoch = async (of: Locator) => Number((await of.locator('.lectern-Epoch').textContent())?.match(/\d+/)?.[0]);

describe('a playground without a kernel', () => {
  test('says that it does not train, and locks what would train or change it', async () => {
    await shown.getByText('Not connected, so it does not train').waitFor();
    for (const name of ['Play', 'Step', 'Reset', 'xor', 'One unit more in layer 1', 'feature x1x2']) {
      expect(await shown.getByRole('button', { name, exact: true }).isDisabled(), name).toBe(true);
    }
    expect(await shown.getByRole('combobox', { name: 'Activation' }).isDisabled()).toBe(true);
    expect(await epoch(shown)).toBe(4);
  });

  test('reads units, weights and the plane by keys and pointer', async () => {
    await shown.getByRole('button', { name: /^unit 2 of layer 1, bias/ }).focus();
    await shown.getByText(/^unit 2 of layer 1: bias −?[\d.]+/).waitFor();
    await shown.getByRole('application', { name: /What unit 2 of layer 1 says/ }).waitFor();
    const plane = shown.getByRole('application');
    await plane.focus();
    await saved.page.keyboard.press('ArrowRight');
    await expect.poll(() => readout(shown).textContent()).toMatch(/^x1 .+, x2 .+: the output says/);
    const first = await readout(shown).textContent();
    await saved.page.keyboard.press('ArrowUp');
    await expect.poll(() => readout(shown).textContent()).not.toBe(first);
    await shown.locator('.lectern-EdgeHit').first().dispatchEvent('pointerenter');
    await shown.getByText(/^weight from x1 to unit 1 of layer 1: −?[\d.]+/).waitFor();
    await shown.locator('.lectern-EdgeHit').first().dispatchEvent('pointerleave');
  });

  test('shows the weights of a unit, all of them as a table, and the code of it all', async () => {
    await shown.getByRole('button', { name: /^unit 1 of layer 2, bias/ }).press('Enter');
    const weights = shown.getByRole('group', { name: 'Weights into unit 1 of layer 2' });
    expect(await weights.getByRole('spinbutton').count()).toBe(4);
    expect(await weights.getByRole('spinbutton', { name: 'bias to unit 1 of layer 2' }).isDisabled()).toBe(true);
    await weights.getByRole('button', { name: 'Close' }).click();
    await shown.getByRole('button', { name: 'Table' }).click();
    expect(await shown.getByRole('row').count()).toBe(1 + 3 * 3 + 2 * 4 + 3);
    await shown.getByRole('button', { name: 'Table' }).click();
    await shown.getByRole('button', { name: 'Code' }).click();
    const call = shown.getByRole('textbox', { name: 'The call of this playground' });
    expect(await call.inputValue()).toBe('view.playground({\n  layers: [3, 2],\n});');
    const program = await shown.getByRole('textbox', { name: 'The same as a program' }).inputValue();
    expect(program).toContain('new nn.Linear(3, 2),');
  });

  test('shows test points and two colours when asked to, fits 300 pixels, and is clean for axe in every theme', async () => {
    await shown.getByRole('button', { name: 'Test points' }).click();
    await shown.getByRole('button', { name: 'Two colours' }).click();
    expect(await shown.getByRole('button', { name: 'Test points' }).getAttribute('aria-pressed')).toBe('true');
    await expectAccessible(saved.page, '.lectern-Playground');
    await shown.evaluate((node) => {
      (node.parentElement as HTMLElement).style.maxWidth = '300px';
    });
    await expect
      .poll(() => shown.evaluate((node) => (node.parentElement as HTMLElement).scrollWidth))
      .toBeLessThanOrEqual(300);
    expect(saved.complaints).toEqual([]);
  });
});

describe('a playground with a kernel', () => {
  test('trains one epoch a step, goes on while it plays, and stops when paused', async () => {
    await play.getByRole('button', { name: 'Step' }).click();
    await expect.poll(() => epoch(play)).toBe(1);
    await play.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => epoch(play)).toBeGreaterThan(3);
    await play.getByRole('button', { name: 'Pause' }).click();
    await play.getByRole('button', { name: 'Play' }).waitFor();
    await play.getByRole('img', { name: /^Losses from 0 to/ }).waitFor();
  });

  test('takes a new learning rate and an edited weight without beginning anew', async () => {
    const { page } = live;
    await play.getByRole('combobox', { name: 'Learning rate' }).selectOption('0.03');
    await play.getByRole('button', { name: 'Code' }).click();
    const call = play.getByRole('textbox', { name: 'The call of this playground' });
    await expect.poll(() => call.inputValue()).toContain('learningRate: 0.03');
    expect(await epoch(play)).toBeGreaterThan(3);
    await play.getByRole('button', { name: /^unit 1 of layer 1, bias/ }).click();
    const weight = play.getByRole('spinbutton', { name: 'x1 to unit 1 of layer 1' });
    await weight.fill('2.5');
    await page.keyboard.press('Enter');
    await play.getByRole('button', { name: 'Close' }).click();
    await play.getByRole('button', { name: 'Table' }).click();
    await play.getByRole('row', { name: 'unit 1 of layer 1 x1 2.5' }).waitFor();
    await play.getByRole('button', { name: 'Table' }).click();
  });

  test('begins anew with other data, features and layers', async () => {
    await play.getByRole('button', { name: 'xor', exact: true }).click();
    await expect.poll(() => epoch(play)).toBe(0);
    await play.getByRole('button', { name: 'feature x1x2' }).click();
    await play.getByRole('button', { name: 'One unit more in layer 1' }).click();
    await play.getByRole('button', { name: '+ layer' }).click();
    await play.getByRole('button', { name: /^unit 3 of layer 1, bias/ }).waitFor();
    await play.getByRole('button', { name: /^unit 2 of layer 2, bias/ }).waitFor();
    const call = play.getByRole('textbox', { name: 'The call of this playground' });
    await expect
      .poll(() => call.inputValue())
      .toContain("dataset: 'xor',\n  features: ['x1', 'x2', 'x1x2'],\n  layers: [3, 2],");
    await play.getByRole('slider', { name: 'Noise' }).fill('0.2');
    await expect.poll(() => call.inputValue()).toContain('noise: 0.2');
  });

  test('shows no control that was hidden and lets none be used that was locked', async () => {
    expect(await play.getByRole('slider', { name: 'Seed' }).count()).toBe(0);
    expect(await play.getByRole('combobox', { name: 'Problem' }).isDisabled()).toBe(true);
  });

  test('shows data of one’s own with the names of their columns', async () => {
    const own = view(live.page, 'Playground own');
    await own.getByRole('button', { name: 'your own data' }).waitFor();
    await own.getByRole('button', { name: 'feature height²' }).waitFor();
    await own.getByRole('button', { name: 'Step' }).click();
    await expect.poll(() => epoch(own)).toBe(1);
  });

  test('is kept in the notebook and goes on after a reload; a restarted kernel ends it', async () => {
    const { page, complaints } = live;
    await play.getByRole('button', { name: 'Step' }).click();
    await expect.poll(() => epoch(play)).toBe(1);
    const file = async () => {
      await save(page);
      return readFileSync(join(session.lab.folder, 'live.ipynb'), 'utf8');
    };
    await expect.poll(file).toMatch(/"epoch": 1,[\s\S]*"title": "live"/);
    // Not by a plain reload, which brings back the notebook of another page that asks for a kernel.
    await openWithKernel(page, session.lab, 'live.ipynb');
    await expect.poll(() => epoch(play)).toBe(1);
    await expect.poll(() => play.getByRole('button', { name: 'Step' }).isEnabled()).toBe(true);
    await play.getByRole('button', { name: 'Step' }).click();
    await expect.poll(() => epoch(play)).toBe(2);
    await restartKernel(page);
    await play.getByText('Not connected, so it does not train').waitFor();
    expect(await epoch(play)).toBe(2);
    expect(complaints).toEqual([]);
  });
});
