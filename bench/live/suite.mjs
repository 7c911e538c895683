import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserHelper } from '../browser/test-helper.mjs';
import { summarize } from '../suite.mjs';
import { busiestSecond, dropped, quantile, watchPage } from './watch.mjs';

const STEPS = 100_000;
const RATE = 1000;
/** What the design allows: messages a second, milliseconds a frame, bytes in the notebook. */
const TARGET = { messages: 20, frame: 50, bytes: 1_000_000 };
const LOWEST = -123.456;
const MIME = 'application/vnd.lectern.training.v1+json';

/** A loop that never gives way and pushes two values a thousandth of a second. */
const CELL = `const plot = view.training({ title: 'bench', totalSteps: ${STEPS} });
const start = performance.now();
for (let step = 1; step <= ${STEPS}; step++) {
  while (performance.now() - start < step * ${1000 / RATE});
  plot.push({ loss: step === 77_777 ? ${LOWEST} : 2 + Math.sin(step) / step, accuracy: step / ${STEPS} }, { step });
}`;

/** The same load without a view: what the page's frames take beside a busy kernel on this machine. */
const BASE_SECONDS = 15;
const BASE = `const began = performance.now();
while (performance.now() - began < ${1000 * BASE_SECONDS});
console.log('rested');`;
const BESIDE = 'busy kernel, no view';

/** @type {import('../suite.mjs').Suite} */
export default {
  title: `Live: ${STEPS.toLocaleString('en')} steps at ${RATE.toLocaleString('en')} a second, one synchronous cell in JupyterLab`,
  async run({ rounds = 1, log }) {
    /** @type {Record<string, number[]>} */
    const found = {};
    for (let round = 0; round < rounds; round++) {
      log(`round ${round + 1} of ${rounds}: ${STEPS / RATE} seconds`);
      for (const [what, value] of Object.entries(await measure())) {
        found[what] ??= [];
        found[what].push(value);
      }
    }
    const row = (/** @type {string} */ what, /** @type {string} */ unit, /** @type {number | undefined} */ target) => ({
      ...{ what, unit },
      values: {
        lectern: summarize(found[what]),
        ...(found[`${what}, ${BESIDE}`] ? { [BESIDE]: summarize(found[`${what}, ${BESIDE}`]) } : {}),
      },
      ...(target === undefined ? {} : { target }),
    });
    const rows = [
      row('messages a second', '', TARGET.messages),
      row('messages in the busiest second', '', undefined),
      row('messages that never came', '', 0),
      row('pushes that took the loop behind its pace', 'ms', undefined),
      row('frame, median', 'ms', TARGET.frame),
      row('frame, 95 of 100', 'ms', TARGET.frame),
      row('frame, longest', 'ms', TARGET.frame),
      row('output in the saved notebook', 'kB', TARGET.bytes / 1000),
      row('extremes lost', '', 0),
    ];
    return { columns: ['lectern', BESIDE], rows };
  },
};

/** @returns {Promise<Record<string, number>>} */
async function measure() {
  const { startLab } = await browserHelper('browser-lab');
  const { writeCode } = await browserHelper('browser-notebook');
  const { openPage, openWithKernel, runAll, save, startBrowser, view } = await browserHelper('browser');
  const lab = await startLab();
  const browser = await startBrowser();
  try {
    writeCode(lab.folder, 'live.ipynb', [BASE, CELL, "console.log('took ' + (performance.now() - start))"]);
    const { page } = await openPage(browser);
    await openWithKernel(page, lab, 'live.ipynb');
    await page.evaluate(watchPage);
    await runAll(page);
    await page.getByText('rested', { exact: true }).waitFor({ timeout: 60_000 });
    const base = await page.evaluate(() => /** @type {any} */ (globalThis).lecternBench.frames.slice(10));
    const run = view(page, 'bench');
    await run.locator('.main-svg').first().waitFor({ timeout: 60_000 });
    // The first frames load plotly.js: what counts is the run that goes on.
    const before = await page.evaluate(() => /** @type {any} */ (globalThis).lecternBench.frames.length);
    await run.getByText(/^done · step/).waitFor({ timeout: (2 * 1000 * STEPS) / RATE });
    const { seen, frames } = await page.evaluate(() => /** @type {any} */ (globalThis).lecternBench);
    await page.getByText(/^took/).waitFor({ timeout: 60_000 });
    const took = Number((await page.getByText(/^took/).textContent()).replace(/[^\d.]/g, ''));
    await save(page);
    const { cells } = JSON.parse(readFileSync(join(lab.folder, 'live.ipynb'), 'utf8'));
    const [output] = cells[1].outputs;
    const [loss] = output.data[MIME].series;
    const during = frames.slice(before);
    return {
      'messages a second': (1000 * seen.length) / took,
      'messages in the busiest second': busiestSecond(seen),
      'messages that never came': dropped(seen),
      'pushes that took the loop behind its pace': took - (1000 * STEPS) / RATE,
      'frame, median': quantile(during, 0.5),
      'frame, 95 of 100': quantile(during, 0.95),
      'frame, longest': Math.max(...during),
      [`frame, median, ${BESIDE}`]: quantile(base, 0.5),
      [`frame, 95 of 100, ${BESIDE}`]: quantile(base, 0.95),
      [`frame, longest, ${BESIDE}`]: Math.max(...base),
      'output in the saved notebook': JSON.stringify(cells[1].outputs).length / 1000,
      'extremes lost': loss.min === LOWEST && loss.low.includes(LOWEST) && loss.pushed === STEPS ? 0 : 1,
    };
  } finally {
    await browser.close();
    await lab.stop();
  }
}
