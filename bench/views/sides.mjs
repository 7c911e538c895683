import { FIGURE_KERNEL } from './figure-widget.mjs';
import { figureOf, typeOf } from './kinds.mjs';

/** @typedef {import('./kinds.mjs').Kind} Kind */

/**
 * Who shows views, in a notebook of its own.
 * @typedef {object} Side
 * @property {string} name
 * @property {string} kernel
 * @property {string} start The cell that the others need.
 * @property {(kind: Kind, n: number) => string | undefined} show A cell; `undefined`: there is no such view.
 * @property {(kind: Kind, n: number, round: number) => string} change Code that changes what the cell shows; of other values in
 *   each round.
 * @property {(kind: Kind) => string} picture What stands in an output when its view is drawn.
 */

/** @type {Side} */
export const LECTERN = {
  name: 'lectern',
  kernel: 'lectern',
  // Each view gets an identity under which another one takes its place, as of `updateDisplay`.
  start: [
    'const values = (n: number, shift: number) =>',
    '  tensor(Float32Array.from({ length: n }, (_, i) => Math.sin(i * 0.013 + shift) * Math.cos(i * 0.37)));',
    'const runs: { last?: view.Training; spread?: view.Histograms; images?: view.Images } = {};',
    "const host = (globalThis as any)[Symbol.for('lectern.host')];",
    'const display = host.display.bind(host);',
    "const shown = { id: '', again: false };",
    'host.display = (bundle: unknown, options: object = {}) =>',
    '  shown.again ? host.update(shown.id, bundle) : display(bundle, { id: shown.id, ...options });',
  ].join('\n'),
  show: (kind, n) => `shown.id = 'bench ${kind.name} ${n}'; shown.again = false;\n${kind.lectern(n, 0)};`,
  change: (kind, n, round) =>
    kind.change ? `${kind.change(n, round)};` : `shown.again = true;\n${kind.lectern(n, round)};`,
  picture: () => '.lectern-View :is(canvas, table, .main-svg, .lectern-Box, circle)',
};

/** @type {Side} */
export const FIGURE = {
  name: 'FigureWidget',
  kernel: FIGURE_KERNEL,
  start: [
    'import numpy as np',
    'import plotly.graph_objects as go',
    'def values(n, shift):',
    '    i = np.arange(n)',
    '    return (np.sin(i * 0.013 + shift) * np.cos(i * 0.37)).astype(np.float32)',
  ].join('\n'),
  show(kind, n) {
    const figure = figureOf(kind, n);
    if (!figure) return undefined;
    const given = Object.entries(figure.data(n, 0)).map(([name, value]) => `${name}=${value}`);
    const mode = figure.mode ? [`mode='${figure.mode}'`] : [];
    return `figure = go.FigureWidget(go.${typeOf(figure, n)}(${[...given, ...mode].join(', ')}))\nfigure`;
  },
  change({ figure }, n, round) {
    const given = Object.entries(figure?.data(n, round) ?? {});
    return [
      'with figure.batch_update():',
      ...given.map(([name, value]) => `    figure.data[0].${name} = ${value}`),
    ].join('\n');
  },
  picture: ({ figure }) => figure?.picture ?? '.js-plotly-plot .main-svg',
};
