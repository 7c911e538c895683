import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { openWithKernel, pointCounts, reload, runAll, save } from '../helpers/browser.js';
import { closeUncomplaining, labSession } from '../helpers/browser-session.js';
import { outputsIn, printed, viewsIn } from '../helpers/notebook-file.js';

const NOTEBOOK = fileURLToPath(new URL('../../notebooks/03-neural-networks/19-lenet-5.ipynb', import.meta.url));
/** Training takes up to three minutes on two cores; a busy machine takes longer. */
const TRAINED = 600_000;

const session = labSession();

beforeAll(() => copyFileSync(NOTEBOOK, join(session.lab.folder, 'lenet.ipynb')));

/** Whether some cell is still to be run or running. */
const busy = (page: Page) => page.locator('.jp-InputPrompt', { hasText: '[*]' }).count();

describe('the LeNet-5 notebook', () => {
  test(
    'shows the curve while it trains, reaches 98 % on held-out digits, and keeps its views after a reload',
    async () => {
      const { page, complaints } = await session.open({ viewport: { width: 1280, height: 4000 } });
      await openWithKernel(page, session.lab, 'lenet.ipynb');
      await runAll(page);
      const run = page.locator('.lectern-Training').first();
      const chart = run.locator('.lectern-Plot').first();
      await chart.locator('.main-svg').first().waitFor({ timeout: TRAINED });
      const points = async () => (await pointCounts(chart)).at(-1) ?? 0;
      const early = await points();
      await expect.poll(points, { timeout: TRAINED }).toBeGreaterThan(early);
      expect(await busy(page)).toBeGreaterThan(0);
      await expect.poll(() => busy(page), { timeout: TRAINED }).toBe(0);
      await run.getByText(/^done · step/).waitFor();
      const accuracy = run
        .getByRole('listitem')
        .filter({ hasText: /accuracy/i })
        .locator('strong')
        .last();
      expect(Number(await accuracy.textContent())).toBeGreaterThanOrEqual(0.98);

      const tensor = page.locator('.lectern-Tensor', { has: page.locator('canvas') }).first();
      await tensor.scrollIntoViewIfNeeded();
      await tensor.locator('canvas').hover({ position: { x: 60, y: 45 } });
      await tensor.getByText(/^\[[\d, ]+\] = −?[\d.e−]+$/).waitFor();

      const views = await page.locator('.lectern-View').count();
      await save(page);
      await reload(page);
      await chart.locator('.main-svg').first().waitFor();
      await run.getByText(/^done · step/).waitFor();
      await tensor.locator('canvas').scrollIntoViewIfNeeded();
      await expect.poll(() => page.locator('.lectern-View').count()).toBe(views);
      await closeUncomplaining({ page, complaints });
    },
    2 * TRAINED,
  );

  test('keeps what it learned, its layers, and a picture and a text of each view in its file', () => {
    const outputs = outputsIn(join(session.lab.folder, 'lenet.ipynb'));
    const text = printed({ outputs });
    expect(printed({ outputs }, 'stderr')).toBe('');
    expect(text).toContain('weights to learn: 60000');
    expect(Number(/test accuracy: (\S+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(0.98);
    const [run] = viewsIn(outputs, 'training') as { state: string; series: { name: string }[] }[];
    expect(run.state).toBe('done');
    expect(run.series.map(({ name }) => name)).toEqual(['loss', 'testAccuracy']);
    const shown = viewsIn(outputs, 'tensor') as { title: string; shape: number[] }[];
    expect(Object.fromEntries(shown.map(({ title, shape }) => [title, shape]))).toMatchObject({
      C1: [1, 28, 28, 6],
      S2: [1, 14, 14, 6],
      C3: [1, 10, 10, 16],
      S4: [1, 5, 5, 16],
    });
    for (const { data } of outputs.filter((output) => output.output_type === 'display_data')) {
      expect(Object.keys(data ?? {})).toEqual(expect.arrayContaining(['image/png', 'text/plain']));
    }
  });
});
