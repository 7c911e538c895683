/// <reference lib="dom" />
import { summarize } from '../suite.mjs';
import { figureScript } from './figure-widget.mjs';
import { figureOf } from './kinds.mjs';
import { valuesOf } from './sizes.mjs';

/**
 * What a viewer does that draws everything anew for each change, as TensorBoard's image and histogram panes do: data that
 * are in the page already, a chart of all of them where there was none, and then in place of one.
 * @param {import('./lab.mjs').Desk} desk @param {import('./suite.mjs').Case[]} cases @param {number} rounds
 * @returns {Promise<Record<string, Record<'first' | 'change', import('../suite.mjs').Measured>>>}
 */
export async function redrawn(desk, cases, rounds) {
  const page = await desk.newPage();
  await page.setContent('<div id="chart" style="width: 800px; height: 360px"></div>');
  await page.addScriptTag({ path: figureScript() });
  /** @type {Awaited<ReturnType<typeof redrawn>>} */
  const found = {};
  for (const { name, kind, n } of cases) {
    const figure = figureOf(kind, n);
    if (!figure) continue;
    const { type, mode } = figure;
    const traces = [0, 1].map((shift) => ({ type: type.toLowerCase(), mode, ...figure.trace(valuesOf(n, shift)) }));
    await page.evaluate(
      (json) => {
        /** @type {any} */ (window).traces = JSON.parse(json);
      },
      JSON.stringify(traces, (_, value) => (value instanceof Float32Array ? [...value] : value)),
    );
    const { first, change } = await page.evaluate(async (rounds) => {
      const { Plotly, traces } = /** @type {any} */ (window);
      const frame = () => new Promise((next) => requestAnimationFrame(next));
      const times = { first: /** @type {number[]} */ ([]), change: /** @type {number[]} */ ([]) };
      for (let round = 0; round <= rounds; round++) {
        Plotly.purge('chart');
        await frame();
        for (const [i, list] of [times.first, times.change].entries()) {
          const start = performance.now();
          await Plotly.newPlot('chart', [traces[i]]);
          await frame();
          await frame();
          list.push(performance.now() - start);
        }
      }
      return times;
    }, rounds);
    found[name] = { first: summarize(first.slice(1)), change: summarize(change.slice(1)) };
  }
  await page.close();
  return found;
}
