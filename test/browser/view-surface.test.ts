import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { SURFACE_MIME } from '../../lib/src/view/surface/spec.js';
import { surfaceSpec } from '../../lib/src/view/surface/surface.js';
import { drag, pixels, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { closeUncomplaining, labSession, savedViews } from '../helpers/browser-session.js';
import { readable } from '../helpers/readable.js';

const axis = Array.from({ length: 21 }, (_, i) => (i - 10) / 5);
/** A bowl over −2 … 2 whose lowest point is 0 in the middle. */
const bowl = readable(
  [21, 21],
  axis.flatMap((y) => axis.map((x) => x * x + y * y)),
);
/** Steps that halve the way to the middle, and some that take half as many. */
const path = {
  slow: readable(
    [9, 2],
    [...Array(9).keys()].flatMap((i) => [1.5 * 0.5 ** i, -1 * 0.5 ** i]),
  ),
  fast: readable(
    [5, 2],
    [...Array(5).keys()].flatMap((i) => [1.5 * 0.25 ** i, -1 * 0.25 ** i]),
  ),
};
const spiked = readable([3, 3], [1, 2, 3, 4, Number.NaN, 6, 7, 8, 1000]);

const session = labSession();
const saved = savedViews(
  session,
  [
    { [SURFACE_MIME]: surfaceSpec(bowl, { title: 'bowl', x: axis, y: axis, zLabel: 'loss', path }) },
    { [SURFACE_MIME]: surfaceSpec(spiked, { title: 'spiked' }, 'contour') },
    { [SURFACE_MIME]: { ...surfaceSpec(spiked), x: [2, 1, 0] } },
  ],
  { viewport: { width: 1280, height: 1400 } },
);
const { press } = saved;
const shown = (name: string) => view(saved.page, name);
const drawn = (name: string) => pixels(shown(name).locator('canvas'));

test('a surface turns by arrow keys and by dragging, comes nearer, and goes back to where it was', async () => {
  const name = 'Surface bowl';
  await shown(name).getByRole('application').focus();
  const first = await drawn(name);
  await press('ArrowRight');
  await expect.poll(() => drawn(name)).not.toBe(first);
  await press('0');
  await expect.poll(() => drawn(name)).toBe(first);
  await shown(name).getByRole('button', { name: '+', exact: true }).click();
  await expect.poll(() => drawn(name)).not.toBe(first);
  await shown(name).getByRole('button', { name: 'Reset' }).click();
  await expect.poll(() => drawn(name)).toBe(first);
  await drag(shown(name).locator('canvas'), { x: 20, y: 20 }, { x: 120, y: 20 });
  await expect.poll(() => drawn(name)).not.toBe(first);
  await shown(name).getByRole('button', { name: 'Reset' }).click();
});

test('a surface reads its points to Shift and arrow keys, and forgets the point with Escape', async () => {
  await shown('Surface bowl').getByRole('application').focus();
  await press('Shift+ArrowRight');
  await shown('Surface bowl').getByText('x = 0, y = 0: loss = 0 (row 10, column 10)', { exact: true }).waitFor();
  await press('Shift+ArrowUp', 'Shift+ArrowLeft');
  await shown('Surface bowl').getByText('x = −0.2, y = 0.2: loss = 0.08 (row 11, column 9)').waitFor();
  await press('Escape');
  await shown('Surface bowl')
    .getByText(/^Point, or go from point to point/)
    .waitFor();
});

test('paths are walked step by step, with where each one is in words, of which Play announces only the last', async () => {
  const bowl = shown('Surface bowl');
  const steps = bowl.getByRole('slider', { name: 'step' });
  expect(await steps.getAttribute('aria-valuetext')).toBe('8');
  await steps.fill('0');
  await bowl.getByText('step 0: slow ≈ 3.26 at (1.5, −1), fast ≈ 3.26 at (1.5, −1)', { exact: true }).waitFor();
  const first = await drawn('Surface bowl');
  await bowl.getByRole('button', { name: 'Next step', exact: true }).click();
  await bowl.getByText(/^step 1: slow ≈ 0\.8\d* at \(0\.75, −0\.5\), fast ≈ 0\.\d+ at \(0\.375, −0\.25\)$/).waitFor();
  expect(await drawn('Surface bowl')).not.toBe(first);
  await bowl.getByRole('button', { name: 'Previous step', exact: true }).click();
  expect(await steps.getAttribute('aria-valuetext')).toBe('0');
  const amount = bowl.getByRole('group', { name: 'step' }).locator('output');
  expect(await amount.getAttribute('aria-live')).not.toBe('off');
  const whilePlaying = await bowl.getByRole('button', { name: 'Play' }).evaluate((play: HTMLButtonElement) => {
    play.click();
    return play.parentElement?.querySelector('output')?.getAttribute('aria-live');
  });
  expect(whilePlaying).toBe('off');
  await expect.poll(() => steps.getAttribute('aria-valuetext')).toBe('8');
  expect(await bowl.getByRole('button', { name: 'Play' }).getAttribute('aria-pressed')).toBe('false');
  expect(await amount.getAttribute('aria-live')).toBe('polite');
  await bowl.getByRole('button', { name: 'Table' }).click();
  expect(await bowl.getByRole('row').nth(1).getByRole('cell').allTextContents()).toEqual(['0', '1.5', '−1', '3.26']);
  expect(await namesSavedBy(bowl, 'CSV', 'PNG')).toEqual(['bowl.csv', 'bowl.png']);
});

test('the same data are a map from above, whose points pointer and arrow keys read', async () => {
  const bowl = shown('Surface bowl');
  await bowl.getByRole('button', { name: 'floor lines' }).click();
  await bowl.getByRole('combobox', { name: 'show' }).selectOption('contour');
  const map = shown('Contour map bowl');
  await map.getByRole('application', { name: /^Contour map bowl/ }).focus();
  expect(await map.getByRole('button', { name: 'floor lines' }).count()).toBe(0);
  await press('ArrowRight', 'Shift+ArrowRight');
  await map.getByText('x = 0.2, y = 0: loss = 0.04 (row 10, column 11)', { exact: true }).waitFor();
  await map.locator('canvas').hover({ position: { x: 60, y: 10 } });
  await map.getByText('x = −2, y = 2: loss = 8 (row 20, column 0)', { exact: true }).waitFor();
  const linear = await drawn('Contour map bowl');
  await map.getByRole('button', { name: 'log' }).click();
  expect(await drawn('Contour map bowl')).not.toBe(linear);
  await map.getByRole('combobox', { name: 'show' }).selectOption('surface');
  await shown('Surface bowl').getByRole('button', { name: 'log' }).click();
});

test('a hole is told and one peak can be clipped', async () => {
  const spiked = shown('Contour map spiked');
  await spiked.scrollIntoViewIfNeeded();
  await spiked.getByText('not finite: 1').waitFor();
  const before = await drawn('Contour map spiked');
  await spiked.getByRole('button', { name: 'clip peaks' }).click();
  await spiked.getByText(/^≥ \d/).waitFor();
  expect(await drawn('Contour map spiked')).not.toBe(before);
});

test('axes that do not grow are a sentence', async () => {
  await saved.page.getByText('Cannot draw: surface x: expected growing numbers, got 1.').waitFor({ state: 'attached' });
});

test('surfaces and maps break no accessibility rule in the light, the dark and the high contrast theme', async () => {
  await expectAccessible(saved.page);
  await closeUncomplaining(saved);
});

test('a cell shows a function of points, its heights as a map, and the landscape around the weights of a net', async () => {
  const cells = [
    `const saddle = (p: Tensor) => p.slice(1, 0, 1).square().sub(p.slice(1, 1, 2).square());
view.surface(saddle, { range: [-2, 2], steps: 21, title: 'saddle', path: tensor([[1, 0], [0.5, 0.5]]) });
view.contour(rand(6, 8), { title: 'noise' });
const net = new nn.Linear(2, 1);
const [x, y] = [randn(8, 2), randn(8, 1)];
view.landscape(net, () => F.mseLoss(net(x), y), { steps: 5, title: 'linear' });`,
  ];
  const look = async (page: Page) => {
    await view(page, 'Surface linear').getByText('5×5').waitFor();
    await view(page, 'Contour map noise').getByText('6×8').waitFor();
    const saddle = view(page, 'Surface saddle');
    await saddle.getByRole('slider', { name: 'step' }).fill('0');
    // A function is asked for the heights of a path: they are exact.
    await saddle.getByText('step 0: path 1 at (1, 0)', { exact: true }).waitFor();
  };
  await session.run(cells, look, { viewport: { width: 1280, height: 2400 } });
});
