import { expect, test } from 'vitest';
import { embeddingSpec } from '../../lib/src/view/embedding/embedding.js';
import { EMBEDDING_MIME } from '../../lib/src/view/embedding/spec.js';
import { pixels, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { embeddingOfFirstVersion } from '../helpers/embedding-first.js';
import { readable } from '../helpers/readable.js';

const COUNT = 10_000;

/** Ten groups of a thousand points in four columns, with pictures of so many pixels that not all fit. */
function large() {
  const noise = (i: number) => Math.sin(i * 12.9898) * 43758.5453 - Math.floor(Math.sin(i * 12.9898) * 43758.5453);
  const values = Array.from({ length: COUNT * 4 }, (_, i) => {
    const [point, column] = [Math.floor(i / 4), i % 4];
    return 3 * Math.sin((point % 10) * (column + 1)) + noise(i + 1);
  });
  return embeddingSpec(readable([COUNT, 4], values), {
    title: 'many',
    points: COUNT,
    color: Array.from({ length: COUNT }, (_, i) => i % 10),
    images: readable([COUNT, 14, 14], new Float32Array(COUNT * 196).fill(1)),
    iterations: 6,
  });
}

const session = labSession();
const saved = savedViews(session, [{ [EMBEDDING_MIME]: large() }, { [EMBEDDING_MIME]: embeddingOfFirstVersion }]);
const { shown, press } = saved;

test('ten thousand points are shown, with what is left out of their pictures', async () => {
  const many = await shown('Embedding many');
  await many.getByRole('application', { name: /^Embedding many: 10000 points, t-SNE/ }).waitFor();
  await many.getByText('Pictures: of 1,530 of the 10,000 points, evenly chosen.', { exact: true }).waitFor();
  await many.getByRole('button', { name: '3 1,000' }).waitFor();
});

test('the cursor goes over ten thousand points and leaves the drawing as it was', async () => {
  const many = await shown('Embedding many');
  const canvas = many.locator('canvas').first();
  const before = await pixels(canvas);
  await canvas.hover();
  await many.getByText(/^point \d+ \(\d\) {2}nearest: point \d+, .* of 5 of its class$/).waitFor();
  expect(await pixels(canvas)).not.toBe(before);
  await many.getByRole('application').focus();
  await press('Escape');
  expect(await pixels(canvas)).toBe(before);
  await press('Home');
  await many.getByText(/^point 0 \(0\) {2}nearest:/).waitFor();
  await press('ArrowRight');
  await many.getByText(/^point 0 \(0\) {2}nearest:/).waitFor({ state: 'detached' });
  await press('Escape');
});

test('one of ten thousand is found by its number, and all are in the file of the table', async () => {
  const many = await shown('Embedding many');
  const find = many.getByRole('searchbox', { name: 'find' });
  const canvas = many.locator('canvas').first();
  const before = await pixels(canvas);
  await find.fill('point 9999');
  await many.getByText('1 of 10,000 points found', { exact: true }).waitFor();
  expect(await pixels(canvas)).not.toBe(before);
  await find.press('Enter');
  await many.getByText(/^point 9999 \(9\) {2}nearest:/).waitFor();
  expect(await many.locator('figure').count()).toBe(6);
  await find.fill('');
  await many.getByRole('button', { name: 'Table' }).click();
  await many.getByText(/first 200 of 10,000 rows$/).waitFor();
  await many.getByRole('button', { name: 'Table' }).click();
  expect(await namesSavedBy(many, 'CSV', 'PNG')).toEqual(['many.csv', 'many.png']);
});

test('an embedding that an earlier release wrote is drawn with its places, neighbours and pictures', async () => {
  const first = await shown('Embedding first');
  await first.getByText('perplexity 1, divergence 0.25', { exact: true }).waitFor();
  await first.getByRole('application').focus();
  await press('End');
  await first.getByText('point 2  nearest: point 1, point 0', { exact: true }).waitFor();
  expect(await first.locator('figure').count()).toBe(3);
  await press('Escape');
});

test('ten thousand points are turned in space, and break no accessibility rule', async () => {
  const many = await shown('Embedding many');
  const map = many.getByRole('combobox', { name: 'map' });
  await map.selectOption('space');
  const canvas = many.locator('canvas').first();
  const still = await pixels(canvas);
  await many.getByRole('application').focus();
  await press('ArrowRight');
  expect(await pixels(canvas)).not.toBe(still);
  await map.selectOption('tsne');
  await expectAccessible(saved.page);
  expect(saved.complaints).toEqual([]);
});

test('a cell maps ten thousand points of a tensor', async () => {
  const cells = [`view.embedding(randn(10000, 8), { title: 'mapped', points: 10000, iterations: 2 });`];
  await session.run(cells, async (page) => {
    await view(page, 'Embedding mapped').getByText('10,000 points of 8 columns').waitFor();
  });
});
