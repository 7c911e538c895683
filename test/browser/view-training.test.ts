import { describe, expect, test } from 'vitest';
import { TRAINING_MIME } from '../../lib/src/view/spec.js';
import { Training } from '../../lib/src/view/training/training.js';
import { pointCounts, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { savedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { recordingHost } from '../helpers/readable.js';

/** A saved output: `loss` is 100 / step but for a NaN and a zero, `valLoss` 1 at every fifth step. */
function run(): Training {
  let time = 0;
  const plot = new Training({ title: 'run' }, { now: () => time, host: recordingHost() });
  for (let step = 1; step <= 20; step++) {
    time += 1000;
    plot.push({ loss: step === 7 ? Number.NaN : step === 9 ? 0 : 100 / step }, { step, epoch: step / 10 });
    if (step % 5 === 0) plot.push({ valLoss: 1, valAccuracy: step / 20 }, { step, epoch: step / 10 });
    if (step === 10) plot.mark('lr <b>drop</b>');
  }
  plot.done();
  return plot;
}

/** Two runs, the second of which went back to step 5 and on. */
function runs(): Training {
  const plot = new Training({ title: 'rates' }, { now: () => 0, host: recordingHost() });
  for (let step = 1; step <= 10; step++) plot.push({ loss: step }, { step, run: 'slow' });
  for (const step of [1, 2, 3, 4, 5, 6, 5, 6, 7]) plot.push({ loss: 2 * step }, { step, run: 'fast' });
  plot.done();
  return plot;
}

function long(): Training {
  const plot = new Training({ title: 'long' }, { now: () => 0, host: recordingHost() });
  for (let step = 1; step <= 5000; step++) plot.push({ loss: Math.sin(step) + (step === 3333 ? 40 : 0) }, { step });
  plot.done();
  return plot;
}

const empty = new Training({ title: 'nothing' }, { now: () => 0, host: recordingHost() }).toSpec();
const single = new Training({ title: 'single' }, { now: () => 0, host: recordingHost() });
single.push({ loss: Number.NaN });

const session = labSession();
const saved = savedViews(session, [
  { [TRAINING_MIME]: run().toSpec() },
  { [TRAINING_MIME]: runs().toSpec() },
  { [TRAINING_MIME]: long().toSpec() },
  { [TRAINING_MIME]: empty },
  { [TRAINING_MIME]: single.toSpec() },
  { [TRAINING_MIME]: { ...run().toSpec(), marks: [{ text: 'x', step: 'here' }] } },
]);
const { press } = saved;

async function shown(name: string) {
  const found = await saved.shown(name);
  await found.locator('.main-svg').first().waitFor();
  return found;
}

const drawn = (chart: ReturnType<typeof view>) =>
  chart.evaluate((node) => {
    const { data, layout } = node as unknown as {
      data: { x: number[]; name: string }[];
      layout: { xaxis: { range: number[] }; annotations: { text: string }[] };
    };
    return { names: data.map(({ name }) => name), range: layout.xaxis.range, marks: layout.annotations };
  });

describe('training curves in a notebook without a kernel', () => {
  test('share a panel with their validation, say what was no number, and show marks as text', async () => {
    const one = await shown('run');
    expect(await one.getByRole('application').count()).toBe(2);
    await one.getByText('1 NaN from step 7').waitFor();
    const [loss] = await one.getByRole('application').all();
    expect((await drawn(loss)).names).toEqual(['loss', 'valLoss']);
    expect((await drawn(loss)).marks.map(({ text }) => text)).toEqual(['lr &lt;b&gt;drop&lt;/b&gt;']);
    await loss.locator('.annotation-text').getByText('lr <b>drop</b>').waitFor();
  });

  test('are read to the keyboard, along a curve and from one to the next', async () => {
    const one = await shown('run');
    const loss = one.getByRole('application', { name: /^Chart of loss/ });
    await loss.focus();
    await press('ArrowRight');
    await one.getByText('loss at step 20: 5, epoch 2, 20.0 s', { exact: true }).waitFor();
    await press('Home', 'ArrowRight');
    await one.getByText('loss at step 2: 50, epoch 0.2, 2.0 s', { exact: true }).waitFor();
    await expect.poll(() => pointCounts(loss)).toEqual([20, 4, 1]);
    await press('ArrowDown');
    await one.getByText('valLoss at step 5: 1, epoch 0.5, 5.0 s', { exact: true }).waitFor();
    await press('Escape');
    await one.getByText(/^Point at a curve/).waitFor();
    await expect.poll(() => pointCounts(loss)).toEqual([20, 4]);
  });

  test('show a range in every panel, chosen by number or by drag, with the best values in it', async () => {
    const one = await shown('run');
    const [loss, accuracy] = await one.getByRole('application').all();
    await one.getByRole('spinbutton', { name: 'from' }).fill('3');
    await one.getByRole('spinbutton', { name: 'to' }).fill('6');
    await press('Tab');
    await one.getByText('lowest 16.67 at step 6 in range').waitFor();
    await expect.poll(async () => (await drawn(accuracy)).range).toEqual([3, 6]);
    await one.getByRole('button', { name: 'All' }).click();
    await one.getByText('lowest 0 at step 9').waitFor();
    await expect.poll(async () => (await drawn(accuracy)).range[1]).toBeGreaterThan(19);
    const box = await loss.locator('.nsewdrag').first().boundingBox();
    if (!box) throw new Error('expected a place to drag in');
    await saved.page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
    await saved.page.mouse.down();
    await saved.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await saved.page.mouse.up();
    await one
      .getByText(/in range$/)
      .first()
      .waitFor();
    await expect.poll(async () => (await drawn(accuracy)).range).toEqual((await drawn(loss)).range);
    await one.getByRole('button', { name: 'All' }).click();
  });

  test('count by step, epoch or time, and leave out what a logarithmic axis cannot show', async () => {
    const one = await shown('run');
    const loss = one.getByRole('application', { name: /^Chart of loss/ });
    const last = () => loss.evaluate((node) => (node as unknown as { data: { x: number[] }[] }).data[0].x.at(-1));
    for (const [kind, end] of [
      ['epoch', 2],
      ['time', 20],
      ['step', 20],
    ] as const) {
      await one.getByRole('combobox', { name: 'x', exact: true }).selectOption(kind);
      await expect.poll(last).toBe(end);
    }
    await one.getByRole('button', { name: 'log y' }).click();
    await one.getByText('The logarithmic axis leaves out 1 values that are not above 0.').waitFor();
    await one.getByRole('button', { name: 'log y' }).click();
  });

  test('are listed as a table, a row a step, and saved with legends', async () => {
    const one = await shown('run');
    await one.getByRole('button', { name: 'Table' }).click();
    const row = (at: number) => one.getByRole('row').nth(at).getByRole('cell').allTextContents();
    expect(await one.getByRole('columnheader').allTextContents()).toEqual(['step', 'loss', 'valLoss', 'valAccuracy']);
    expect([await row(5), await row(7)]).toEqual([
      ['20', '1', '0.25'],
      ['NaN', '', ''],
    ]);
    const text = async (format: string) => (await savedBy(one, format)).bytes.toString();
    expect((await text('CSV')).split('\n').slice(0, 2)).toEqual([
      'panel,series,step,epoch,seconds,value',
      'loss,loss,1,0.1,1,100',
    ]);
    const svg = await text('SVG');
    for (const name of ['loss', 'valLoss', 'valAccuracy', 'drop']) expect(svg).toContain(name);
    expect((await text('PNG')).slice(1, 4)).toBe('PNG');
  });

  test('compare runs: a colour each, a switch each, and a gap where one started again', async () => {
    const two = await shown('rates');
    const chart = two.getByRole('application');
    expect((await drawn(chart)).names).toEqual(['slow: loss', 'fast: loss']);
    await two.getByText('the line has a gap there').waitFor();
    const gaps = await chart.evaluate((node) =>
      (node as unknown as { data: { x: number[]; y: number[] }[] }).data[1].y.map((y) =>
        Number.isFinite(y) ? y : 'gap',
      ),
    );
    expect(gaps).toEqual([2, 4, 6, 8, 10, 12, 'gap', 10, 12, 14]);
    await two.getByRole('button', { name: 'slow' }).click();
    await expect.poll(async () => (await drawn(chart)).names).toEqual(['fast: loss']);
    await two.getByRole('button', { name: 'slow' }).click();
    await expect.poll(async () => (await drawn(chart)).names).toEqual(['slow: loss', 'fast: loss']);
  });

  test('keep every extreme of a long run, draw its range, and say how much was kept', async () => {
    const one = await shown('long');
    await one.getByText(/^Kept: 1,2\d\d of 5,000 points of loss, with every extreme\.$/).waitFor();
    const chart = one.getByRole('application');
    expect((await drawn(chart)).names).toEqual(['loss range', 'loss', 'loss']);
    const highest = await chart.evaluate((node) =>
      Math.max(...(node as unknown as { data: { y: number[] }[] }).data[0].y.filter(Number.isFinite)),
    );
    expect(highest).toBeCloseTo(40 + Math.sin(3333), 9);
  });

  test('say what they are without a point, with a single one, and with data that they cannot read', async () => {
    // Once for the eye, once for screen readers.
    await expect
      .poll(() =>
        view(saved.page, 'nothing')
          .getByText(/^not live$/)
          .count(),
      )
      .toBe(2);
    await view(saved.page, 'single').getByText('1 NaN from step 1').waitFor({ state: 'attached' });
    await saved.page
      .getByText('Cannot draw: training mark step: expected a number, got "here".')
      .waitFor({ state: 'attached' });
  });

  test('break no accessibility rule in any theme, and complain of nothing', async () => {
    await shown('rates');
    await expectAccessible(saved.page);
    expect(saved.complaints).toEqual([]);
  });
});
