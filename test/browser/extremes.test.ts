import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { command, pixels, runAll, save, setTheme, view } from '../helpers/browser.js';
import { labSession, liveNotebook } from '../helpers/browser-session.js';

const DIVERGING = `const p = view.playground({
  title: 'too fast', layers: [8, 8], activation: 'linear', learningRate: 10, batchSize: 1, noise: 0.5,
});`;

const TENSOR = "view.tensor(arange(6).reshape(2, 3), { title: 'six' });";
const LONG = `const run = view.training({ title: 'long run' });
for (let step = 0; step < 20000; step++) run.push({ loss: Math.sin(step) / 1e5 });
run.done();`;

const session = labSession();
const opened = liveNotebook(session, [DIVERGING, TENSOR, LONG]);
let page: Page;

beforeAll(async () => {
  ({ page } = opened);
  await runAll(page);
});

/** The file of the notebook once it is saved. */
async function file(): Promise<string> {
  await save(page);
  return readFileSync(join(session.lab.folder, 'live.ipynb'), 'utf8');
}

describe('a playground whose loss is no number any more', () => {
  const play = (): Locator => view(page, 'Playground too fast');
  const press = (name: string) => play().getByRole('button', { name, exact: true });

  test('stops, says so, and draws what is NaN in a colour of its own', async () => {
    await press('Play').click();
    await play().getByText('The loss is no number any more: lower the learning rate, then reset.').waitFor();
    await press('Play').waitFor();
    await play().getByText('train loss NaN').waitFor();
    await play().getByText('0.0 % of tests right').waitFor();
    await play().getByRole('application').press('ArrowRight');
    await play()
      .getByText(/: the output says NaN$/)
      .waitFor();
    const colour = await play()
      .getByRole('button', { name: 'the output, bias NaN' })
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext('2d')!.getImageData(9, 9, 1, 1).data]);
    expect(colour).toEqual([0xcc, 0x79, 0xa7, 255]);
  });

  test('shows its weights as NaN, and is kept in the notebook as it is', async () => {
    await press('unit 1 of layer 1, bias NaN').click();
    const weight = play().getByRole('spinbutton', { name: 'x1 to unit 1 of layer 1' });
    expect(await weight.inputValue()).toBe('');
    expect(await weight.getAttribute('placeholder')).toBe('NaN');
    await press('Close').click();
    await expect.poll(file).toContain('train loss NaN');
  });

  test('has no button over a unit, however many there are', async () => {
    const boxes = (selector: string) =>
      play()
        .locator(selector)
        .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().toJSON()));
    const units = await boxes('.lectern-Unit');
    for (const each of await boxes('.lectern-NetLayers button')) {
      const over = units.filter(
        (unit) => unit.left < each.right && each.left < unit.right && unit.top < each.bottom && each.top < unit.bottom,
      );
      expect(over).toEqual([]);
    }
    expect(opened.complaints).toEqual([]);
  });
});

test('a view whose output was folded while the theme changed has the colours of the new one', async () => {
  const canvas = view(page, 'Tensor six').locator('canvas').first();
  await command(page, 'notebook:move-cursor-down');
  const light = await pixels(canvas);
  await command(page, 'notebook:hide-cell-outputs');
  await canvas.waitFor({ state: 'detached' });
  await setTheme(page, 'JupyterLab Dark');
  await command(page, 'notebook:show-cell-outputs');
  await expect.poll(() => pixels(canvas)).not.toBe(light);
  const folded = await pixels(canvas);
  await setTheme(page, 'JupyterLab Light');
  await expect.poll(() => pixels(canvas)).toBe(light);
  await setTheme(page, 'JupyterLab Dark');
  await expect.poll(() => pixels(canvas)).toBe(folded);
});

test('the best value of a long run can be read in full where there is little room', async () => {
  const run = view(page, 'long run');
  await run.getByText(/^lowest /).waitFor();
  for (const width of ['700px', '300px', '180px']) {
    const hidden = await run.evaluate((node, width) => {
      (node.parentElement as HTMLElement).style.maxWidth = width;
      const lines = [...node.querySelectorAll('.lectern-Legend li, .lectern-Legend .lectern-Faint')];
      return lines.map((line) => line.scrollWidth - line.clientWidth);
    }, width);
    expect(hidden, width).toEqual([0, 0]);
  }
});

test('paper has the units of a playground, and no field that nobody has filled in', async () => {
  await page.emulateMedia({ media: 'print' });
  const units = view(page, 'Playground too fast').locator('.lectern-Unit');
  expect(await units.count()).toBe(7 + 8 + 8 + 1);
  expect(await units.filter({ visible: true }).count()).toBe(7 + 8 + 8 + 1);
  const range = view(page, 'long run').getByRole('spinbutton', { includeHidden: true });
  expect(await range.count()).toBe(2);
  expect(await range.filter({ visible: true }).count()).toBe(0);
  await page.emulateMedia({ media: 'screen' });
  expect(await range.filter({ visible: true }).count()).toBe(2);
});
