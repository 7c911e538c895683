import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { boxesSpec } from '../../lib/src/view/boxes/boxes.js';
import { BOXES_MIME } from '../../lib/src/view/boxes/spec.js';
import { saliencySpec } from '../../lib/src/view/saliency/saliency.js';
import { SALIENCY_MIME } from '../../lib/src/view/saliency/spec.js';
import { pixels, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { readable } from '../helpers/readable.js';

const image = readable([20, 30], new Float32Array(600).fill(0.5));
const boxes = readable([4, 4], [0, 0, 10, 10, 1, 0, 11, 10, 15, 5, 25, 15, 0, 16, 4, 20]);
const truth = { boxes: readable([2, 4], [0, 0, 10, 9, 15, 6, 25, 15]), labels: [1, 0] };
const found = { boxes, scores: [0.9, 0.6, 0.8, 0.3], labels: [1, 1, 0, 1], classes: ['cat', 'dog'], truth };
const mask = Float32Array.from({ length: 600 }, (_, i) => (i % 30 < 10 ? 1 : 0));

const batch = readable([2, 8, 8, 1], new Float32Array(128).fill(0.25));

const session = labSession();
const saved = savedViews(session, [
  { [BOXES_MIME]: boxesSpec(image, { ...found, title: 'street' }) },
  { [BOXES_MIME]: boxesSpec(image, { masks: readable([1, 20, 30], mask), title: 'mask' }) },
  { [BOXES_MIME]: boxesSpec(batch, { boxes: [readable([1, 4], [0, 0, 2, 2]), readable([0, 4], [])], title: 'two' }) },
  { [SALIENCY_MIME]: saliencySpec(image, readable([2, 3], [-4, 0, 1, 2, 100, 3]), { title: 'gradient' }) },
  {
    [BOXES_MIME]: boxesSpec(image, {
      segmentation: readable([20, 30], mask),
      classes: ['road', 'tree'],
      title: 'ground',
    }),
  },
  { [BOXES_MIME]: { version: 1, photo: {} } },
]);
const { shown, press } = saved;
const drawn = (node: Locator) => pixels(node.locator('canvas'));

test('arrow keys go through the boxes by score and read class, score, corners and overlap with the truth', async () => {
  const node = await shown('Boxes street');
  await node.getByRole('application').focus();
  await press('ArrowRight');
  await node.getByText('dog score 0.9 [0, 0, 10, 10] IoU 0.9 with the truth').waitFor();
  await press('ArrowRight');
  await node.getByText('cat score 0.8 [15, 5, 25, 15] IoU 0.9 with the truth').waitFor();
  await press('End');
  await node.getByText('dog score 0.3 [0, 16, 4, 20] meets no truth').waitFor();
  await press('Escape');
  await node.getByText('Point at a box').waitFor();
});

test('the pointer reads the smallest box under it', async () => {
  const node = await shown('Boxes street');
  // Each pixel of the image is 16 wide.
  await node.locator('canvas').hover({ position: { x: 20 * 16, y: 10 * 16 } });
  await node.getByText('cat score 0.8 [15, 5, 25, 15]').waitFor();
});

test('sliders leave out boxes of low scores and boxes that overlap better ones, and say what is right', async () => {
  const node = await shown('Boxes street');
  await node.getByText('4 of 4 boxes').waitFor();
  await node.getByText('2 wrong').waitFor();
  await node.getByRole('slider', { name: 'score from' }).fill('0.5');
  await node.getByText('3 of 4 boxes').waitFor();
  await node.getByRole('slider', { name: 'overlap up to' }).fill('0.5');
  await node.getByText('2 of 4 boxes').waitFor();
  await node.getByText('0 wrong').waitFor();
  await node.getByRole('button', { name: 'Table' }).click();
  expect(await node.getByRole('rowheader').allTextContents()).toEqual(['0', '1', 'truth 0', 'truth 1']);
});

test('classes are shown and hidden by their buttons', async () => {
  const node = await shown('Boxes street');
  const dog = node.getByRole('button', { name: 'dog' });
  await dog.click();
  expect(await dog.getAttribute('aria-pressed')).toBe('false');
  await node.getByText('1 of 4 boxes').waitFor();
  await dog.click();
  await node.getByText('2 of 4 boxes').waitFor();
  expect(await namesSavedBy(node, 'CSV', 'PNG')).toEqual(['street.csv', 'street.png']);
});

test('a mask covers its pixels as strongly as the slider says', async () => {
  const node = await shown('Boxes mask');
  const before = await drawn(node);
  await node.getByRole('slider', { name: 'opacity' }).fill('1');
  expect(await drawn(node)).not.toBe(before);
});

test('without boxes the pointer and the arrow keys read the class of a pixel', async () => {
  const node = await shown('Segmentation ground');
  await node.getByText('Point at a pixel').waitFor();
  expect(await node.getByText('Point at a box').count()).toBe(0);
  // Each pixel of the image is 14 to 16 wide; column 10 is the first of the other class.
  const wide = await node.locator('canvas').evaluate((canvas) => canvas.clientWidth / 30);
  await node.locator('canvas').hover({ position: { x: 9.5 * wide, y: 3.5 * wide } });
  await node.getByText('[3, 9]: tree', { exact: true }).waitFor();
  await node.getByRole('application', { name: /^Segmentation ground/ }).focus();
  await press('ArrowRight');
  await node.getByText('[3, 10]: road', { exact: true }).waitFor();
  await press('ArrowDown', 'Home');
  await node.getByText('[4, 0]: tree', { exact: true }).waitFor();
  await node.getByRole('button', { name: 'tree' }).press('Enter');
  await node.getByText('[4, 0]: tree, hidden', { exact: true }).waitFor();
  await node.getByRole('application').focus();
  await press('Escape');
  await node.getByText('Point at a pixel').waitFor();
});

test('a batch is gone through image by image', async () => {
  const node = await shown('Boxes two');
  await node.getByText('1 of 1 boxes').waitFor();
  await node.getByRole('slider', { name: 'image' }).fill('1');
  await node.getByText('1 of 1 boxes').waitFor({ state: 'detached' });
});

test('a heat map over an image is read by the keys, and shown in five ways, by sign and without outliers', async () => {
  const node = await shown('Saliency gradient');
  await node.getByRole('application').focus();
  await press('ArrowRight', 'ArrowRight', 'ArrowDown');
  await node.getByText('[1, 1] = 100', { exact: true }).waitFor();
  await node.getByRole('slider', { name: 'outliers' }).fill('20');
  await node.getByText('[1, 1] = 100, beyond the colours', { exact: true }).waitFor();
  const seen = new Set<string>();
  for (const mode of ['blended', 'map', 'image', 'masked', 'alpha']) {
    await node.getByRole('combobox', { name: 'show' }).selectOption(mode);
    seen.add(await drawn(node));
  }
  expect(seen.size).toBe(5);
  await node.getByRole('combobox', { name: 'show' }).selectOption('map');
  const both = await drawn(node);
  await node.getByRole('combobox', { name: 'signs' }).selectOption('negative');
  expect(await drawn(node)).not.toBe(both);
});

test('a damaged output is one sentence', async () => {
  await saved.page
    .getByText('Cannot draw: boxes photo images: expected a whole number from 1')
    .waitFor({ state: 'attached' });
});

test('no accessibility rule is broken in any theme, and nothing complained', async () => {
  await expectAccessible(saved.page);
  expect(saved.complaints).toEqual([]);
});

test('a cell of the notebook shows tensors of the library', async () => {
  const cells = [
    `const scene = rand(16, 16, 3);
view.boxes(scene, { boxes: tensor([[1, 1, 8, 8]]), scores: tensor([0.75]), title: 'one' });
view.saliency(scene, randn(16, 16, 3), { title: 'noise' });`,
  ];
  await session.run(cells, async (page) => {
    await view(page, 'Boxes one').getByText('1 of 1 boxes').waitFor();
    await view(page, 'Saliency noise').getByText('sum of 3 channels').waitFor();
  });
});
