/// <reference lib="dom" />

import { PATIENCE } from './limit.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * The time from the start of a cell to the frame after its picture, or to its end where `picture` is empty. The page is
 * quiet afterwards.
 * @param {Page} page @param {number} index @param {string} picture
 * @returns {Promise<number | undefined>} ms; `undefined`: no picture within a minute
 */
export async function runCell(page, index, picture) {
  await page.bringToFront();
  return page.evaluate(
    async ([index, picture, patience]) => {
      const { jupyterapp } = /** @type {any} */ (window);
      const notebook = jupyterapp.shell.currentWidget.content;
      const frames = async (/** @type {number} */ count) => {
        for (let i = 0; i < count; i++) await new Promise((next) => requestAnimationFrame(next));
      };
      notebook.activeCellIndex = index;
      const cell = notebook.widgets[index];
      cell.model.clearExecution?.();
      cell.model.outputs.clear();
      await notebook.scrollToItem?.(index, 'smart');
      await frames(3);
      const start = performance.now();
      const run = jupyterapp.commands.execute('notebook:run-cell');
      if (!picture) return run.then(() => performance.now() - start);
      while (!cell.node.querySelector(picture)) {
        if (performance.now() - start > patience) return undefined;
        await frames(1);
      }
      await frames(1);
      const end = performance.now();
      await run;
      await frames(5);
      return end - start;
    },
    /** @type {const} */ ([index, picture, PATIENCE]),
  );
}

/**
 * The time from sending code to the kernel to the frame in which the view that cell `index` shows is drawn anew: plotly.js
 * says so, and of other views the renderer.
 * @param {Page} page @param {number} index @param {string} code @param {boolean} grows Whether the view is live.
 * @returns {Promise<number | undefined>} ms; `undefined`: not drawn again within a minute
 */
export async function changeView(page, index, code, grows) {
  await page.bringToFront();
  return page.evaluate(
    async ([index, code, grows, patience]) => {
      const { shell } = /** @type {any} */ (window).jupyterapp;
      const { content, sessionContext } = shell.currentWidget;
      const frame = () => new Promise((next) => requestAnimationFrame(next));
      const { outputArea } = content.widgets[index];
      const chart = outputArea.node.querySelector('.js-plotly-plot');
      /** @type {Promise<void>} */
      const drawn = new Promise((done) => {
        if (chart) {
          // A chart is also drawn anew in the same state, e.g. for a page that got wider.
          const parts = () =>
            chart.data.flatMap((/** @type {object} */ trace) =>
              Object.values(trace).flatMap((value) =>
                value?.constructor === Object ? [value, ...Object.values(value)] : [value],
              ),
            );
          const before = parts();
          const heard = () => {
            const now = parts();
            if (
              now.length === before.length &&
              now.every((/** @type {unknown} */ part, /** @type {number} */ i) => part === before[i])
            )
              return;
            chart.removeListener('plotly_afterplot', heard);
            done();
          };
          chart.on('plotly_afterplot', heard);
          return;
        }
        if (grows) {
          // A live view hears of a change by its own comm, and says the new step in words.
          const watch = new MutationObserver(() => {
            watch.disconnect();
            done();
          });
          watch.observe(outputArea.node, { subtree: true, childList: true, characterData: true, attributes: true });
          return;
        }
        for (const panel of outputArea.widgets) {
          for (const renderer of [panel, ...(panel.widgets ?? [])]) {
            if (!renderer.renderModel) continue;
            const render = Object.getPrototypeOf(renderer).renderModel;
            renderer.renderModel = async (/** @type {unknown} */ model) => {
              await render.call(renderer, model);
              done();
            };
          }
        }
      });
      const start = performance.now();
      const run = sessionContext.session.kernel.requestExecute({ code, store_history: false });
      /** @type {Promise<undefined>} */
      const late = new Promise((done) => setTimeout(done, patience));
      const found = await Promise.race([drawn.then(() => true), late]);
      if (!found) return undefined;
      await frame();
      await frame();
      const end = performance.now();
      const { content: reply } = await run.done;
      if (reply.status !== 'ok') throw new Error(`bench views: ${reply.ename}: ${reply.evalue}`);
      return end - start;
    },
    /** @type {const} */ ([index, code, grows, PATIENCE]),
  );
}

/** What a cell shows, the data of the view, or the error that it ended with. @param {Page} page @param {number} index */
export async function specOf(page, index) {
  return page.evaluate((index) => {
    const { outputs } = /** @type {any} */ (window).jupyterapp.shell.currentWidget.content.widgets[index].model;
    const output = outputs.toJSON()[0];
    if (output?.output_type === 'error') throw new Error(`bench views: ${output.ename}: ${output.evalue}`);
    const mime = Object.keys(output?.data ?? {}).find((type) => type.startsWith('application/vnd.lectern.'));
    return mime && output.data[mime];
  }, index);
}

/** Takes away what a cell shows. @param {Page} page @param {number} index */
export async function clearCell(page, index) {
  await page.evaluate((index) => {
    /** @type {any} */ (window).jupyterapp.shell.currentWidget.content.widgets[index].model.outputs.clear();
  }, index);
}
