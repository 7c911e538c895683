import { describe, expect, test } from 'vitest';
import { confusionSpec } from '../../lib/src/view/confusion/confusion.js';
import { CONFUSION_MIME } from '../../lib/src/view/confusion/spec.js';
import { Histograms, histogramSpec } from '../../lib/src/view/histogram/histogram.js';
import { HISTOGRAM_MIME } from '../../lib/src/view/histogram/spec.js';
import { imageSpec } from '../../lib/src/view/maps/image.js';
import { mapsSpec } from '../../lib/src/view/maps/maps.js';
import { MAPS_MIME } from '../../lib/src/view/maps/spec.js';
import { barSpec } from '../../lib/src/view/plot/bar.js';
import { lineSpec } from '../../lib/src/view/plot/line.js';
import { scatterSpec } from '../../lib/src/view/plot/scatter.js';
import { PLOT_MIME } from '../../lib/src/view/plot/spec.js';
import { hasFocus, pixels, pointCounts, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy, pngSize, savedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { readable, recordingHost } from '../helpers/readable.js';

/** 8×8 maps: map `m` holds `m` everywhere but for 10 m + column in its first row. */
const planes = (maps: number) => ({
  shape: [2, 8, 8, maps],
  dtype: 'float32' as const,
  values: Float32Array.from({ length: 2 * 64 * maps }, (_, i) => {
    const [map, col, row] = [i % maps, Math.floor(i / maps) % 8, Math.floor(i / maps / 8) % 8];
    return row === 0 ? 10 * map + col : map;
  }),
});
const colours = {
  shape: [2, 4, 4, 3],
  dtype: 'float32' as const,
  values: Float32Array.from({ length: 96 }, (_, i) => (i % 3 === 0 ? 1 : 0.25)),
};

const spread = new Histograms({ title: 'run' }, { now: () => 0, host: recordingHost() });
for (let step = 0; step < 5; step++) {
  const shifted = Array.from({ length: 400 }, (_, i) => Math.sin(i * 12.9) + step / 4);
  spread.push({ 'conv1.weight': readable([20, 20], shifted), dead: readable([4], [0, 0, 0, 0]) }, { step: step * 10 });
}
const cloud = Array.from({ length: 60 }, (_, i) => Math.sin(i * 7.3));

const session = labSession();
const saved = savedViews(session, [
  { [HISTOGRAM_MIME]: histogramSpec(readable([5], [0, 0, 1, 1.5, Number.NaN], { label: 'five' })) },
  { [HISTOGRAM_MIME]: spread.toSpec() },
  { [MAPS_MIME]: mapsSpec(planes(6), { title: 'conv1' }) },
  { [MAPS_MIME]: imageSpec(colours, { title: 'pets', labels: ['cat', 'dog'] }) },
  {
    [PLOT_MIME]: lineSpec({ train: [3, 2, 1], test: [4, 3, 3] }, { title: 'losses', xLabel: 'step', yLabel: 'loss' }),
  },
  { [PLOT_MIME]: scatterSpec(readable([30, 2], cloud), { title: 'cloud', color: cloud.slice(0, 30) }) },
  { [PLOT_MIME]: barSpec([0.5, 0.25], { title: 'bars', labels: ['cat', 'dog'] }) },
  { [CONFUSION_MIME]: confusionSpec(readable([2, 2], [6, 2, 0, 4]), { title: 'pets', classes: ['cat', 'dog'] }) },
  { [MAPS_MIME]: { version: 1, channels: 1, kind: 'film' } },
]);
const { shown: see, press } = saved;

describe('histograms in a notebook without a kernel', () => {
  test('read a bin to the keyboard and the pointer, and list the counts', async () => {
    const shown = await see('Histogram five');
    await shown.getByText('1 NaN').waitFor();
    await shown.getByRole('application').focus();
    await press('ArrowRight');
    await shown.getByText(/^\[0, 0\.\d+\): 2 values, 40 %$/).waitFor();
    await press('End');
    await shown.getByText(/^\[1\.5, 1\.\d+\): 1 value, 20 %$/).waitFor();
    await press('Escape');
    const canvas = shown.locator('canvas');
    await canvas.hover({ position: { x: 48, y: 60 } });
    await shown.getByText(/^\[0, 0\.\d+\): 2 values/).waitFor();
    await shown.getByRole('button', { name: 'Table' }).click();
    const first = shown.getByRole('row').nth(1);
    expect(await first.getByRole('cell').last().textContent()).toBe('2');
    expect(saved.complaints).toEqual([]);
  });

  test('go through the steps with the slider and the keys, over the first and last or all at once', async () => {
    const shown = await see('Histogram run');
    const steps = shown.getByRole('slider', { name: 'step' });
    expect(await steps.getAttribute('aria-valuetext')).toBe('40');
    await steps.fill('1');
    expect(await steps.getAttribute('aria-valuetext')).toBe('10');
    const panel = shown.getByRole('application', { name: /conv1\.weight/ });
    await panel.focus();
    await press('ArrowUp');
    expect(await steps.getAttribute('aria-valuetext')).toBe('20');
    await press('ArrowRight');
    await shown.getByText(/^step 20, \[.+\): \d+ values?, /).waitFor();
    const drawn = () => pixels(panel.locator('canvas'));
    const overlay = await drawn();
    await shown.getByRole('combobox', { name: 'show' }).selectOption('ridge');
    const ridge = await drawn();
    expect(ridge).not.toBe(overlay);
    await shown.getByRole('button', { name: 'log counts' }).click();
    expect(await drawn()).not.toBe(ridge);
    const own = await drawn();
    await shown.getByRole('button', { name: 'same x' }).click();
    expect(await drawn()).toBe(own);
    const narrow = shown.getByRole('application', { name: /dead/ });
    await narrow.focus();
    await press('ArrowRight');
    const x = await narrow.locator('canvas').evaluate((node) => (node as HTMLCanvasElement).clientWidth);
    await narrow.locator('canvas').hover({ position: { x: x - 12, y: 60 } });
    expect(await narrow.locator('xpath=..').locator('output').textContent()).toContain('Point at a bin');
    await shown.getByText('zeros 100 %').waitFor();
    const narrowest = await shown
      .getByRole('application')
      .first()
      .evaluate((node) => node.clientWidth);
    const [csv, png] = [await savedBy(shown, 'CSV'), await savedBy(shown, 'PNG')];
    expect([csv.name, png.name]).toEqual(['run.csv', 'run.png']);
    // Both panels are in the picture, one under the other, at twice the resolution.
    expect(pngSize(png.bytes).height).toBeGreaterThan(2 * 2 * 190);
    expect(pngSize(png.bytes).width).toBeGreaterThan(Math.min(560, narrowest));
    expect(saved.complaints).toEqual([]);
  });
});

describe('grids of pictures in a notebook without a kernel', () => {
  test('name the map at the cursor, enlarge it, read its pixels, and give the focus back', async () => {
    const shown = await see('Feature maps conv1');
    const grid = shown.getByRole('application', { name: /^Feature maps/ });
    await grid.focus();
    await press('ArrowRight', 'ArrowRight', 'ArrowRight');
    await shown.getByText(/^map 2 {2}x∈\[2, 27\]/).waitFor();
    await press('Enter');
    const large = shown.getByRole('application', { name: /^map 2, large/ });
    expect(await hasFocus(large)).toBe(true);
    await press('ArrowRight', 'ArrowRight', 'ArrowRight');
    await shown.getByText('[0, 2] = 22', { exact: true }).waitFor();
    await press('Escape');
    await large.waitFor({ state: 'detached' });
    expect(await hasFocus(grid)).toBe(true);
    await grid.locator('canvas').click({ position: { x: 8, y: 8 } });
    await shown.getByRole('button', { name: 'Close' }).click();
    expect(saved.complaints).toEqual([]);
  });

  test('sort the maps, change the sample and the colours, and list what is known of each', async () => {
    const shown = await see('Feature maps conv1');
    await shown.getByRole('button', { name: 'Table' }).click();
    const names = () => shown.getByRole('rowheader').allTextContents();
    expect(await names()).toEqual(['0', '1', '2', '3', '4', '5']);
    await shown.getByRole('combobox', { name: 'order' }).selectOption('activity');
    expect(await names()).toEqual(['5', '4', '3', '2', '1', '0']);
    const drawn = () => pixels(shown.locator('canvas').first());
    const common = await drawn();
    await shown.getByRole('combobox', { name: 'colours' }).selectOption('map');
    expect(await drawn()).not.toBe(common);
    await shown.getByRole('slider', { name: 'sample' }).fill('1');
    expect(saved.complaints).toEqual([]);
  });

  test('show images in their own colours with their captions, as bright and of as much contrast as the sliders say', async () => {
    const shown = await see('Images pets');
    const canvas = shown.locator('canvas');
    const colour = () =>
      canvas.evaluate((node) => {
        const pixels = (node as HTMLCanvasElement).getContext('2d')?.getImageData(20, 20, 1, 1).data;
        return pixels ? [...pixels] : [];
      });
    expect(await colour()).toEqual([255, 64, 64, 255]);
    await shown.getByRole('slider', { name: 'brightness' }).fill('0.5');
    expect(await colour()).toEqual([255, 191, 191, 255]);
    await shown.getByRole('slider', { name: 'brightness' }).fill('0');
    await shown.getByRole('slider', { name: 'contrast' }).fill('4');
    expect(await colour()).toEqual([255, 0, 0, 255]);
    await canvas.hover({ position: { x: 10, y: 10 } });
    await shown.getByText(/^image 0 \(cat\)/).waitFor();
    expect(saved.complaints).toEqual([]);
  });

  test('explain an output that they cannot draw', async () => {
    await saved.page
      .getByText('Cannot draw: maps kind: expected one of activations, filters, images, got "film".')
      .waitFor({ state: 'attached' });
    expect(saved.complaints).toEqual([]);
  });
});

describe('charts in a notebook without a kernel', () => {
  test('draw lines, read their points to the keyboard, list and save them', async () => {
    const shown = await see('Line chart losses');
    const chart = shown.getByRole('application');
    await chart.locator('.main-svg').first().waitFor();
    expect(await pointCounts(chart)).toEqual([3, 3]);
    await chart.focus();
    await press('ArrowRight', 'ArrowRight', 'ArrowDown');
    await shown.getByText('test, step = 1, loss = 3', { exact: true }).waitFor();
    await expect.poll(() => pointCounts(chart)).toEqual([3, 3, 1]);
    await shown.getByRole('button', { name: 'Table' }).click();
    expect(await shown.getByRole('row').nth(1).getByRole('cell').allTextContents()).toEqual(['0', '3']);
    expect(await namesSavedBy(shown, 'CSV', 'PNG', 'SVG')).toEqual(['losses.csv', 'losses.png', 'losses.svg']);
    expect(saved.complaints).toEqual([]);
  });

  test('draw a cloud of points with a colour scale, and bars with their words', async () => {
    const shown = await see('Scatter chart cloud');
    await shown.locator('.main-svg').first().waitFor();
    expect(await shown.locator('.scatterlayer .point').count()).toBe(30);
    expect(await shown.locator('.infolayer .colorbar').count()).toBe(1);
    const bars = await see('Bar chart bars');
    await bars.locator('.xtick').getByText('cat').waitFor();
    expect(await bars.locator('.barlayer .point').count()).toBe(2);
    expect(saved.complaints).toEqual([]);
  });
});

test('a confusion matrix is a table whose cells the keyboard and the pointer read', async () => {
  const shown = await see('Confusion matrix pets');
  await shown.getByText('10 of 12 right').waitFor();
  expect(await shown.getByRole('row').nth(1).getByRole('cell').allTextContents()).toEqual(['6', '2', '75']);
  await shown.getByRole('region').focus();
  await press('ArrowRight', 'ArrowRight');
  await shown.getByText('cat taken for dog: 2, 25 % of the label, 33.3 % of the prediction').waitFor();
  await shown.getByRole('combobox', { name: 'show' }).selectOption('label');
  expect(await shown.getByRole('row').nth(1).getByRole('cell').allTextContents()).toEqual(['75', '25', '75']);
  await shown.getByRole('cell').nth(4).hover();
  await shown.getByText(/^dog found: 4, 100 %/).waitFor();
  const [csv, png] = [await savedBy(shown, 'CSV'), await savedBy(shown, 'PNG')];
  expect(csv.bytes.toString().trim().split(/\r?\n/)).toEqual(['label,cat,dog', 'cat,6,2', 'dog,0,4']);
  expect(png.name).toBe('pets.png');
  expect(pngSize(png.bytes).height).toBeGreaterThan(2 * 2 * 26);
  expect(saved.complaints).toEqual([]);
});

test('all views break no accessibility rule, in the light, the dark and the high contrast theme', async () => {
  for (const name of ['Histogram five', 'Feature maps conv1', 'Line chart losses']) {
    const table = (await see(name)).getByRole('button', { name: 'Table' });
    // A test before this one may have opened it.
    if ((await table.getAttribute('aria-pressed')) !== 'true') await table.click();
  }
  await see('Confusion matrix pets');
  await expectAccessible(saved.page);
  expect(saved.complaints).toEqual([]);
});

test('views of a running cell come from tensors of the library and grow while it runs', async () => {
  const cells = [
    `view.line(arange(0, 4, 1), arange(0, 4, 1).pow(2), { title: 'square' });
view.maps(rand([1, 6, 6, 3]), { title: 'random' });
view.confusion({ predicted: tensor([0, 1, 1]), labels: tensor([0, 1, 0]), title: 'three' });
const spread = view.histograms({ title: 'growing' });
for (let step = 0; step < 4; step++) spread.push({ x: randn([100]) }, { step });`,
  ];
  await session.run(cells, async (page) => {
    const growing = view(page, 'Histogram growing');
    await expect.poll(() => growing.getByRole('slider', { name: 'step' }).getAttribute('aria-valuetext')).toBe('3');
    const square = view(page, 'Line chart square');
    await square.scrollIntoViewIfNeeded();
    await square.locator('.main-svg').first().waitFor();
    expect(await pointCounts(square.getByRole('application'))).toEqual([4]);
    expect(await view(page, 'Feature maps random').textContent()).toContain('3 maps of 6×6');
    expect(await view(page, 'Confusion matrix three').textContent()).toContain('2 of 3 right');
  });
});
