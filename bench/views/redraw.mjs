/// <reference lib="dom" />
import { summarize } from '../suite.mjs';
import { figureScript } from './figure-widget.mjs';
import { figureOf, typeOf } from './kinds.mjs';
import { limited } from './limit.mjs';
import { valuesOf } from './sizes.mjs';

/** @typedef {Record<'first' | 'change', import('../suite.mjs').Measured>} Redraw */

/**
 * What a viewer does that draws everything anew for each change, as TensorBoard's image and histogram panes do: data that
 * are in the page already, a chart of all of them where there was none, and then in place of one.
 * @param {import('./lab.mjs').Desk} desk @param {import('./suite.mjs').Case[]} cases @param {number} rounds
 * @param {(text: string) => void} log
 * @returns {Promise<Record<string, Redraw>>}
 */
export async function redrawn(desk, cases, rounds, log) {
  /** @type {Record<string, Redraw>} */
  const found = {};
  let page = await openPage(desk);
  for (const { name, kind, n } of cases) {
    const figure = figureOf(kind, n);
    if (!figure) continue;
    const type = typeOf(figure, n).toLowerCase();
    const traces = [0, 1].map((shift) => ({ type, mode: figure.mode, ...figure.trace(valuesOf(n, shift)) }));
    await page.evaluate(
      (json) => {
        /** @type {any} */ (window).traces = JSON.parse(json);
      },
      JSON.stringify(traces, (_, value) => (value instanceof Float32Array ? [...value] : value)),
    );
    const firsts = [];
    const changes = [];
    for (let round = 0; round <= rounds; round++) {
      const times = await limited(drawTwice(page));
      if (!times) break;
      firsts.push(times.first);
      changes.push(times.change);
    }
    if (changes.length <= rounds) {
      found[name] = { first: { failure: 'no picture' }, change: { failure: 'no picture' } };
      await page.close();
      page = await openPage(desk);
    } else found[name] = { first: summarize(firsts.slice(1)), change: summarize(changes.slice(1)) };
    log(`plotly.js redraw ${name}: ${JSON.stringify(found[name])}`);
  }
  await page.close();
  return found;
}

/** A page with plotly.js and room for a chart. @param {import('./lab.mjs').Desk} desk */
async function openPage(desk) {
  const page = await desk.newPage();
  await page.setContent('<div id="chart" style="width: 800px; height: 360px"></div>');
  await page.addScriptTag({ path: figureScript() });
  return page;
}

/** Draws the first trace where there is no chart, and then the second in its place. @param {import('playwright-core').Page} page */
function drawTwice(page) {
  return page.evaluate(async () => {
    const { Plotly, traces } = /** @type {any} */ (window);
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    Plotly.purge('chart');
    await frame();
    const times = [];
    for (const trace of traces) {
      const start = performance.now();
      await Plotly.newPlot('chart', [trace]);
      await frame();
      await frame();
      times.push(performance.now() - start);
    }
    return { first: times[0], change: times[1] };
  });
}
