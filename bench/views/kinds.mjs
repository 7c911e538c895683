/**
 * A kind of view, as a cell of each side makes it from `n` values. A new kind is one entry.
 * @typedef {object} Kind
 * @property {string} name
 * @property {(n: number) => string} lectern An expression statement; `values(n)` is a tensor.
 * @property {(n: number) => string} [figure] A trace of plotly.py; `values(n)` is an array of NumPy. Missing where it would be
 *   one that is measured already.
 * @property {(values: Float32Array) => object} [trace] The same trace in plotly.js, drawn anew as a whole.
 */

/** Numbers of values that each kind is shown with: a square, so that matrices can have them all. */
export const SIZES = { small: 100, '100 k': 102_400, '1 M': 1_048_576 };

const side = (/** @type {number} */ n) => Math.sqrt(n);

/** @type {Kind[]} */
export const KINDS = [
  {
    name: 'tensor',
    lectern: (n) => `view.tensor(values(${n}).reshape([${side(n)}, ${side(n)}]))`,
    figure: (n) => `go.Heatmap(z=values(${n}).reshape(${side(n)}, ${side(n)}))`,
    trace: (values) => ({ type: 'heatmap', z: rows(values, side(values.length)) }),
  },
  {
    name: 'histogram',
    lectern: (n) => `view.histogram(values(${n}))`,
    figure: (n) => `go.Histogram(x=values(${n}))`,
    trace: (values) => ({ type: 'histogram', x: values }),
  },
  {
    name: 'maps',
    lectern: (n) => `view.maps(values(${n}).reshape([1, ${side(n)}, ${side(n) / 2}, 2]))`,
  },
  {
    name: 'image',
    lectern: (n) => `view.image(values(${n}).reshape([${side(n)}, ${side(n)}, 1]))`,
  },
  {
    name: 'line',
    lectern: (n) => `view.line(values(${n}))`,
    figure: (n) => `go.Scatter(y=values(${n}), mode='lines')`,
    trace: (values) => ({ type: 'scatter', mode: 'lines', y: values }),
  },
  {
    name: 'scatter',
    lectern: (n) => `view.scatter(values(${n}).reshape([${n / 2}, 2]))`,
    figure: (n) => `go.Scatter(x=values(${n})[::2], y=values(${n})[1::2], mode='markers')`,
    trace: (values) => ({
      type: 'scatter',
      mode: 'markers',
      x: values.filter((_, i) => i % 2 === 0),
      y: values.filter((_, i) => i % 2 === 1),
    }),
  },
  {
    name: 'training',
    lectern: (n) =>
      `{ const run = view.training(); const y = values(${n}).dataSync(); for (const loss of y) run.push({ loss }); run.done(); }`,
  },
];

/** @param {Float32Array} values @param {number} across */
function rows(values, across) {
  return Array.from({ length: values.length / across }, (_, i) => values.slice(i * across, (i + 1) * across));
}
