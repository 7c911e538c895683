import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { TABLE_MIME } from '../../lib/src/view/table/spec.js';
import { tableSpec } from '../../lib/src/view/table/table.js';
import { view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';

const numbers = Array.from({ length: 9000 }, (_, i) => i);
const tree = tableSpec(
  { layer: ['net', 'block', 'conv', 'head'], parameters: [null, null, 150, 50] },
  { title: 'net' },
);

const session = labSession();
const saved = savedViews(session, [
  {
    [TABLE_MIME]: tableSpec(
      { run: numbers.map((i) => `run ${i}`), loss: numbers.map((i) => 9000 - i) },
      { title: 'runs' },
    ),
  },
  { [TABLE_MIME]: { ...tree, kind: 'summary', depth: [0, 1, 2, 1], notes: ['Parameters: 200 (0 frozen)'] } },
]);
const { shown, press } = saved;

const firstRow = (table: Locator) => table.getByRole('row').nth(1).locator('th, td').allTextContents();

test('a long table has only the rows in sight in the page and is walked through by keys', async () => {
  const table = await shown('Table runs');
  await table.getByText('9,000 rows').waitFor();
  expect(await table.getByRole('row').count()).toBeLessThan(80);
  await table.getByRole('region', { name: /^Table runs/ }).focus();
  await press('ArrowDown');
  await table.getByText('row 1 of 9000: run run 0, loss 9,000', { exact: true }).waitFor();
  await press('End');
  await table.getByText('row 9000 of 9000: run run 8999, loss 1', { exact: true }).waitFor();
  await table.getByRole('rowheader', { name: 'run 8999' }).waitFor();
  await press('Escape');
});

test('a heading sorts up, down and back, and the filter leaves the rows that have a text', async () => {
  const table = await shown('Table runs');
  await press('Home');
  const heading = table.getByRole('columnheader', { name: /loss/ });
  const sort = heading.getByRole('button');
  await sort.click();
  expect(await heading.getAttribute('aria-sort')).toBe('ascending');
  await table.getByRole('searchbox', { name: 'Filter rows' }).fill('run 899');
  await table.getByText('11 rows', { exact: true }).waitFor();
  expect(await firstRow(table)).toEqual(['run 8999', '1']);
  await sort.click();
  expect(await firstRow(table)).toEqual(['run 899', '8,101']);
  await sort.click();
  expect(await heading.getAttribute('aria-sort')).toBe('none');
  expect(await namesSavedBy(table, 'CSV')).toEqual(['runs.csv']);
});

test('the modules of a summary close and open, by button and by key', async () => {
  const table = await shown('Model summary net');
  await table.getByText('Parameters: 200 (0 frozen)').waitFor();
  const rows = () => table.getByRole('rowheader').allTextContents();
  expect(await rows()).toEqual(['▾net', '▾block', 'conv', 'head']);
  await table.getByRole('button', { name: 'Close block' }).click();
  expect(await rows()).toEqual(['▾net', '▸block', 'head']);
  await table.getByRole('region', { name: /^Model summary net/ }).focus();
  await press('ArrowDown', 'ArrowUp');
  await table.getByText(/^row 2 of 3, closed: layer block|^row 1 of 3/).waitFor();
  await press('Home', 'ArrowDown', 'ArrowRight');
  expect(await rows()).toEqual(['▾net', '▾block', 'conv', 'head']);
});

test('tables break no accessibility rule, in the light, the dark and the high contrast theme', async () => {
  await expectAccessible(saved.page);
  expect(saved.complaints).toEqual([]);
});

test('tables of a running kernel come from tensors, and a summary is the value of a cell', async () => {
  const cells = [
    `view.table({ x: arange(0, 3, 1), y: arange(0, 3, 1).pow(2) }, { title: 'squares' });`,
    'nn.summary(new nn.Sequential(new nn.Linear(20, 3), new nn.ReLU()), [1, 20])',
  ];
  await session.run(cells, async (page) => {
    const summary = view(page, 'Model summary Sequential');
    await summary.getByRole('rowheader', { name: 'Linear (0)' }).waitFor();
    await summary.getByText('Parameters: 63 (0 frozen)').waitFor();
    expect(await view(page, 'Table squares').getByRole('row').last().getByRole('cell').allTextContents()).toEqual([
      '2',
      '4',
    ]);
  });
});
