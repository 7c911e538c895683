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

const session = labSession();

describe('a training view of a running cell', () => {
  test('moves while a synchronous loop runs, recovers after a reload, and ends with the final state', async () => {
    await session.run([LOOP], async (page) => {
      const run = view(page, 'Live run');
      const chart = run.locator('.lectern-Plot');
      const grows = async () => {
        const [before] = (await pointCounts(chart)).slice(-1);
        await expect.poll(async () => (await pointCounts(chart)).at(-1), { timeout: 60_000 }).toBeGreaterThan(before);
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
});
