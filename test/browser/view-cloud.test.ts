import { expect, test } from 'vitest';
import { cloudSpec } from '../../lib/src/view/cloud/cloud.js';
import { CLOUD_MIME } from '../../lib/src/view/cloud/spec.js';
import { embeddingSpec } from '../../lib/src/view/embedding/embedding.js';
import { EMBEDDING_MIME } from '../../lib/src/view/embedding/spec.js';
import { scatterSpec } from '../../lib/src/view/plot/scatter.js';
import { PLOT_MIME } from '../../lib/src/view/plot/spec.js';
import { drag, pixels, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { readable } from '../helpers/readable.js';

/** Six points along the first axis, by turns of two classes. */
const row = [0, 1, 2, 3, 4, 5].flatMap((i) => [i, 0, 0]);
const marks = { color: [0, 1, 0, 1, 0, 1], classes: ['cat', 'dog'], labels: ['a', 'b', 'c', 'd', 'e', 'f'] };

/** Two groups of six points in four columns, each with a picture. */
function embedded() {
  const values = Array.from({ length: 48 }, (_, i) => (i < 24 ? 0 : 5) + Math.sin(i * i));
  return embeddingSpec(readable([12, 4], values), {
    title: 'words',
    color: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
    classes: ['low', 'high'],
    labels: ['apple', 'pear', 'plum', 'fig', 'lime', 'date', 'iron', 'gold', 'lead', 'zinc', 'tin', 'neon'],
    images: readable([12, 2, 2], values),
    iterations: 60,
  });
}

const session = labSession();
const saved = savedViews(session, [
  { [CLOUD_MIME]: cloudSpec(readable([6, 3], row), { title: 'row', ...marks }) },
  { [CLOUD_MIME]: cloudSpec(readable([2, 3], [0, 1, Number.NaN, 3, 4, 5]), { title: 'gap', color: [0.5, 1] }) },
  { [PLOT_MIME]: scatterSpec(readable([6, 2], [0, 0, 1, 1, 2, 4, 3, 9, 4, 16, 4, 16]), { title: 'flat', ...marks }) },
  { [EMBEDDING_MIME]: embedded() },
  { [CLOUD_MIME]: { version: 1, axes: ['x'], points: '' } },
]);
const { shown, press } = saved;

test('a cloud is turned by dragging and by arrow keys, made larger with + and put back with 0', async () => {
  const cloud = await shown('Cloud row');
  const surface = cloud.getByRole('application', { name: /^Cloud row: 6 points over x, y, z/ });
  const canvas = cloud.locator('canvas');
  await surface.focus();
  const first = await pixels(canvas);
  await press('ArrowRight');
  const turned = await pixels(canvas);
  expect(turned).not.toBe(first);
  await press('+');
  expect(await pixels(canvas)).not.toBe(turned);
  await press('0');
  expect(await pixels(canvas)).toBe(first);
  await drag(canvas, { x: 20, y: 20 }, { x: 80, y: 40 });
  expect(await pixels(canvas)).not.toBe(first);
  await press('0');
});

test('Shift and arrows go from point to point of a cloud, and each is read with its label and coordinates', async () => {
  const cloud = await shown('Cloud row');
  await cloud.getByRole('application').focus();
  await press('Home');
  await cloud.getByText('a (cat): x = 0, y = 0, z = 0', { exact: true }).waitFor();
  await press('Shift+ArrowRight');
  await cloud.getByText('b (dog): x = 1, y = 0, z = 0', { exact: true }).waitFor();
  await press('Escape');
  await cloud.getByText(/^Point at the cloud/).waitFor();
});

test('the pointer reads the nearest point', async () => {
  const cloud = await shown('Cloud row');
  const canvas = cloud.locator('canvas');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the cloud has no canvas');
  // The middle of the row, between the third and the fourth point, is the middle of the canvas.
  await canvas.hover({ position: { x: box.width / 2 + 12, y: box.height / 2 + 2 } });
  await cloud.getByText(/^[cd] \((cat|dog)\): x = [23], y = 0, z = 0$/).waitFor();
});

test('the legend hides and shows the points of a class', async () => {
  const cloud = await shown('Cloud row');
  const cats = cloud.getByRole('button', { name: 'cat 3' });
  await cats.click();
  expect(await cats.getAttribute('aria-pressed')).toBe('false');
  await cloud.getByRole('application').focus();
  await press('Home');
  await cloud.getByText(/^b \(dog\)/).waitFor();
  await cats.press('Enter');
  expect(await cats.getAttribute('aria-pressed')).toBe('true');
  await cloud.getByRole('application').focus();
  await press('Home');
  await cloud.getByText(/^a \(cat\)/).waitFor();
});

test('labels stand beside the points unless they are switched off', async () => {
  const cloud = await shown('Cloud row');
  const labels = cloud.getByRole('button', { name: 'Labels' });
  expect(await labels.getAttribute('aria-pressed')).toBe('true');
  const written = await pixels(cloud.locator('canvas'));
  await labels.click();
  expect(await pixels(cloud.locator('canvas'))).not.toBe(written);
  await labels.click();
});

test('the points are listed as a table and saved as a table and a picture', async () => {
  const cloud = await shown('Cloud row');
  await cloud.getByRole('button', { name: 'Table' }).click();
  expect(await cloud.getByRole('row').nth(2).getByRole('cell').allTextContents()).toEqual(['1', '0', '0', 'dog']);
  expect(await namesSavedBy(cloud, 'CSV', 'PNG')).toEqual(['row.csv', 'row.png']);
});

test('what cannot be drawn is said', async () => {
  const cloud = await shown('Cloud gap');
  await cloud.getByText('Not drawn: 1 with a coordinate that is NaN or infinite.').waitFor();
  await saved.page.getByText('Cannot draw: cloud axes: expected three names, got 1.').waitFor({ state: 'attached' });
});

test('a flat cloud has the same legend, and labels where there is room', async () => {
  const flat = await shown('Scatter chart flat');
  const labels = flat.locator('.textpoint');
  await expect.poll(async () => (await labels.allTextContents()).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  await flat.getByRole('button', { name: 'cat 3' }).click();
  await expect.poll(() => flat.locator('.scatterlayer .point').count()).toBe(3);
  await flat.getByRole('application').focus();
  await press('ArrowRight');
  await flat.getByText('b: dog, x = 1, y = 1', { exact: true }).waitFor();
  await flat.getByRole('button', { name: 'Labels' }).click();
  await expect.poll(() => labels.count()).toBe(0);
});

test('an embedding changes between components and t-SNE, whose iterations are steps', async () => {
  const words = await shown('Embedding words');
  const map = words.getByRole('combobox', { name: 'map' });
  expect(await map.inputValue()).toBe('tsne');
  await words.getByText(/^perplexity 3, divergence/).waitFor();
  const canvas = words.locator('canvas').first();
  const last = await pixels(canvas);
  const slider = words.getByRole('slider', { name: 'iteration' });
  expect(await slider.getAttribute('aria-valuetext')).toBe('60');
  await words.getByRole('button', { name: 'Previous iteration' }).click();
  expect(await slider.getAttribute('aria-valuetext')).toBe('57');
  expect(await pixels(canvas)).not.toBe(last);
  await map.selectOption('plane');
  await words.getByText(/^explains 9\d(\.\d)? % of the variance$/).waitFor();
  await slider.waitFor({ state: 'hidden' });
  await map.selectOption('space');
  const still = await pixels(canvas);
  await words.getByRole('application').focus();
  await press('ArrowRight');
  expect(await pixels(canvas)).not.toBe(still);
  await map.selectOption('tsne');
});

test('a point of an embedding tells its neighbours in all columns and shows their pictures', async () => {
  const words = await shown('Embedding words');
  await words.getByRole('application').focus();
  await press('Home');
  await words.getByText(/^apple \(low\) {2}nearest: .*, 5 of 8 of its class$/).waitFor();
  expect(await words.locator('figure').count()).toBe(9);
  await press('ArrowRight');
  await words.getByText(/^apple \(low\)/).waitFor({ state: 'detached' });
  await press('Escape');
  expect(await words.locator('figure').count()).toBe(0);
});

test('points of an embedding are found by their label', async () => {
  const words = await shown('Embedding words');
  const find = words.getByRole('searchbox', { name: 'find' });
  await find.fill('in');
  await words.getByText('2 of 12 points found', { exact: true }).waitFor();
  await find.press('Enter');
  await words.getByText(/^zinc \(high\)/).waitFor();
  await find.fill('');
  expect(await namesSavedBy(words, 'CSV')).toEqual(['words.csv']);
});

test('clouds break no accessibility rule in any theme and complain about nothing', async () => {
  await shown('Cloud row');
  await expectAccessible(saved.page);
  expect(saved.complaints).toEqual([]);
});

test('a cell shows a tensor of three columns as a cloud, and one of more as an embedding', async () => {
  const cells = [
    `view.scatter(randn(40, 3), { color: arange(40), title: 'live' });
view.embedding(randn(20, 5), { title: 'mapped', iterations: 20 });`,
  ];
  await session.run(cells, async (page) => {
    await view(page, 'Cloud live').getByText('40 points').waitFor();
    await view(page, 'Embedding mapped').getByText('20 points of 5 columns').waitFor();
  });
});
