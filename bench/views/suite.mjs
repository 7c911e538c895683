import { summarize } from '../suite.mjs';
import { codeSizes } from './code-size.mjs';
import { prepareFigureWidget } from './figure-widget.mjs';
import { figureOf, KINDS } from './kinds.mjs';
import { openDesk } from './lab.mjs';
import { limited } from './limit.mjs';
import { changeView, clearCell, runCell, specOf } from './page.mjs';
import { redrawn } from './redraw.mjs';
import { FIGURE, LECTERN } from './sides.mjs';
import { SIZES } from './sizes.mjs';

const ROUNDS = 3;
const RATIO = 'of FigureWidget';
const REDRAW = 'plotly.js redraw';
const KEPT = 'values kept';

/** @typedef {{ name: string, kind: import('./kinds.mjs').Kind, n: number }} Case */

/**
 * Times of one side in one case, by round; `undefined` stands for no picture.
 * @typedef {{ first: (number | undefined)[], change: (number | undefined)[] }} Times
 */

/** @type {import('../suite.mjs').Suite} */
export default {
  title:
    'Views: running a cell, and changing its data, to the picture in JupyterLab, beside FigureWidget and plotly.js alone',
  async run({ rounds = ROUNDS, kinds: names, log }) {
    const kinds = KINDS.filter(({ name }) => !names || names.includes(name));
    const cases = kinds.flatMap((kind) =>
      Object.entries(SIZES)
        .filter(([, n]) => n <= (kind.most ?? n))
        .map(([size, n]) => ({ name: `${kind.name}, ${size}`, kind, n })),
    );
    const desk = await openDesk([await prepareFigureWidget()]);
    try {
      const sizes = await codeSizes(desk, kinds, log);
      const redraws = await redrawn(desk, cases, rounds, log);
      const shown = await showAll(desk, cases, rounds, log);
      const rows = cases.flatMap(({ name }) => {
        const { lectern, figure, kept } = shown[name];
        /** @type {import('../suite.mjs').Row[]} */
        const both = /** @type {const} */ (['first', 'change']).map((when) => ({
          what: when === 'first' ? name : `${name}, changed`,
          unit: 'ms',
          values: {
            lectern: measured(lectern[when]),
            ...(figure ? { FigureWidget: measured(figure[when]), ...ratio(lectern[when], figure[when]) } : {}),
            ...(redraws[name] ? { [REDRAW]: redraws[name][when] } : {}),
            ...(when === 'first' && kept !== undefined ? { [KEPT]: summarize([kept]) } : {}),
          },
        }));
        return both;
      });
      return { columns: ['lectern', 'FigureWidget', RATIO, REDRAW, KEPT], rows: [...rows, ...sizes] };
    } finally {
      await desk.close();
    }
  },
};

/**
 * Shows and changes each case `rounds` times on both sides, in turns, after one that loads code.
 * @param {import('./lab.mjs').Desk} desk @param {Case[]} cases @param {number} rounds @param {(text: string) => void} log
 * @returns {Promise<Record<string, { lectern: Times, figure?: Times, kept?: number }>>}
 */
async function showAll(desk, cases, rounds, log) {
  const pages = new Map([
    [LECTERN, await openSide(desk, LECTERN, cases)],
    [FIGURE, await openSide(desk, FIGURE, cases)],
  ]);
  /** @type {Awaited<ReturnType<typeof showAll>>} */
  const found = {};
  for (const [i, { name, kind, n }] of cases.entries()) {
    const sides = figureOf(kind, n) ? [LECTERN, FIGURE] : [LECTERN];
    /** @type {Times[]} */
    const times = sides.map(() => ({ first: [], change: [] }));
    /** @type {number | undefined} */
    let kept;
    for (let round = 0; round <= rounds; round++) {
      for (const [s, side] of sides.entries()) {
        const { first, change } = times[s];
        // A side without a picture has none in the next round either.
        if (change.includes(undefined)) continue;
        const page = pages.get(side);
        if (!page) throw new Error(`bench views: no page of ${side.name}`);
        const shown = await limited(showOnce(page, i + 1, side, kind, n, round));
        if (side === LECTERN && shown?.spec) kept ??= kind.kept?.(shown.spec);
        first.push(shown?.first);
        change.push(shown?.change);
        if (shown?.change !== undefined) continue;
        // What draws on, and what its kernel computes on, would be in the times of the cases after it.
        await page.close();
        pages.set(side, await openSide(desk, side, cases));
      }
    }
    for (const page of pages.values()) await clearCell(page, i + 1);
    const [lectern, figure] = times;
    found[name] = { lectern, figure, kept };
    for (const [s, { name: who }] of sides.entries()) {
      const { first, change } = times[s];
      log(`${who} ${name}: ${words(first)}; changed: ${words(change)}`);
    }
  }
  return found;
}

/**
 * Runs a cell and changes its view.
 * @param {import('playwright-core').Page} page @param {number} index @param {import('./sides.mjs').Side} side
 * @param {import('./kinds.mjs').Kind} kind @param {number} n @param {number} round
 */
async function showOnce(page, index, side, kind, n, round) {
  const first = await runCell(page, index, side.picture(kind));
  const spec = await specOf(page, index);
  const change =
    first === undefined
      ? undefined
      : await changeView(page, index, side.change(kind, n, round + 1), kind.live === true && side === LECTERN);
  return { first, spec, change };
}

/** @param {import('./lab.mjs').Desk} desk @param {import('./sides.mjs').Side} side @param {Case[]} cases */
async function openSide(desk, side, cases) {
  const page = await desk.newPage();
  const cells = cases.map(({ kind, n }) => side.show(kind, n) ?? '');
  await desk.open(page, side.name, side.kernel, [side.start, ...cells]);
  await runCell(page, 0, '');
  await specOf(page, 0);
  return page;
}

/** @param {(number | undefined)[]} times The first loaded code. @returns {import('../suite.mjs').Measured} */
function measured(times) {
  const there = times.filter((time) => time !== undefined);
  return there.length < times.length ? { failure: 'no picture' } : summarize(there.slice(1));
}

/**
 * The median of the ratios of the rounds.
 * @param {(number | undefined)[]} ours @param {(number | undefined)[]} theirs
 * @returns {Record<string, import('../suite.mjs').Measured>}
 */
function ratio(ours, theirs) {
  const ratios = ours.slice(1).map((time, i) => (time ?? Number.NaN) / (theirs[i + 1] ?? Number.NaN));
  return ratios.every(Number.isFinite) ? { [RATIO]: summarize(ratios) } : {};
}

/** @param {(number | undefined)[]} times */
const words = (times) => times.map((time) => time?.toFixed(0) ?? 'none').join(' ');
