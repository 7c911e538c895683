import { expect, test } from 'vitest';
import { attentionSpec } from '../../lib/src/view/attention/attention.js';
import { ATTENTION_MIME } from '../../lib/src/view/attention/spec.js';
import { sequenceSpec } from '../../lib/src/view/sequence/sequence.js';
import { SEQUENCE_MIME } from '../../lib/src/view/sequence/spec.js';
import { UNITS_MIME } from '../../lib/src/view/units/spec.js';
import { unitsSpec } from '../../lib/src/view/units/units.js';
import { pixels, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy, pngSize, savedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { readable } from '../helpers/readable.js';

/** Four samples; units: rising, dead, constant, twice the first, falling. */
const layer = readable([4, 5], [1, 0, 2, 2, 3, 2, 0, 2, 4, 2, 3, 0, 2, 6, 1, 0, 0, 2, 0, 4]);

/** Two samples of two heads; the first attends to itself, the second to the first token. */
const heads = readable(
  [2, 2, 3, 3],
  [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0.5, 0.5, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 3],
);

/** Each of 300 tokens attends to the one before it. */
const long = readable(
  [300, 300],
  Array.from({ length: 90_000 }, (_, i) => ((i % 300) + 1 === Math.floor(i / 300) ? 1 : 0)),
);

const wave = Array.from({ length: 100 }, (_, i) => (i === 3 ? 0.5 : 0));
/** Two frequencies, the upper one as strong as can be in the second half. */
const spectrum = { frames: 2, bins: 2, hop: 50, low: -80, high: 0, values: btoa('\xff\x00\x00\xff') };

const session = labSession();
const saved = savedViews(session, [
  { [UNITS_MIME]: unitsSpec(layer, { title: 'hidden', color: [0, 1, 1, 0], classes: ['cat', 'dog'] }) },
  { [ATTENTION_MIME]: attentionSpec(heads, { title: 'layer', queries: ['the', 'cat', 'sat'] }) },
  { [SEQUENCE_MIME]: sequenceSpec(wave, { title: 'tone', rate: 100 }, spectrum) },
  { [SEQUENCE_MIME]: sequenceSpec([0.5, -1, 0.25], { title: 'unit 7', tokens: ['c', 'a', 't'] }) },
  { [ATTENTION_MIME]: attentionSpec(long, { title: 'long' }) },
  { [UNITS_MIME]: { version: 1, units: 'many' } },
]);
const { shown, press } = saved;

test('a matrix of activations names the units that are of no use', async () => {
  const units = await shown('Units hidden');
  await units.getByText('1 dead', { exact: true }).waitFor();
  await units.getByText('Dead (0 for every sample): 1. Constant: 2. Alike: 0 = 3.').waitFor();
});

test('each activation is read to the keyboard and the pointer, samples by class', async () => {
  const units = await shown('Units hidden');
  await units.getByRole('application').focus();
  await press('ArrowRight', 'ArrowDown');
  await units.getByText(/^unit 0, sample 3 \(cat\) = 0 {2}zeros 25 % {2}μ=1.5$/).waitFor();
  await press('ArrowRight');
  await units.getByText(/^unit 1, sample 3 \(cat\) = 0 .*dead$/).waitFor();
  await units.locator('canvas').hover({ position: { x: 20, y: 36 } });
  await units.getByText(/^unit 0, sample 0 \(cat\) = 1/).waitFor();
});

test('Enter lists the samples that excite a unit most, Escape leaves it', async () => {
  const units = await shown('Units hidden');
  await units.getByRole('application').focus();
  await press('Home', 'Enter');
  expect(await units.getByRole('listitem').allTextContents()).toEqual([
    'sample 2 (dog) 3',
    'sample 1 (dog) 2',
    'sample 0 (cat) 1',
    'sample 3 (cat) 0',
  ]);
  await units.getByText('Mean answer: dog 2.5, cat 0.5.').waitFor();
  await press('ArrowRight', 'Enter');
  await units.getByText('unit 1 is dead: it answers 0 to every sample.').waitFor();
  await press('Escape');
  await units.getByText(/is dead: it answers/).waitFor({ state: 'detached' });
});

test('units are sorted, correlated and listed', async () => {
  const units = await shown('Units hidden');
  await units.getByRole('button', { name: 'Table' }).click();
  const names = () => units.getByRole('rowheader').allTextContents();
  expect(await names()).toEqual(['0', '1', '2', '3', '4']);
  await units.getByRole('combobox', { name: 'units' }).selectOption('zeros');
  expect(await names()).toEqual(['1', '0', '3', '2', '4']);
  await units.getByRole('combobox', { name: 'units' }).selectOption('index');
  const canvas = units.locator('canvas');
  const activations = await pixels(canvas);
  await units.getByRole('combobox', { name: 'show' }).selectOption('correlation');
  expect(await pixels(canvas)).not.toBe(activations);
  await units.getByRole('application').focus();
  await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await units.getByText('unit 0 and unit 4: correlation −1', { exact: true }).waitFor();
  await units.getByRole('combobox', { name: 'show' }).selectOption('activations');
  await units.getByRole('button', { name: 'dog 2' }).click();
  await units.getByRole('application').focus();
  await press('ArrowDown', 'ArrowDown', 'ArrowDown');
  await units.getByText(/^unit 0, sample 3 \(cat\) = 0/).waitFor();
  expect(await namesSavedBy(units, 'CSV', 'PNG')).toEqual(['hidden.csv', 'hidden.png']);
});

test('attention between many tokens stays in a box, which follows the keys', async () => {
  const found = await shown('Attention long');
  const box = found.getByRole('application');
  expect((await found.boundingBox())?.height).toBeLessThan(900);
  await box.focus();
  await press('ArrowDown', 'ArrowRight', 'End');
  await found.getByText(/299/).waitFor();
  const [right, bottom] = await box.evaluate((node) => [
    node.scrollLeft + node.clientWidth - node.scrollWidth,
    node.scrollTop,
  ]);
  expect(right).toBeGreaterThan(-8);
  expect(bottom).toBe(0);
});

test('attention is read weight by weight, and a token by itself', async () => {
  const layer = await shown('Attention layer');
  await layer.getByText('1 of 12 rows do not add up to 1, the farthest to 4.').waitFor();
  await layer.getByRole('application').focus();
  await press('ArrowDown', 'ArrowDown', 'ArrowRight');
  await layer.getByText('head 0: cat → cat = 1 row adds up to 1').waitFor();
  const box = await layer.getByRole('application').boundingBox();
  if (!box) throw new Error('the map has no box');
  await layer
    .locator('.lectern-Surface canvas')
    .first()
    .hover({ position: { x: 4, y: box.height - 10 } });
  await layer.getByText('sat attends to sat 1, the 0, cat 0').waitFor();
  const lines = layer.getByRole('img', { name: /lines from queries to keys/ }).locator('canvas');
  const width = await lines.evaluate((node) => node.clientWidth);
  await lines.hover({ position: { x: width - 20, y: 30 } });
  await layer.getByText('cat is attended to by cat 1, the 0, sat 0').waitFor();
});

test('each head, their mean and each sample can be seen large', async () => {
  const layer = await shown('Attention layer');
  await layer.getByRole('button', { name: 'mean' }).click();
  await layer.getByRole('application').focus();
  await press('Escape', 'ArrowDown', 'ArrowDown');
  await layer.getByText('mean over 2 heads: cat → the = 0.5 row adds up to 1').waitFor();
  await layer.getByRole('button', { name: 'head 1' }).press('Enter');
  await layer.getByText('head 1: cat → the = 1 row adds up to 1').waitFor();
  await layer.getByRole('slider', { name: 'sample' }).fill('1');
  await layer.getByRole('button', { name: 'Table' }).click();
  expect(await layer.getByRole('row').nth(3).getByRole('cell').allTextContents()).toEqual(['1', '0', '3']);
  expect(await namesSavedBy(layer, 'PNG')).toEqual(['layer.png']);
});

test('a sequence is read step by step with its strongest frequency, and zoomed', async () => {
  const tone = await shown('Sequence tone');
  await tone.getByText('100 steps at 100 Hz').waitFor();
  await tone.getByRole('application').focus();
  await press('Home', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await tone.getByText('0.03 s: 0.5 strongest at 0 Hz, 0 dB').waitFor();
  await press('End');
  await tone.getByText('0.99 s: 0 strongest at 50 Hz, 0 dB').waitFor();
  const lanes = tone.getByRole('application').locator('canvas');
  const spectrogram = tone.getByRole('img', { name: /spectrogram in decibels/ }).locator('canvas');
  const whole = [await pixels(lanes), await pixels(spectrogram)];
  await press('+');
  expect(await pixels(lanes)).not.toBe(whole[0]);
  expect(await pixels(spectrogram)).not.toBe(whole[1]);
  await press('0');
  expect([await pixels(lanes), await pixels(spectrogram)]).toEqual(whole);
  await spectrogram.hover({ position: { x: 52, y: 20 } });
  await tone.getByText(/^0 s: 0/).waitFor();
});

test('a sequence with a rate has a button that plays it to its end, one without has none', async () => {
  const tone = await shown('Sequence tone');
  const listen = tone.getByRole('button', { name: 'Listen' });
  await listen.click();
  await expect.poll(() => listen.getAttribute('aria-pressed')).toBe('false');
  const unit = await shown('Sequence unit 7');
  expect(await unit.getByRole('button', { name: 'Listen' }).count()).toBe(0);
});

test('tokens are coloured by their values and read under the pointer and by keys', async () => {
  const unit = await shown('Sequence unit 7');
  const colours = await unit
    .locator('.lectern-Tokens span')
    .evaluateAll((spans) => spans.map((span) => (span as HTMLElement).style.background));
  expect(new Set(colours).size).toBe(3);
  await unit.locator('.lectern-Tokens span').nth(1).hover();
  await unit.getByText('“a” step 1: −1', { exact: true }).waitFor();
  await unit.getByRole('application', { name: /tokens/ }).focus();
  await press('ArrowRight');
  await unit.getByText('“t” step 2: 0.25', { exact: true }).waitFor();
  await press('ArrowRight', 'Home');
  await unit.getByText('“c” step 0: 0.5', { exact: true }).waitFor();
  await press('End', 'ArrowLeft');
  await unit.getByText('“a” step 1: −1', { exact: true }).waitFor();
  await press('Escape');
  await unit.getByText('Point at the sequence').waitFor();
  await unit.getByRole('button', { name: 'Table' }).click();
  expect(await unit.getByRole('row').nth(3).getByRole('cell').allTextContents()).toEqual(['t', '0.25']);
});

test('the picture of a sequence that is saved has its tokens, its lines and its spectrogram', async () => {
  const [tone, unit] = [
    await savedBy(await shown('Sequence tone'), 'PNG'),
    await savedBy(await shown('Sequence unit 7'), 'PNG'),
  ];
  expect([tone.name, unit.name]).toEqual(['tone.png', 'unit-7.png']);
  // At twice the resolution: one lane of 150 pixels, and the spectrogram as high, or a line of tokens.
  const [high, low] = [pngSize(tone.bytes).height / 2, pngSize(unit.bytes).height / 2];
  expect(high).toBeGreaterThan(2 * 150);
  expect(low).toBeGreaterThan(150 + 22);
  expect(low).toBeLessThan(high);
});

test('damaged data are explained', async () => {
  await saved.page
    .getByText('Cannot draw: units units: expected a whole number from 0, got "many".')
    .waitFor({ state: 'attached' });
});

test('the views break no accessibility rule in any theme and complain about nothing', async () => {
  await expectAccessible(saved.page);
  expect(saved.complaints).toEqual([]);
});

test('a cell shows tensors of the library', async () => {
  const cells = [
    `view.units(randn(30, 12).relu(), { title: 'live' });
view.attention(randn(2, 4, 4).softmax(-1), { title: 'live' });
view.sequence(linspace(0, 50, 400).sin(), { title: 'live', rate: 400 });`,
  ];
  await session.run(cells, async (page) => {
    await view(page, 'Units live').getByText('30 samples × 12 units').waitFor();
    await view(page, 'Sequence live')
      .getByRole('img', { name: /spectrogram/ })
      .waitFor();
    await view(page, 'Attention live').getByText('4 queries × 4 keys').waitFor();
  });
});
