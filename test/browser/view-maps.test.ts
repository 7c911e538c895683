import type { Locator } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { layeredMapsSpec, mapsSpec } from '../../lib/src/view/maps/maps.js';
import { MAPS_MIME } from '../../lib/src/view/maps/spec.js';
import { pixels, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { readable } from '../helpers/readable.js';

/** Two samples of 8×8, four maps: a wave, its double, its negative, and nothing. */
const wave = (i: number) => Math.sin(i / 5) + 1;
const conv1 = readable(
  [2, 8, 8, 4],
  Array.from({ length: 512 }, (_, i) => [1, 2, -1, 0][i % 4] * wave(Math.floor(i / 4))),
);
const conv2 = readable(
  [2, 4, 4, 2],
  Array.from({ length: 64 }, (_, i) => (i % 2 === 0 ? 20 * wave(i) : Math.max(0, Math.cos(i)))),
);
const weight = readable(
  [3, 3, 2, 4],
  Array.from({ length: 72 }, (_, i) => Math.cos(i)),
);
const values = (x: ReturnType<typeof readable>) => ({ shape: x.shape, dtype: x.dtype, values: x.dataSync() });

const layers: Parameters<typeof layeredMapsSpec>[0] = [
  ['conv1', values(conv1)],
  ['conv2', values(conv2)],
  ['conv2.weight', values(weight)],
];

const session = labSession();
const saved = savedViews(session, [
  { [MAPS_MIME]: layeredMapsSpec(layers, { title: 'net' }) },
  { [MAPS_MIME]: mapsSpec(values(weight), { title: 'kernel', filters: true }) },
  { [MAPS_MIME]: layeredMapsSpec(layers, { title: 'one scale', range: 'model' }) },
  { [MAPS_MIME]: mapsSpec(values(conv1), { title: 'given', range: [0, 3] }) },
  { [MAPS_MIME]: { ...layeredMapsSpec(layers), more: [{ kind: 'activations' }] } },
]);
const { press } = saved;
let net: Locator;

beforeEach(async () => {
  net = await saved.shown('Feature maps net');
  await net.getByRole('combobox', { name: 'layer' }).selectOption('conv1');
  await net.getByRole('combobox', { name: 'show' }).selectOption('maps');
});

const choose = (name: string, value: string) => net.getByRole('combobox', { name }).selectOption(value);
const fact = (text: string | RegExp) => net.getByText(text, { exact: true }).waitFor();
const drawn = () => pixels(net.locator('canvas').first());

test('layers are chosen from a list, each with its own facts and its own slider', async () => {
  await fact('4 maps of 8×8');
  await fact('All zero: 3.');
  await choose('layer', 'conv2');
  await fact('2 maps of 4×4');
  await net.getByRole('slider', { name: 'sample' }).fill('1');
  await choose('layer', 'conv2.weight');
  await fact('4 filters of 3×3');
  await net.getByRole('slider', { name: 'input channel' }).fill('0');
  await net.getByRole('application', { name: 'Filters conv2.weight' }).focus();
  await press('ArrowRight');
  await net.getByText(/^filter 0 {2}x∈\[−0.9577, 1\]/).waitFor();
  await net.getByRole('button', { name: 'Next input channel' }).click();
  await net.getByRole('application', { name: 'Filters conv2.weight' }).focus();
  await press('Home');
  await net.getByText(/^filter 0 {2}x∈\[−0.9626, 0.9998\]/).waitFor();
  expect(saved.complaints).toEqual([]);
});

test('the header says whether colours have one scale a map, a layer or for all layers, and the maps are drawn so', async () => {
  await choose('colours', 'layer');
  await fact('colours: one scale for the layer, −4 to 4');
  const layer = await drawn();
  await choose('colours', 'model');
  await fact('colours: one scale for all layers, −39.99 to 39.99');
  const all = await drawn();
  await choose('colours', 'map');
  await fact('colours: each map by itself');
  expect(new Set([layer, all, await drawn()]).size).toBe(3);
  await choose('colours', 'layer');
  expect(saved.complaints).toEqual([]);
});

test('colours begin as the code asked, and the reader can choose others and come back', async () => {
  const whole = await saved.shown('Feature maps one scale');
  await whole.getByText('colours: one scale for all layers, −39.99 to 39.99', { exact: true }).waitFor();
  expect(await whole.getByRole('combobox', { name: 'colours' }).inputValue()).toBe('model');
  const given = await saved.shown('Feature maps given');
  const colours = given.getByRole('combobox', { name: 'colours' });
  const seen = () => pixels(given.locator('canvas').first());
  await given.getByText('colours: given, 0 to 3', { exact: true }).waitFor();
  expect(await colours.locator('option').allTextContents()).toEqual([
    'one scale for all',
    'each by itself',
    'given: 0 to 3',
  ]);
  const before = await seen();
  await colours.selectOption('layer');
  await given.getByText('colours: one scale for the layer, −4 to 4', { exact: true }).waitFor();
  expect(await seen()).not.toBe(before);
  await colours.selectOption('given');
  await given.getByText('colours: given, 0 to 3', { exact: true }).waitFor();
  expect(await seen()).toBe(before);
  expect(saved.complaints).toEqual([]);
});

test('maps with the most zeros come first when they are sorted so', async () => {
  await net.getByRole('button', { name: 'Table' }).click();
  const names = () => net.getByRole('rowheader').allTextContents();
  await choose('order', 'sparsity');
  expect((await names())[0]).toBe('3');
  await choose('order', 'index');
  expect(await names()).toEqual(['0', '1', '2', '3']);
  await net.getByRole('button', { name: 'Table' }).click();
});

test('the correlation of a layer is a matrix that names the most alike pairs and reads each one', async () => {
  await choose('show', 'correlation');
  await net.getByText(/Most alike: 0 and 1 \(r=1\), 0 and 2 \(r=−1\), 1 and 2 \(r=−1\)\. Grey: .* \(1\)\.$/).waitFor();
  const matrix = net.getByRole('application', { name: 'Feature maps conv1: correlation of each pair' });
  await fact('Point at a pair of maps, or use the arrow keys.');
  await matrix.focus();
  await press('ArrowRight', 'ArrowRight', 'ArrowRight');
  await fact('map 0 and map 2: r=−1');
  await press('End', 'ArrowDown');
  await fact('map 1 and map 3: no correlation, map 3 does not vary or is not finite');
  // Cells of 28 pixels start 1 right and 2 below the canvas's corner.
  await matrix.locator('canvas').hover({ position: { x: 1 + 28 + 14, y: 2 + 14 } });
  await fact('map 0 and map 1: r=1');
  await net.getByRole('button', { name: 'Table' }).click();
  expect(await net.getByRole('rowheader').allTextContents()).toEqual(['0 and 1', '0 and 2', '1 and 2']);
  await net.getByRole('button', { name: 'Table' }).click();
  expect(await namesSavedBy(net, 'CSV', 'PNG')).toEqual(['net-conv1.csv', 'net-conv1.png']);
  expect(saved.complaints).toEqual([]);
});

test('filters of a single tensor are seen input channel by input channel, and a broken layer is explained', async () => {
  const kernel = view(saved.page, 'Filters kernel');
  await kernel.getByRole('slider', { name: 'input channel' }).waitFor();
  expect(await kernel.getByRole('combobox', { name: 'layer' }).count()).toBe(0);
  await saved.page.getByText('Cannot draw: maps channels: expected a whole number from 1, got nothing.').waitFor();
  expect(saved.complaints).toEqual([]);
});

test('layers and their correlation break no accessibility rule in the light, the dark and the high contrast theme', async () => {
  await choose('show', 'correlation');
  await net.getByRole('button', { name: 'Table' }).click();
  await expectAccessible(saved.page);
});

test('a cell shows the layers of a net by their names', async () => {
  const code = `
manualSeed(0);
const conv = new nn.Conv2d(1, 4, 3);
const seen = conv(rand(2, 8, 8, 1));
view.maps({ 'conv.weight': conv.weight, conv: seen, relu: seen.relu() }, { title: 'small net' });
`;
  await session.run([code], async (page) => {
    const shown = view(page, 'Feature maps small net');
    await shown.getByText('4 filters of 3×3', { exact: true }).waitFor();
    await shown.getByRole('combobox', { name: 'layer' }).selectOption('relu');
    await shown.getByText('4 maps of 6×6', { exact: true }).waitFor();
  });
}, 120_000);
