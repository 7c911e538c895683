import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { idle, openWithKernel, openWithoutKernel, runAll, view } from '../helpers/browser.js';
import { keepDrawn, letGo } from '../helpers/browser-draw.js';
import { writeCode } from '../helpers/browser-notebook.js';
import { closeUncomplaining, labSession } from '../helpers/browser-session.js';
import { movedByLooking } from '../helpers/browser-settings.js';
import { movedSince, setWidths, watchStill } from '../helpers/browser-still.js';
import { everyView, ownData, writeEveryView } from '../helpers/every-view.js';

const WIDTHS = [300, 680, 1200];

/** What each cell begins with: the phase that the test has asked for, read from a file, and a short piece of work. */
const PHASES = `const { existsSync, readFileSync } = await import('node:fs');
const phaseOf = (name: string) => (existsSync(name) ? Number(readFileSync(name, 'utf8')) : 0);
const work = () => { const until = performance.now() + 2; while (performance.now() < until); };`;

/** Runs one phase after the other: `code` is run again and again, and may look at \`phase\` and \`step\`. */
const grows = (name: string, before: string, code: string) => `${before}
{
  let step = 0;
  for (let phase = 0; phase < 9; phase = phaseOf('${name}')) {
    step++;
    ${code}
    work();
  }
}`;

const training = (width: number) =>
  grows(
    `training ${width}`,
    `const run${width} = view.training({ title: 'Still run ${width}', totalSteps: 20_000, totalEpochs: 4 });`,
    `const bad = phase > 0 && step % 7 === 0;
    run${width}.push({ loss: bad ? Number.NaN : 1000 / step ** 2 }, { step, epoch: step / 1000 });
    if (phase > 1) run${width}.push({ valLoss: 1e-7 * step }, { step, epoch: step / 1000 });
    if (phase > 2) for (let i = 0; i < 30; i++) run${width}.push({ loss: Math.sin(step) * 10 ** (step % 5) }, { step: ++step });
    if (phase > 3) run${width}.push({ loss: 0.5 }, { step, run: 'a second run with a rather long name' });
    if (phase > 4) for (const rate of [1, 0.1, 0.01, 0.001]) run${width}.push({ loss: rate }, { step, run: 'rate ' + rate });`,
  );

const histograms = (width: number) =>
  grows(
    `histograms ${width}`,
    `const spread${width} = view.histograms({ title: 'still spread ${width}' });`,
    `spread${width}.push({
      'encoder.layers.0.attention.weight': randn(8, 8).mul(phase > 1 ? 10 ** (step % 9 - 6) : 1),
      bias: phase > 2 ? tensor([Number.NaN, 0, 0, step]) : phase > 0 ? zeros(4) : ones(4),
    }, { step });`,
  );

const boundaries = (width: number) =>
  grows(
    `boundaries ${width}`,
    `const points${width} = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]);
const plane${width} = view.boundaries(points${width}, tensor([0, 1, 1, 0]), {
  title: 'still plane ${width}', steps: 20, classes: ['equal', 'a class with a rather long name'],
});`,
    `plane${width}.push((p: Tensor) => p.slice(1, 0, 1).mul(step % 5 - 2).add(0.1), { step });`,
  );

const KINDS = [
  {
    kind: 'training',
    cell: training,
    name: 'Still run',
    signs: ['NaN from step', /valLoss/, /^Kept: /, /a second run with a rather long name/, /rate 0\.001/],
  },
  { kind: 'histograms', cell: histograms, name: 'Histogram still spread', signs: [/zeros 100 %/, /^Kept: /, /1 NaN/] },
  { kind: 'boundaries', cell: boundaries, name: 'Boundary still plane', signs: [/^Kept: /] },
];

const session = labSession();

/** Opens a notebook with these cells in a wide page, which is watched for what moves in views of this name, if one is given. */
async function opened(file: string, cells: string[], name?: string) {
  const { lab } = session;
  writeCode(lab.folder, file, cells);
  const watched = await session.open({ viewport: { width: 1720, height: 1600 } });
  await openWithKernel(watched.page, lab, file);
  await setWidths(watched.page, WIDTHS);
  if (name) await watchStill(watched.page, name);
  return watched;
}

/** Waits until a view says this, also when it has to be scrolled to. */
const says = (of: Locator, sign: string | RegExp) => of.getByText(sign).first().waitFor({ state: 'attached' });

describe('nothing moves in a view while it grows', () => {
  test.each(KINDS)('$kind, from its first value to the end of its run', async ({ kind, cell, name, signs }) => {
    const watched = await opened(`${kind}.ipynb`, [PHASES, ...WIDTHS.map(cell)], name);
    const { page } = watched;
    await runAll(page);
    for (const width of WIDTHS) {
      const grown = view(page, `${name} ${width}`);
      await grown.locator('canvas, .main-svg').first().waitFor();
      let phase = 0;
      for (const sign of signs) {
        session.lab.write(`${kind} ${width}`, String(++phase));
        await says(grown, sign);
      }
      session.lab.write(`${kind} ${width}`, '9');
    }
    await idle(page, 60_000);
    await settled(page);
    expect(await movedSince(page)).toEqual([]);
    await closeUncomplaining(watched);
  });
});

const playground = (width: number) =>
  `const play${width} = view.playground({ title: 'still ${width}', layers: [3, 2] });`;

/** A view that the callback changes at each turn of the slider, and a text whose length changes. */
const controls = (width: number) => `const curve${width} = view.controls(
  { rate: view.slider({ min: 1, max: 1000, step: 111, value: 1 }) },
  ({ rate }) => {
    console.log('rate ' + rate);
    view.line([rate, 2, 1 / rate], { title: 'of the rate' });
  },
  { title: 'still ${width}' },
);`;

test('nothing moves in a playground while it trains', async () => {
  const name = 'Playground still';
  const watched = await opened('playground.ipynb', WIDTHS.map(playground), name);
  const { page } = watched;
  await runAll(page);
  for (const width of WIDTHS) {
    const shown = view(page, `${name} ${width}`);
    await shown.locator('canvas').first().waitFor();
    const epoch = async () =>
      Number((await shown.getByRole('status', { name: 'Epoch' }).textContent())?.match(/\d+/)?.[0]);
    await idle(page);
    await shown.getByRole('button', { name: 'Play' }).click();
    await expect.poll(epoch).toBeGreaterThan(100);
    await shown.getByRole('button', { name: 'Pause' }).click();
    await shown.getByRole('button', { name: 'Play' }).waitFor();
  }
  await settled(page);
  expect(await movedSince(page)).toEqual([]);
  await closeUncomplaining(watched);
});

test('nothing moves in controls while their slider changes a view below', async () => {
  const name = 'Controls still';
  const watched = await opened('controls.ipynb', WIDTHS.map(controls));
  const { page } = watched;
  await runAll(page);
  await idle(page);
  for (const width of WIDTHS) {
    const shown = view(page, `${name} ${width}`);
    await shown.locator('.main-svg').first().waitFor();
    // What a callback puts out may be of any height, so it comes into the page as it is.
    await settled(page);
    await watchStill(page, `${name} ${width}`);
    await shown.getByRole('slider').focus();
    for (const rate of [112, 223, 334, 445, 556, 667, 778, 889, 1000]) {
      await page.keyboard.press('ArrowRight');
      await shown.getByText(`rate ${rate}`, { exact: true }).waitFor();
    }
    await settled(page);
    expect(await movedSince(page)).toEqual([]);
  }
  await closeUncomplaining(watched);
});

test.each(WIDTHS)('nothing moves in any kind of view of %i pixels while a reader looks at it', async (width) => {
  const examples = everyView();
  const { lab } = session;
  writeEveryView(lab.folder, `look-${width}.ipynb`, examples.slice(0, 1));
  const watched = await session.open({ viewport: { width: 1280, height: 1000 } });
  await openWithoutKernel(watched.page, lab, `look-${width}.ipynb`);
  const outputs = examples.map(({ bundle }) => {
    const [mime, data] = ownData(bundle);
    return { mime, json: JSON.stringify(data) };
  });
  await keepDrawn(watched.page, outputs, width);
  expect(await movedByLooking(watched.page)).toEqual([]);
  await letGo(watched.page);
  await closeUncomplaining(watched);
});

/** Waits until the page has drawn what came last. */
function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    for (let i = 0; i < 20; i++) await new Promise((next) => requestAnimationFrame(next));
  });
}
