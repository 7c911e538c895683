import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { HISTOGRAM_MIME, type HistogramSpec } from '../../lib/src/view/histogram/spec.js';
import { TRAINING_MIME, type TrainingSpec } from '../../lib/src/view/spec.js';
import { command, idle, pointCounts, save, view } from '../helpers/browser.js';
import type { Lab } from '../helpers/browser-lab.js';
import { liveNotes, noteLive } from '../helpers/browser-live.js';
import { outputsIn } from '../helpers/browser-notebook.js';
import { labSession, liveNotebook } from '../helpers/browser-session.js';

/** A loop that never gives way, until the file `stop` is there. */
const loop = (body: string) => `const { existsSync } = await import('node:fs');
for (let step = 0; !existsSync('stop'); step++) {
  const until = performance.now() + 5;
  while (performance.now() < until);
  ${body}
}
console.log('ended');`;

const alone = (title: string) => `const plot = view.training({ title: '${title}' });
${loop('plot.push({ loss: step });')}`;

const CELLS = {
  many: `const a = view.training({ title: 'first' });
const b = view.training({ title: 'second' });
const h = view.histograms({ title: 'spread' });
${loop('a.push({ loss: 1 / (1 + step) }); b.push({ accuracy: step }); if (step % 10 === 0) h.push({ x: randn(50) }, { step });')}`,
  /** As many values as a long training, as fast as they can be pushed. */
  fast: `const fast = view.training({ title: 'fast' });
const start = performance.now();
for (let step = 1; step <= 100_000; step++) {
  fast.push({ loss: step === 77_777 ? -123.456 : 2 + Math.sin(step), accuracy: step / 1e5 }, { step });
}
console.log('milliseconds: ' + (performance.now() - start));`,
  cleared: alone('cleared'),
  waiting: `const slow = view.training({ title: 'reloaded' });
const grown = view.histograms({ title: 'grown' });
const { existsSync: there } = await import('node:fs');
for (let step = 1; !there('stop'); step++) {
  slow.push({ loss: step });
  grown.push({ x: randn(20) }, { step });
  await new Promise((go) => setTimeout(go, 10));
}
slow.push({ loss: -1 });`,
  changed: alone('changed'),
  windowed: alone('windowed'),
  deleted: alone('deleted'),
};
/** Enough of them to scroll the others out of sight. */
const FILLER = Array.from({ length: 30 }, (_, i) => `// cell ${i}${'\n'.repeat(12)}`);

/** How long to wait for what comes when it comes. */

const session = labSession();
const live = liveNotebook(session, [...Object.values(CELLS), ...FILLER]);
let lab: Lab;
let page: Page;

beforeAll(() => {
  ({ lab } = session);
  ({ page } = live);
});

// A failed test leaves no loop behind for the next one to wait for.
afterEach(() => lab?.write('stop', ''));

/** Starts a cell of the notebook that is in front. */
async function runCell(name: keyof typeof CELLS): Promise<void> {
  rmSync(join(lab.folder, 'stop'), { force: true });
  await page.evaluate((at) => {
    const { jupyterapp } = window as unknown as {
      jupyterapp: { shell: { currentWidget: { content: { activeCellIndex: number; mode: string } } } };
    };
    jupyterapp.shell.currentWidget.content.activeCellIndex = at;
    jupyterapp.shell.currentWidget.content.mode = 'command';
  }, Object.keys(CELLS).indexOf(name));
  await command(page, 'notebook:run-cell', false);
}

/** Waits until the curves of a view have grown. */
async function grows(title: string, nth = 0): Promise<void> {
  const chart = view(page, title).nth(nth).locator('.lectern-Plot');
  await chart.locator('.main-svg').first().waitFor();
  const status = view(page, title)
    .nth(nth)
    .getByText(/^running · step/);
  const before = await status.textContent();
  await expect.poll(() => status.textContent()).not.toBe(before);
}

/** Lets a loop end, and waits until these views say so and the kernel runs nothing. */
async function end(...titles: string[]): Promise<void> {
  lab.write('stop', '');
  for (const title of titles) {
    await view(page, title)
      .getByText(/^done · step/)
      .waitFor();
  }
  await idle(page);
}

describe('live views in a session of JupyterLab', () => {
  test('several in one synchronous cell move at once, also in a second view of the notebook and after a rename', async () => {
    await runCell('many');
    await grows('first');
    await grows('second');
    const steps = view(page, 'Histogram spread').getByRole('slider', { name: 'step' });
    const before = await steps.getAttribute('aria-valuetext');
    await expect.poll(() => steps.getAttribute('aria-valuetext')).not.toBe(before);
    await command(page, 'docmanager:clone', false);
    await expect.poll(() => view(page, 'first').count()).toBe(2);
    await view(page, 'first').nth(1).scrollIntoViewIfNeeded();
    await grows('first', 1);
    await command(page, 'application:close');
    await expect.poll(() => view(page, 'first').count()).toBe(1);
    await command(page, 'docmanager:rename', false);
    const dialog = page.locator('.jp-Dialog');
    await dialog.getByRole('textbox').fill('renamed.ipynb');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await expect.poll(() => readdirSync(lab.folder)).toContain('renamed.ipynb');
    await grows('first');
    await grows('second');
    await end('first', 'second');
    expect(live.complaints).toEqual([]);
  });

  test('a hundred thousand steps come as few numbered messages, and the saved notebook has their extremes once', async () => {
    await noteLive(page);
    await runCell('fast');
    const fast = view(page, 'fast');
    await fast.getByText('done · step 100,000', { exact: false }).waitFor({ timeout: 120_000 });
    await page.getByText(/^milliseconds: /).waitFor();
    await idle(page);
    const milliseconds = Number(
      (await page.getByText(/^milliseconds: /).textContent())?.replace(/\D*([\d.]+)\s*/, '$1'),
    );
    const log = await liveNotes(page, TRAINING_MIME);
    const numbered = log.filter(({ type }) => type !== 'end');
    expect(numbered.map(({ seq }) => seq)).toEqual(numbered.map((_, i) => i + 1));
    expect(log.length).toBeLessThanOrEqual(milliseconds / 50 + 3);
    await fast.getByText('−123.5').first().waitFor();
    await save(page);
    const outputs = outputsIn(lab.folder, 'renamed.ipynb').filter(({ data }) => data?.[TRAINING_MIME]);
    const saved = outputs.filter(({ data }) => (data?.[TRAINING_MIME] as TrainingSpec | undefined)?.title === 'fast');
    expect(saved).toHaveLength(1);
    expect(JSON.stringify(saved).length).toBeLessThan(1_000_000);
    const spec = saved[0].data?.[TRAINING_MIME] as TrainingSpec;
    expect(spec).toMatchObject({ state: 'done', series: [{ pushed: 100_000, min: -123.456 }, { last: 1 }] });
    expect(spec.series[0].low).toContain(-123.456);
    expect(spec.series[0].step.at(-1)).toBe(100_000);
    expect(saved[0].data).toHaveProperty('image/png');
    expect(live.complaints).toEqual([]);
  });

  test('a console on the same kernel shows its own, and the notebook stays as it was', async () => {
    await command(page, 'notebook:create-console', false);
    // Until its banner is there a console has no kernel.
    await page.locator('.jp-CodeConsole-banner').waitFor();
    await page.locator('.jp-CodeConsole-promptCell .cm-content').click();
    await page.keyboard.insertText(
      "const c = view.training({ title: 'from the console' }); for (let i = 0; i < 40; i++) c.push({ loss: 1 / (i + 1) });",
    );
    await page.keyboard.press('Shift+Enter');
    const shown = view(page, 'from the console');
    await shown.getByText('done · step 40', { exact: false }).waitFor();
    await shown.locator('.main-svg').first().waitFor();
    expect(await pointCounts(shown.locator('.lectern-Plot'))).toEqual([40]);
    await command(page, 'application:close');
    await page.locator('.jp-CodeConsole').waitFor({ state: 'detached' });
    await view(page, 'fast').getByText('done · step 100,000', { exact: false }).waitFor();
    expect(live.complaints).toEqual([]);
  });

  test('an output that is cleared in mid-run stops nothing', async () => {
    await runCell('cleared');
    await grows('cleared');
    await command(page, 'notebook:clear-all-cell-outputs');
    await expect.poll(() => view(page, 'cleared').count()).toBe(0);
    lab.write('stop', '');
    await page.getByText('ended', { exact: true }).waitFor();
    await idle(page);
    expect(live.complaints).toEqual([]);
  });

  test('an asynchronous run that the page was reloaded in goes on, and its end lands in the notebook', async () => {
    await runCell('waiting');
    await grows('reloaded');
    await save(page);
    await page.goto(lab.url('lab/tree/renamed.ipynb?reset'));
    await grows('reloaded');
    lab.write('stop', '');
    const shown = view(page, 'reloaded');
    await shown.getByText(/^done · step/).waitFor();
    await shown.getByText('−1').first().waitFor();
    await idle(page);
    await save(page);
    const named = (mime: string, title: string) =>
      outputsIn(lab.folder, 'renamed.ipynb').flatMap(({ data }) =>
        data && (data[mime] as { title?: string } | undefined)?.title === title ? [data] : [],
      );
    const [training, histogram] = [named(TRAINING_MIME, 'reloaded'), named(HISTOGRAM_MIME, 'grown')];
    expect([training.length, histogram.length]).toEqual([1, 1]);
    expect((histogram[0][HISTOGRAM_MIME] as HistogramSpec).layers[0].pushed).toBe(
      (training[0][TRAINING_MIME] as TrainingSpec).series[0].pushed - 1,
    );
    expect(training[0][TRAINING_MIME]).toMatchObject({ state: 'done', series: [{ last: -1, min: -1 }] });
    expect(String(training[0]['text/plain'])).toContain('done');
    expect(live.complaints).toEqual([]);
  });

  test.each(['full', 'contentVisibility', 'none'])(
    'are whole when they were out of sight, with windowing %s',
    async (mode) => {
      const folder = join(dirname(lab.folder), 'settings', '@jupyterlab', 'notebook-extension');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'tracker.jupyterlab-settings'), JSON.stringify({ windowingMode: mode }));
      await page.goto(lab.url('lab/tree/renamed.ipynb?reset'));
      await idle(page);
      await runCell('windowed');
      const shown = view(page, 'windowed');
      await shown.scrollIntoViewIfNeeded();
      await grows('windowed');
      const scroll = async (cell: number, to: Locator) => {
        await page.evaluate((at) => {
          const { jupyterapp } = window as unknown as {
            jupyterapp: { shell: { currentWidget: { content: { scrollToItem(at: number): Promise<void> } } } };
          };
          return jupyterapp.shell.currentWidget.content.scrollToItem(at);
        }, cell);
        const box = (await to.count()) > 0 ? await to.boundingBox() : null;
        const frame = await page.locator('.jp-WindowedPanel-outer').boundingBox();
        return box !== null && frame !== null && box.y + box.height > frame.y && box.y < frame.y + frame.height;
      };
      const last = page.getByText(`// cell ${FILLER.length - 1}`, { exact: true });
      await expect.poll(() => scroll(Object.keys(CELLS).length + FILLER.length - 1, last)).toBe(true);
      lab.write('stop', '');
      await idle(page);
      await expect.poll(() => scroll(Object.keys(CELLS).indexOf('windowed'), shown)).toBe(true);
      await shown.scrollIntoViewIfNeeded();
      const status = await shown.getByText(/^done · step/).textContent();
      const chart = shown.locator('.lectern-Plot');
      const steps = Number(status?.replace(/.*step ([\d,]+).*/, '$1').replaceAll(',', ''));
      await expect.poll(async () => Math.max(...(await pointCounts(chart)))).toBe(Math.min(steps, 2000));
      expect(live.complaints).toEqual([]);
    },
  );

  test('another kernel in mid-run leaves what came, and the view is live again when the cell runs anew', async () => {
    await runCell('changed');
    await grows('changed');
    await page.evaluate(async () => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: { shell: { currentWidget: { sessionContext: { changeKernel(to: object): Promise<unknown> } } } };
      };
      await jupyterapp.shell.currentWidget.sessionContext.changeKernel({ name: 'lectern' });
    });
    await view(page, 'changed')
      .getByText(/^not live · step/)
      .waitFor();
    await idle(page);
    await runCell('changed');
    await grows('changed');
    await end('changed');
    expect(live.complaints).toEqual([]);
  });

  test('a cell that is deleted in mid-run stops nothing', async () => {
    await runCell('deleted');
    await grows('deleted');
    await command(page, 'notebook:delete-cell');
    await expect.poll(() => view(page, 'deleted').count()).toBe(0);
    await end();
    expect(live.complaints).toEqual([]);
  });
});
