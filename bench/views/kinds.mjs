import { COLUMNS, rows, side } from './sizes.mjs';

/**
 * A kind of view, as each side makes it from `n` values; `shift` tells apart the values first shown (0) and the changed
 * ones. A new kind is one entry.
 * @typedef {object} Kind
 * @property {string} name
 * @property {(n: number, shift: number) => string} lectern A statement that shows it; `values(n, shift)` is a tensor.
 * @property {(n: number, shift: number) => string} [change] A statement that changes what is shown, where it is not the same
 *   view made of other values in the same place.
 * @property {boolean} [live] Whether `change` pushes to a live view that is no chart.
 * @property {number} [most] Most values that it takes; default all sizes.
 * @property {(spec: any) => number} [kept] How many numbers the view keeps, of its data in the notebook.
 * @property {Figure} [figure] Missing where Plotly has no such chart or it is one that is measured already.
 */

/**
 * The same in Plotly: one trace.
 * @typedef {object} Figure
 * @property {string} type The class of plotly.py; in small letters the type of plotly.js.
 * @property {string} [large] The class for more than a thousand values, where plotly.express takes another one.
 * @property {string} [mode]
 * @property {(n: number, shift: number) => Record<string, string>} data Properties in Python; `values(n, shift)` is an array
 *   of NumPy.
 * @property {(values: Float32Array) => Record<string, unknown>} trace The same properties for plotly.js.
 * @property {number} [most] Most values that it is measured with; default all sizes.
 * @property {string} [picture] What is there when it is drawn; default its drawing in SVG.
 */

const floats = (/** @type {string} */ text) => bytes(text) / 4;
const bytes = (/** @type {string} */ text) => (text.length / 4) * 3 - (text.match(/=+$/)?.[0].length ?? 0);
const sum = (/** @type {number[]} */ numbers) => numbers.reduce((a, b) => a + b, 0);

const square = (/** @type {number} */ n, /** @type {number} */ shift) =>
  `values(${n}, ${shift}).reshape([${side(n)}, ${side(n)}])`;
const pairs = (/** @type {number} */ n, /** @type {number} */ shift) => `values(${n}, ${shift}).reshape([${n / 2}, 2])`;
/** Points of three coordinates; of the few values that are left over there is no point. */
const triples = (/** @type {number} */ n) => Math.floor(n / 3);
/** Columns of points and of samples. */
const wide = (/** @type {number} */ n) => (n < 1000 ? 10 : 64);
const every = (/** @type {Float32Array} */ values, /** @type {number} */ step, /** @type {number} */ first) =>
  values.subarray(0, values.length - (values.length % step)).filter((_, i) => i % step === first);

/** @param {string} type @param {string} [picture] @returns {Figure} A chart of a matrix. */
const grid = (type, picture) => ({
  type,
  data: (n, shift) => ({ z: `values(${n}, ${shift}).reshape(${side(n)}, ${side(n)})` }),
  trace: (values) => ({ z: rows(values, side(values.length)) }),
  ...(picture ? { picture } : {}),
});

const IN_SPACE = '.js-plotly-plot .gl-container canvas';

/** The chart of Plotly to measure beside a view of `n` values. @param {Kind} kind @param {number} n */
export const figureOf = ({ figure }, n) => (figure && n <= (figure.most ?? n) ? figure : undefined);

/** The class of plotly.py that draws `n` values. @param {Figure} figure @param {number} n */
export const typeOf = ({ type, large }, n) => (large && n > 1000 ? large : type);

/** @type {Kind[]} */
export const KINDS = [
  {
    name: 'tensor',
    lectern: (n, shift) => `view.tensor(${square(n, shift)})`,
    kept: ({ values }) => floats(values),
    figure: grid('Heatmap'),
  },
  {
    name: 'histogram',
    lectern: (n, shift) => `view.histogram(values(${n}, ${shift}))`,
    kept: ({ layers }) => sum(layers.map((/** @type {any} */ layer) => layer.snapshots[0].counts.length)),
    figure: {
      type: 'Histogram',
      data: (n, shift) => ({ x: `values(${n}, ${shift})` }),
      trace: (values) => ({ x: values }),
    },
  },
  {
    name: 'maps',
    lectern: (n, shift) => `view.maps(values(${n}, ${shift}).reshape([1, ${side(n)}, ${side(n) / 2}, 2]))`,
    kept: ({ values }) => floats(values),
  },
  {
    name: 'image',
    lectern: (n, shift) => `view.image(values(${n}, ${shift}).reshape([${side(n)}, ${side(n)}, 1]))`,
    kept: ({ values }) => floats(values),
  },
  {
    name: 'line',
    lectern: (n, shift) => `view.line(values(${n}, ${shift}))`,
    kept: ({ series }) => sum(series.map((/** @type {any} */ one) => one.y.length)),
    figure: {
      type: 'Scatter',
      mode: 'lines',
      data: (n, shift) => ({ y: `values(${n}, ${shift})` }),
      trace: (values) => ({ y: values }),
    },
  },
  {
    name: 'scatter',
    lectern: (n, shift) => `view.scatter(${pairs(n, shift)})`,
    kept: ({ series }) => sum(series.map((/** @type {any} */ one) => 2 * one.y.length)),
    figure: {
      type: 'Scatter',
      large: 'Scattergl',
      mode: 'markers',
      data: (n, shift) => ({ x: `values(${n}, ${shift})[::2]`, y: `values(${n}, ${shift})[1::2]` }),
      trace: (values) => ({ x: every(values, 2, 0), y: every(values, 2, 1) }),
    },
  },
  {
    name: 'bar',
    most: 500,
    lectern: (n, shift) => `view.bar(values(${n}, ${shift}))`,
    kept: ({ series }) => sum(series.map((/** @type {any} */ one) => one.y.length)),
    figure: {
      type: 'Bar',
      data: (n, shift) => ({ y: `values(${n}, ${shift})` }),
      trace: (values) => ({ y: values }),
    },
  },
  {
    name: 'confusion, from labels',
    lectern: (n, shift) =>
      `view.confusion({ predicted: values(${n}, ${shift}).mul(5).add(5).floor(), labels: values(${n}, 0).mul(5).add(5).floor() })`,
  },
  {
    name: 'training',
    lectern: (n, shift) =>
      `{ runs.last = view.training(); for (const loss of values(${n}, ${shift}).dataSync()) runs.last.push({ loss }); }`,
    change: () => 'runs.last!.push({ loss: 2 })',
    kept: ({ series }) => sum(series.map((/** @type {any} */ one) => one.step.length)),
  },
  {
    name: 'histograms, of a run',
    lectern: (n, shift) => `{ runs.spread = view.histograms(); runs.spread.push({ w: values(${n}, ${shift}) }); }`,
    change: (n, round) => `runs.spread!.push({ w: values(${n}, ${round}) })`,
    live: true,
  },
  {
    name: 'images, of a run',
    lectern: (n, shift) =>
      `{ runs.images = view.images(); runs.images.push(values(${n}, ${shift}).reshape([${side(n)}, ${side(n)}, 1])); }`,
    change: (n, round) => `runs.images!.push(values(${n}, ${round}).reshape([${side(n)}, ${side(n)}, 1]))`,
    live: true,
  },
  {
    name: 'surface',
    lectern: (n, shift) => `view.surface(${square(n, shift)})`,
    kept: ({ z }) => floats(z),
    figure: grid('Surface', IN_SPACE),
  },
  {
    name: 'contour',
    lectern: (n, shift) => `view.contour(${square(n, shift)})`,
    kept: ({ z }) => floats(z),
    // Of 320 × 320 values it has no picture within two minutes.
    figure: { ...grid('Contour'), most: 1000 },
  },
  {
    name: 'boundary',
    lectern: (n, shift) =>
      `view.boundary((p) => p.sum(1).add(${shift}).sigmoid(), ${pairs(n, shift)}, Array.from({ length: ${n / 2} }, (_, i) => i % 2))`,
    kept: ({ points }) => 2 * points.x.length,
  },
  {
    name: 'cloud',
    lectern: (n, shift) => `view.scatter(values(${3 * triples(n)}, ${shift}).reshape([${triples(n)}, 3]))`,
    kept: ({ points }) => floats(points),
    figure: {
      type: 'Scatter3d',
      mode: 'markers',
      data: (n, shift) =>
        Object.fromEntries(['x', 'y', 'z'].map((axis, i) => [axis, `values(${3 * triples(n)}, ${shift})[${i}::3]`])),
      trace: (values) => ({ x: every(values, 3, 0), y: every(values, 3, 1), z: every(values, 3, 2) }),
      picture: IN_SPACE,
    },
  },
  {
    name: 'embedding, principal components',
    lectern: (n, shift) =>
      `view.embedding(values(${n}, ${shift}).reshape([${n / wide(n)}, ${wide(n)}]), { method: 'pca' })`,
    kept: ({ pca }) => bytes(pca.places.steps) / 2,
  },
  {
    name: 'units',
    lectern: (n, shift) => `view.units(values(${n}, ${shift}).reshape([${n / wide(n)}, ${wide(n)}]))`,
    kept: ({ values }) => floats(values),
  },
  {
    name: 'table',
    lectern: (n, shift) => `view.table(values(${n}, ${shift}).reshape([${n / COLUMNS}, ${COLUMNS}]))`,
    kept: ({ columns }) => sum(columns.map((/** @type {any} */ column) => column.numbers.length)),
    figure: {
      type: 'Table',
      // Of 25,600 rows its picture does not change within a minute.
      most: 1000,
      data: (n, shift) => ({ cells: `dict(values=values(${n}, ${shift}).reshape(${n / COLUMNS}, ${COLUMNS}).T)` }),
      trace: (values) => ({ cells: { values: Array.from({ length: COLUMNS }, (_, i) => every(values, COLUMNS, i)) } }),
    },
  },
  {
    name: 'attention',
    lectern: (n, shift) => `view.attention(${square(n, shift)}.softmax(-1))`,
    kept: ({ weights }) => floats(weights),
  },
  {
    name: 'sequence',
    lectern: (n, shift) => `view.sequence(values(${n}, ${shift}), { rate: 8000 })`,
    kept: ({ values }) => floats(values),
  },
  {
    name: 'saliency',
    lectern: (n, shift) => `view.saliency(${square(n, 0)}, ${square(n, shift)})`,
    kept: ({ photo, values }) => bytes(photo.pixels) + floats(values),
  },
  {
    name: 'boxes',
    lectern: (n, shift) =>
      `view.boxes(${square(n, 0)}, { boxes: tensor([[1, 1, ${5 + shift}, 5], [2, 2, 7, 7]]), scores: [0.9, 0.5] })`,
    kept: ({ photo }) => bytes(photo.pixels),
  },
  {
    name: 'convolution',
    lectern: (n, shift) => `view.convolution(${square(n, shift)}, tensor([[1, 0, -1], [2, 0, -2], [1, 0, -1]]))`,
    kept: ({ input }) => floats(input),
  },
  {
    name: 'network, inputs of a batch',
    lectern: (n, shift) =>
      `view.network(new nn.Sequential(new nn.Linear(${side(n)}, 16), new nn.ReLU(), new nn.Linear(16, 4)), { input: ${square(n, shift)} })`,
  },
  {
    name: 'graph, of a batch',
    lectern: (n, shift) =>
      `{ const x = ${square(n, shift)}.requiresGrad_(); const loss = x.matmul(ones(${side(n)}, 4)).relu().sub(1).tanh().square().mean(); loss.backward(); view.graph(loss, { names: { x, loss } }); }`,
  },
];
