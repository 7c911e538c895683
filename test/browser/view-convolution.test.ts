import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { convolutionSpec } from '../../lib/src/view/convolution/convolution.js';
import { CONVOLUTION_MIME } from '../../lib/src/view/convolution/spec.js';
import { view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { readable } from '../helpers/readable.js';

const square = readable(
  [8, 8],
  Array.from({ length: 64 }, (_, i) => (i % 8 > 1 && i % 8 < 6 && i > 15 && i < 48 ? 10 : 0)),
);
const edges = readable([3, 3], [1, 0, -1, 1, 0, -1, 1, 0, -1]);
const colours = readable(
  [5, 5, 3],
  Array.from({ length: 75 }, (_, i) => (i % 7) / 7),
);
const bank = readable(
  [3, 3, 3, 2],
  Array.from({ length: 54 }, (_, i) => ((i * 5) % 9) - 4),
);

const session = labSession();
const saved = savedViews(session, [
  { [CONVOLUTION_MIME]: convolutionSpec(square, edges, { title: 'edges' }) },
  { [CONVOLUTION_MIME]: convolutionSpec(colours, bank, { title: 'bank', bias: [1, -1] }) },
  { [CONVOLUTION_MIME]: convolutionSpec(square, 2, { title: 'largest', kind: 'maxPool' }) },
  { [CONVOLUTION_MIME]: { ...convolutionSpec(square, edges), width: 3 } },
]);
const { shown, press } = saved;

/** Size of the output as the header gives it. */
const output = (node: Locator, size: string) => node.getByText(`output ${size}`, { exact: true }).waitFor();

test('arrow keys slide the window, and the formula names each input and weight', async () => {
  const node = await shown('Convolution edges');
  await output(node, '6×6');
  await node.getByRole('application').focus();
  await press('ArrowDown', 'ArrowRight');
  await node.getByText('output [1, 1] = −20', { exact: true }).waitFor();
  await node.getByText('0×1 + 0×0 + 0×(−1) + 0×1 + 10×0 + 10×(−1) + 0×1 + 10×0 + 10×(−1) = −20').waitFor();
  await press('End');
  await node.getByText('output [5, 5] = 10', { exact: true }).waitFor();
});

test('the slider goes to an output and the buttons to its neighbours; playing goes through them', async () => {
  const node = await shown('Convolution edges');
  const steps = node.getByRole('slider', { name: 'output' });
  await steps.fill('8');
  expect(await steps.getAttribute('aria-valuetext')).toBe('[1, 2]');
  await node.getByTitle('Next output').click();
  await node.getByText('output [1, 3] = 0', { exact: true }).waitFor();
  await steps.fill('34');
  await node.getByRole('button', { name: 'Play' }).click();
  await node.getByText('output [5, 5] = 10', { exact: true }).waitFor();
  await node.getByRole('button', { name: 'Play', pressed: false }).waitFor();
});

test('an input that is pointed at, or reached with Enter and the arrow keys, names the outputs that use it', async () => {
  const node = await shown('Convolution edges');
  await node.getByRole('slider', { name: 'output' }).fill('0');
  await node.locator('canvas').hover({ position: { x: 4, y: 24 } });
  await node.getByText('input [0, 0] = 0, used by 1 output', { exact: true }).waitFor();
  await saved.page.mouse.move(2, 2);
  await node.getByRole('application').focus();
  await press('Enter', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight');
  await node.getByText('input [2, 2] = 10, used by 9 outputs', { exact: true }).waitFor();
  await press('Escape');
  await node.getByText('output [0, 0] = −10', { exact: true }).waitFor();
});

test('a click on an output moves the window there', async () => {
  const node = await shown('Convolution edges');
  const canvas = node.locator('canvas');
  const box = await canvas.boundingBox();
  // The last cell of the output is at the right end of the canvas; its rows end above those of the input.
  await canvas.click({ position: { x: (box?.width ?? 0) - 10, y: 26 } });
  await node.getByText('output [0, 5] = 10', { exact: true }).waitFor();
});

test('stride, padding and dilation are changed without a kernel, and the table and file follow', async () => {
  const node = await shown('Convolution edges');
  await node.getByRole('spinbutton', { name: 'padding' }).fill('1');
  await press('Tab');
  await output(node, '8×8');
  await node.getByRole('spinbutton', { name: 'stride' }).fill('2');
  await press('Tab');
  await output(node, '4×4');
  await node.getByRole('button', { name: 'Table' }).click();
  const row = () => node.getByRole('row').nth(2).getByRole('cell').allTextContents();
  expect(await row()).toEqual(['0', '−20', '0', '20']);
  await node.getByRole('spinbutton', { name: 'dilation' }).fill('8');
  await press('Tab');
  await node.getByText('The window does not fit into the input: no output.').waitFor();
  await node.getByRole('spinbutton', { name: 'dilation' }).fill('1');
  await press('Tab');
  await output(node, '4×4');
  expect(await namesSavedBy(node, 'CSV', 'PNG')).toEqual(['edges.csv', 'edges.png']);
});

test('a bank of filters is seen filter by filter and channel by channel, whose sums are added', async () => {
  const node = await shown('Convolution bank');
  const sums = () => node.getByText(/^all channels: .* bias = /).textContent();
  const first = await sums();
  expect(first).toContain('+ 1 bias');
  await node.getByText(/^channel 0: /).waitFor();
  await node.getByRole('combobox', { name: 'channel' }).selectOption('2');
  await node.getByText(/^channel 2: /).waitFor();
  expect(await sums()).toBe(first);
  await node.getByRole('combobox', { name: 'filter' }).selectOption('1');
  await node.getByText(/\+ \(−1\) bias = /).waitFor();
});

test('a pool has no weights and takes the largest', async () => {
  const node = await shown('Maximum pool largest');
  await output(node, '4×4');
  await node.getByRole('slider', { name: 'output' }).fill('5');
  await node.getByText('max(10, 10, 10, 10) = 10', { exact: true }).waitFor();
});

test('a damaged output is one sentence', async () => {
  const sentence = saved.page.getByText('Cannot draw: convolution input: expected 24 values, got 64.');
  await sentence.waitFor({ state: 'attached' });
});

test('no accessibility rule is broken in any theme, and nothing complained', async () => {
  await expectAccessible(saved.page);
  expect(saved.complaints).toEqual([]);
});

test('a cell of the notebook shows tensors of the library', async () => {
  const cells = [
    "view.convolution(rand(1, 6, 6, 2), new nn.Conv2d(2, 3, 3).weight, { title: 'layer', padding: 'same' })",
  ];
  await session.run(cells, async (page) => {
    await view(page, 'Convolution layer').getByText('output 6×6', { exact: true }).waitFor();
  });
});
