/// <reference lib="dom" />
import { inRoot } from '../../scripts/setup/paths.mjs';
import { summarize } from '../suite.mjs';
import { FIGURE_KERNEL, prepareFigureWidget } from './figure-widget.mjs';
import { KINDS, SIZES } from './kinds.mjs';
import { openDesk } from './lab.mjs';

const ROUNDS = 3;

/** Cells that everything else needs: the same numbers on both sides. */
const LECTERN_START =
  'const values = (n: number) => tensor(Float32Array.from({ length: n }, (_, i) => Math.sin(i * 0.013) * Math.cos(i * 0.37)));';
const FIGURE_START = [
  'import numpy as np',
  'import plotly.graph_objects as go',
  'def values(n):',
  '    i = np.arange(n)',
  '    return (np.sin(i * 0.013) * np.cos(i * 0.37)).astype(np.float32)',
].join('\n');

/** What stands in an output when its view is drawn. */
const DRAWN = {
  lectern: '.lectern-View :is(canvas, table, .main-svg)',
  figure: '.js-plotly-plot .main-svg',
};

/** @typedef {{ name: string, kind: import('./kinds.mjs').Kind, n: number }} Case */

/** @type {Case[]} */
const CASES = KINDS.flatMap((kind) =>
  Object.entries(SIZES).map(([size, n]) => ({ name: `${kind.name}, ${size}`, kind, n })),
);

/** @type {import('../suite.mjs').Suite} */
export default {
  title: 'Views: from running a cell to the picture in JupyterLab, beside FigureWidget; drawing alone with plotly.js',
  async run({ rounds = ROUNDS, log }) {
    const desk = await openDesk([await prepareFigureWidget()]);
    try {
      const sizes = await loads(desk, log);
      const lectern = await shown(desk, 'lectern', rounds, log);
      const figure = await shown(desk, 'figure', rounds, log);
      const redraw = await redrawn(desk, rounds);
      const rows = CASES.map(({ name }) => ({
        what: name,
        unit: 'ms',
        values: { lectern: lectern[name], FigureWidget: figure[name], 'plotly.js redraw': redraw[name] },
      }));
      return { columns: ['lectern', 'FigureWidget', 'plotly.js redraw'], rows: [...rows, ...sizes] };
    } finally {
      await desk.close();
    }
  },
};

/**
 * Runs a cell a case, `rounds` times after one that loads code, and waits each time for the picture.
 * @param {import('./lab.mjs').Desk} desk @param {'lectern' | 'figure'} side @param {number} rounds
 * @param {(text: string) => void} log @returns {Promise<Record<string, import('../suite.mjs').Measured>>}
 */
async function shown(desk, side, rounds, log) {
  const ours = side === 'lectern';
  const sources = CASES.map(({ kind, n }) => (ours ? kind.lectern(n) : `go.FigureWidget(${kind.figure?.(n)})`));
  await desk.open(`${side}.ipynb`, ours ? 'lectern' : FIGURE_KERNEL, [ours ? LECTERN_START : FIGURE_START, ...sources]);
  await runCell(desk.page, 0, '');
  /** @type {Record<string, import('../suite.mjs').Measured>} */
  const found = {};
  for (const [i, { name, kind }] of CASES.entries()) {
    if (!ours && !kind.figure) continue;
    const times = [];
    for (let round = 0; round <= rounds; round++) times.push(await runCell(desk.page, i + 1, DRAWN[side]));
    found[name] = times.some((time) => time === undefined)
      ? { failure: 'no picture' }
      : summarize(/** @type {number[]} */ (times.slice(1)));
    log(`${side} ${name}: ${times.map((time) => time?.toFixed(0) ?? 'none').join(' ')}`);
  }
  return found;
}

/**
 * The time from the start of a cell to the frame after its picture, or to its end where `picture` is empty.
 * @param {import('playwright-core').Page} page @param {number} index @param {string} picture
 * @returns {Promise<number | undefined>} ms; `undefined`: no picture within a minute
 */
function runCell(page, index, picture) {
  return page.evaluate(
    async ([index, picture]) => {
      const { jupyterapp } = /** @type {any} */ (window);
      const notebook = jupyterapp.shell.currentWidget.content;
      const frame = () => new Promise((next) => requestAnimationFrame(next));
      notebook.activeCellIndex = index;
      const cell = notebook.widgets[index];
      cell.model.clearExecution?.();
      cell.model.outputs.clear();
      await notebook.scrollToItem?.(index, 'smart');
      for (let i = 0; i < 3; i++) await frame();
      const start = performance.now();
      const run = jupyterapp.commands.execute('notebook:run-cell');
      if (!picture) return run.then(() => performance.now() - start);
      while (!cell.node.querySelector(picture)) {
        if (performance.now() - start > 60_000) return undefined;
        await frame();
      }
      await frame();
      const end = performance.now();
      await run;
      return end - start;
    },
    /** @type {const} */ ([index, picture]),
  );
}

/**
 * What a viewer does that draws everything anew for each change, as TensorBoard's image and histogram panes do: data that
 * are in the page already, a new chart of all of them.
 * @param {import('./lab.mjs').Desk} desk @param {number} rounds
 * @returns {Promise<Record<string, import('../suite.mjs').Measured>>}
 */
async function redrawn({ page }, rounds) {
  await page.goto('about:blank');
  await page.setContent('<div id="chart" style="width: 800px; height: 360px"></div>');
  await page.addScriptTag({
    path: inRoot('node_modules', 'plotly.js-cartesian-dist-min', 'plotly-cartesian.min.js'),
  });
  /** @type {Record<string, import('../suite.mjs').Measured>} */
  const found = {};
  for (const { name, kind, n } of CASES) {
    if (!kind.trace) continue;
    const trace = kind.trace(Float32Array.from({ length: n }, (_, i) => Math.sin(i * 0.013) * Math.cos(i * 0.37)));
    await page.evaluate(
      (json) => {
        /** @type {any} */ (window).trace = JSON.parse(json);
      },
      JSON.stringify(trace, (_, value) => (value instanceof Float32Array ? [...value] : value)),
    );
    const times = await page.evaluate(async (rounds) => {
      const { Plotly, trace } = /** @type {any} */ (window);
      const frame = () => new Promise((next) => requestAnimationFrame(next));
      const times = [];
      for (let round = 0; round <= rounds; round++) {
        const start = performance.now();
        await Plotly.newPlot('chart', [trace]);
        await frame();
        times.push(performance.now() - start);
      }
      return times;
    }, rounds);
    found[name] = summarize(times.slice(1));
  }
  return found;
}

/**
 * What the page fetches of the extension before a view is shown, and with the first of each kind.
 * @param {import('./lab.mjs').Desk} desk @param {(text: string) => void} log
 * @returns {Promise<import('../suite.mjs').Row[]>}
 */
async function loads({ page, open }, log) {
  let bytes = 0;
  const seen = new Set();
  /** @type {Promise<void>[]} */
  const reading = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.includes('/extensions/@lectern/') || seen.has(pathname)) return;
    seen.add(pathname);
    reading.push(
      response.body().then((body) => {
        bytes += body.length;
      }),
    );
  });
  await open('bytes.ipynb', 'lectern', [LECTERN_START, ...KINDS.map(({ lectern }) => lectern(SIZES.small))]);
  const taken = async () => {
    await Promise.all(reading);
    const now = bytes;
    bytes = 0;
    return summarize([now / 1000]);
  };
  /** @type {import('../suite.mjs').Row[]} */
  const rows = [{ what: 'code before a view is shown', unit: 'kB', target: 50, values: { lectern: await taken() } }];
  await runCell(page, 0, '');
  for (const [i, { name }] of KINDS.entries()) {
    await runCell(page, i + 1, DRAWN.lectern);
    rows.push({ what: `code that a first ${name} adds`, unit: 'kB', values: { lectern: await taken() } });
  }
  log(rows.map(({ what, values }) => `${what}: ${JSON.stringify(values.lectern)}`).join('\n'));
  return rows;
}
