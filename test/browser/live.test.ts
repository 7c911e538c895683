import { describe, expect, test } from 'vitest';
import { idle, pointCounts, reload, restartKernel, runAll, save, view } from '../helpers/browser.js';
import { labSession } from '../helpers/browser-session.js';

/** A loop that never gives way to the event loop, as training does; it goes on until a file says stop. */
const LOOP = `const { existsSync } = await import('node:fs');
const plot = view.training({ title: 'Live run', totalSteps: 1_000_000 });
let step = 0;
while (!existsSync('stop')) {
  const until = performance.now() + 5;
  while (performance.now() < until);
  plot.push({ loss: 1 / (1 + step / 100) });
  step++;
}
step`;

/** One run at first, then two more, named as rates are compared. */
const RATES = `const { existsSync } = await import('node:fs');
const rates = view.training({ title: 'Rates' });
for (const rate of [0.3, 0.03, 0.003]) {
  for (let step = 1; step <= 150; step++) rates.push({ testAccuracy: rate * step }, { step, run: 'lr ' + rate });
  while (!existsSync('further'));
}
rates.done();`;

const session = labSession();

describe('a training view of a running cell', () => {
  test('moves while a synchronous loop runs, recovers after a reload, and ends with the final state', async () => {
    await session.run([LOOP], async (page) => {
      const run = view(page, 'Live run');
      const chart = run.locator('.lectern-Plot');
      const grows = async () => {
        const [before] = (await pointCounts(chart)).slice(-1);
        await expect.poll(async () => (await pointCounts(chart)).at(-1)).toBeGreaterThan(before);
        expect(await page.locator('.jp-InputPrompt').first().textContent()).toContain('[*]');
      };
      await chart.locator('.main-svg').first().waitFor();
      await grows();
      await run.getByText(/^running · step/).waitFor();
      await save(page);
      await reload(page);
      await chart.locator('.main-svg').first().waitFor();
      await run.getByText(/^running · step/).waitFor();
      session.lab.write('stop', '');
      await run.getByText(/^done · step/).waitFor();
      const shown = await run.getByText(/^done · step/).textContent();
      expect(Number(shown?.match(/step ([\d,]+)/)?.[1].replaceAll(',', ''))).toBeGreaterThan(0);
    });
  });

  test('says that it is no longer live when its kernel restarts, and is live again when the cell is run again', async () => {
    await session.run([LOOP.replace("'stop'", "'stop-too'")], async (page) => {
      const run = view(page, 'Live run');
      await run.getByText(/^running · step/).waitFor();
      await restartKernel(page);
      await run.getByText(/^not live · step/).waitFor();
      await idle(page);
      await runAll(page);
      await run.getByText(/^running · step/).waitFor();
      await run.getByRole('button', { name: 'Pause' }).click();
      const before = await run.getByText(/^paused · running · step/).textContent();
      const paused = await pointCounts(run.locator('.lectern-Plot'));
      await expect.poll(() => run.getByText(/^paused · running/).textContent()).not.toBe(before);
      expect(await pointCounts(run.locator('.lectern-Plot'))).toEqual(paused);
      session.lab.write('stop-too', '');
      await run.getByText(/^paused · done · step/).waitFor();
      await run.getByRole('button', { name: 'Pause' }).click();
      await run.getByText(/^done · step/).waitFor();
    });
  });

  test('tells three runs that came one after the other apart, in the room of two', async () => {
    await session.run([RATES], async (page) => {
      const run = view(page, 'Rates');
      const legend = run.locator('.lectern-Legends > ul');
      await legend.getByText('testAccuracy').waitFor();
      const { height } = (await legend.boundingBox())!;
      session.lab.write('further', '');
      await run.getByText(/^done · step/).waitFor();
      const lines = legend.getByRole('listitem');
      expect(await lines.allTextContents()).toEqual([
        'lr 0.3 45highest 45 at step 150',
        'lr 0.03 4.5highest 4.5 at step 150',
        'lr 0.003 0.45highest 0.45 at step 150',
      ]);
      expect(await lines.first().getAttribute('title')).toBe('lr 0.3: testAccuracy 45, highest 45 at step 150');
      const cut = await legend
        .locator('span')
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth));
      expect(cut).toEqual([]);
      expect((await legend.boundingBox())!.height).toBe(height);
    });
  });
});
