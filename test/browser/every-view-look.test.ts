import type { Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TRAINING_MIME } from '../../lib/src/view/spec.js';
import { brokenRules, openWithoutKernel, setTheme, THEMES } from '../helpers/browser.js';
import { keepDrawn, letGo, movedWhileUpdating, overlapping, tooWide } from '../helpers/browser-draw.js';
import { trainingSeries, trainingSpec } from '../helpers/browser-notebook.js';
import { labSession, openNotebook } from '../helpers/browser-session.js';
import { everyView, ownData, writeEveryView } from '../helpers/every-view.js';

const EXAMPLES = everyView();
const OUTPUTS = EXAMPLES.map(({ bundle }) => {
  const [mime, data] = ownData(bundle);
  return { mime, json: JSON.stringify(data) };
});

const watched = openNotebook(
  labSession(),
  (page, lab) => {
    writeEveryView(lab.folder, 'every.ipynb', EXAMPLES.slice(0, 1));
    return openWithoutKernel(page, lab, 'every.ipynb');
  },
  { deviceScaleFactor: 2, reducedMotion: 'reduce' },
);
let page: Page;

beforeAll(() => {
  ({ page } = watched);
});

afterEach(async () => {
  await letGo(page);
  await page.emulateMedia({ media: 'screen' });
});

describe('every kind of view', () => {
  // 300 is a phone, and a page of 1200 pixels at 400 %; 200 is what is left beside other views.
  test.each([200, 230, 300, 680, 1200])(
    'has all of it inside a cell of %i pixels, nothing over its words',
    async (width) => {
      await keepDrawn(page, OUTPUTS, width);
      expect(await tooWide(page)).toEqual([]);
      expect(await overlapping(page)).toEqual([]);
    },
  );

  test.each(THEMES)('breaks no rule of accessibility in %s', async (theme) => {
    await setTheme(page, theme);
    await keepDrawn(page, OUTPUTS, 680);
    expect(await brokenRules(page, '#drawn')).toEqual([]);
  });

  test('has two pixels of a canvas for each of the page on a screen of high density', async () => {
    await keepDrawn(page, OUTPUTS, 680);
    const ratios = await page.locator('#drawn canvas:visible').evaluateAll((list) =>
      list.flatMap((node) => {
        const canvas = node as HTMLCanvasElement;
        // Squares of one value each are made larger by the browser, with edges as sharp.
        if (getComputedStyle(canvas).imageRendering === 'pixelated') return [];
        return canvas.width / canvas.getBoundingClientRect().width;
      }),
    );
    expect(ratios.length).toBeGreaterThan(3);
    for (const ratio of ratios) expect(ratio).toBeCloseTo(2, 1);
  });

  test('plays nothing for a reader who wants less motion', async () => {
    await keepDrawn(page, OUTPUTS, 680);
    expect(await page.locator('#drawn').getByRole('button', { name: /^play/i }).count()).toBe(0);
  });

  test('is printed without its controls, in black, also from a dark page', async () => {
    await setTheme(page, 'JupyterLab Dark');
    await keepDrawn(page, OUTPUTS, 680);
    await page.emulateMedia({ media: 'print' });
    const drawn = page.locator('#drawn');
    expect(await drawn.locator('button:visible, select:visible, input[type=range]:visible').count()).toBe(0);
    for (const { name } of EXAMPLES) {
      const shown = drawn.getByRole('region', { name, exact: true });
      expect(await shown.evaluate((node) => getComputedStyle(node).color)).toBe('rgb(0, 0, 0)');
      expect(await shown.locator('canvas:visible, svg:visible, table:visible').count()).toBeGreaterThan(0);
    }
    const filters = await drawn
      .locator('canvas')
      .evaluateAll((list) => list.map((node) => getComputedStyle(node).filter));
    expect(new Set(filters)).toEqual(new Set(['invert(1) hue-rotate(180deg)', 'none']));
  });
});

test('nothing moves in the page while a training run grows', async () => {
  const grow = (count: number) =>
    trainingSpec(
      [
        trainingSeries(
          'loss',
          'loss',
          Array.from({ length: count }, (_, i) => 1000 / (i + 1)),
        ),
        trainingSeries(
          'accuracy',
          'accuracy',
          Array.from({ length: count }, (_, i) => i / (i + 3)),
        ),
      ],
      { id: 'growing', seq: count, state: 'running', totalSteps: 40 },
    );
  const updates = Array.from({ length: 40 }, (_, i) => JSON.stringify(grow(i + 1)));
  expect(await movedWhileUpdating(page, TRAINING_MIME, updates)).toEqual([]);
  expect(watched.complaints).toEqual([]);
});
