import { expect, test } from 'vitest';
import { RECEPTIVE_FIELD_MIME } from '../../lib/src/view/receptive-field/spec.js';
import { pixels, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { fieldsOfTwo } from '../helpers/fields.js';

const session = labSession();
const saved = savedViews(session, [
  { [RECEPTIVE_FIELD_MIME]: fieldsOfTwo() },
  { [RECEPTIVE_FIELD_MIME]: { ...fieldsOfTwo(), layers: [] } },
]);
const two = () => view(saved.page, 'Receptive field two');

test('arrow keys choose an output and page keys its layer, and what it sees is said', async () => {
  await two().getByText('conv2 [0, 0] sees 7×7: rows 0–5, columns 0–5 of the input and padding').waitFor();
  await two().getByRole('application').focus();
  await saved.press('ArrowDown', 'ArrowRight');
  await two().getByText('conv2 [1, 1] sees 7×7: rows 1–7, columns 1–7 of the input').waitFor();
  await saved.press('PageDown');
  await two().getByText('conv1 [2, 2] sees 3×3: rows 3–5, columns 3–5 of the input').waitFor();
  expect(await two().getByRole('combobox', { name: 'layer' }).inputValue()).toBe('1');
});

test('the pointer chooses an output of any layer', async () => {
  const canvas = two().locator('canvas');
  // The input is 9 cells of 24 wide and 22 apart from the first layer, whose cells are 24 wide too.
  await canvas.hover({ position: { x: 1 + 9 * 24 + 22 + 4.5 * 24, y: 20 + 4.5 * 24 } });
  await two().getByText('conv1 [4, 4] sees 3×3: rows 7–8, columns 7–8 of the input and padding').waitFor();
});

test('the layer is chosen from a list, and the input shows the gradient or the field alone', async () => {
  await two().getByRole('combobox', { name: 'layer' }).selectOption('2');
  await two()
    .getByText(/^conv2 \[0, 0\] sees 7×7/)
    .waitFor();
  const drawn = () => pixels(two().locator('canvas'));
  const gradient = await drawn();
  await two().getByRole('combobox', { name: 'input' }).selectOption('none');
  expect(await drawn()).not.toBe(gradient);
});

test('the sizes are a table and a file, and what was not followed is said', async () => {
  await two().getByText('Not followed: fc (Linear).').waitFor();
  await two().getByRole('button', { name: 'Table' }).click();
  expect((await two().getByRole('row').nth(2).getByRole('cell').allTextContents()).slice(-3)).toEqual([
    '7×7',
    '2×2',
    '5×5',
  ]);
  expect(await namesSavedBy(two(), 'CSV')).toEqual(['two.csv']);
});

test('no accessibility rule is broken in any theme, damaged data are a sentence, and nothing complained', async () => {
  await saved.page
    .getByText('Cannot draw: receptive field layers: expected 1 to 1000, got 0.')
    .waitFor({ state: 'attached' });
  await expectAccessible(saved.page);
  expect(saved.complaints).toEqual([]);
});

test('a cell of the notebook shows a module of the library', async () => {
  const cells = [
    `const net = new nn.Sequential(new nn.Conv2d(1, 4, 3), new nn.MaxPool2d(2), new nn.Conv2d(4, 8, 3));
view.receptiveField(net, { input: rand(28, 28, 1), effective: true, title: 'net' });`,
  ];
  await session.run(cells, async (page) => {
    await view(page, 'Receptive field net').getByText('the last sees 8×8').waitFor();
  });
});
