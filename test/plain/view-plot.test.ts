import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import { barSpec } from '../../lib/src/view/plot/bar.js';
import { line, lineSpec } from '../../lib/src/view/plot/line.js';
import { CLOUD_POINTS, LINE_POINTS, plotBundle } from '../../lib/src/view/plot/plot.js';
import { scatterSpec } from '../../lib/src/view/plot/scatter.js';
import { PLOT_MIME, type PlotSpec } from '../../lib/src/view/plot/spec.js';
import { evenSample, lineSample } from '../../lib/src/view/plot/thin.js';
import { readable, recordingHost } from '../helpers/readable.js';

const ramp = (count: number) => Array.from({ length: count }, (_, i) => i);

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
  vi.restoreAllMocks();
});

test('a line takes x and y, y alone, or several by name, each as tensors or lists', () => {
  const x = readable([3, 1], [1, 2, 3]);
  const y = readable([3, 1], [4, 5, 6], { label: 'net' });
  expect(lineSpec(x, y).series).toEqual([{ name: 'net', x: [1, 2, 3], y: [4, 5, 6], count: 3 }]);
  expect(lineSpec([4, 5]).series).toEqual([{ name: 'y', x: [0, 1], y: [4, 5], count: 2 }]);
  expect(lineSpec([4, 5], { title: 't', xLabel: 'step' })).toMatchObject({ title: 't', x: 'step' });
  expect(lineSpec({ a: [x, y], b: [7, 8], c: y }, { yLabel: 'loss' })).toMatchObject({
    y: 'loss',
    series: [
      { name: 'a', x: [1, 2, 3], y: [4, 5, 6] },
      { name: 'b', x: [0, 1], y: [7, 8] },
      { name: 'c', x: [0, 1, 2], y: [4, 5, 6] },
    ],
  });
});

test('the columns of a matrix are a line each', () => {
  const { series } = lineSpec([1, 2], readable([2, 3], [10, 20, 30, 11, 21, 31], { label: 'unit' }));
  expect(series.map(({ name, y }) => [name, y])).toEqual([
    ['unit 0', [10, 11]],
    ['unit 1', [20, 21]],
    ['unit 2', [30, 31]],
  ]);
});

test('a long line keeps its first and last point and every extreme, in order', () => {
  const value = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 60, maxLength: 300 }), (y) => {
      const kept = lineSample(y, 50);
      expect(kept.length).toBeLessThanOrEqual(50);
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      expect([kept[0], kept.at(-1)]).toEqual([0, y.length - 1]);
      const shown = kept.map((i) => y[i]);
      expect([Math.min(...shown), Math.max(...shown)]).toEqual([Math.min(...y), Math.max(...y)]);
    }),
  );
  expect(lineSample([1, Number.NaN, ...ramp(98)], 20)).toContain(1);
  const { series } = lineSpec(ramp(100_000));
  expect(series[0].y.length).toBeLessThanOrEqual(LINE_POINTS);
  expect(series[0].count).toBe(100_000);
});

test('whole-number colours are classes with names, other colours stay numbers', () => {
  const x = readable([3, 2], [0, 1, 2, 3, 4, 5]);
  const classes = scatterSpec(x, { color: [1, 0, 1], classes: ['cat', 'dog'], labels: ['p', 'q', 'r'] });
  expect(classes.series).toEqual([
    { name: 'cat', x: [2], y: [3], labels: ['q'], count: 1 },
    { name: 'dog', x: [0, 4], y: [1, 5], labels: ['p', 'r'], count: 2 },
  ]);
  const graded = scatterSpec(x, { color: readable([3], [0.5, 0.25, -1]) });
  expect(graded.series).toEqual([{ name: 'points', x: [0, 2, 4], y: [1, 3, 5], color: [0.5, 0.25, -1], count: 3 }]);
  expect(scatterSpec(readable([1, 2], [7, 8])).series[0]).toMatchObject({ x: [7], y: [8] });
});

test('of a large cloud an even sample is kept, with the true number of points', () => {
  const count = 20_000;
  const x = readable([count, 2], ramp(2 * count));
  const { series } = scatterSpec(x, { color: ramp(count).map((i) => (i < count / 4 ? 0 : 1)) });
  expect(series.map((one) => one.count)).toEqual([count / 4, (3 * count) / 4]);
  expect(series.map((one) => one.x.length)).toEqual([CLOUD_POINTS / 4, (3 * CLOUD_POINTS) / 4]);
  expect(evenSample(10, 4)).toEqual([0, 3, 6, 9]);
});

test('bars have the words under them, one group or several', () => {
  expect(barSpec([0.2, 0.8], { labels: ['no', 'yes'] })).toMatchObject({
    kind: 'bar',
    categories: ['no', 'yes'],
    series: [{ x: [0, 1], y: [0.2, 0.8] }],
  });
  expect(barSpec({ before: [1, 2], after: readable([2], [3, 4]) }).series.map(({ name, y }) => [name, y])).toEqual([
    ['before', [1, 2]],
    ['after', [3, 4]],
  ]);
});

test('what does not fit is refused with its shape or number', () => {
  expect(() => lineSpec([1, 2], [1, 2, 3])).toThrow('x and y must have as many points as each other, got 2 and 3');
  expect(() => lineSpec(readable([2, 2, 2], ramp(8)))).toThrow('expected [points] or [points, columns], got [2, 2, 2]');
  expect(() => lineSpec(['a'] as never)).toThrow('view.line: y: expected numbers, got a among them');
  expect(() => scatterSpec(readable([4, 3], ramp(12)))).toThrow('[points, 2] or [points, 3], got [4, 3]');
  expect(() => scatterSpec(readable([2, 2], ramp(4)), { color: [1] })).toThrow('one for each of 2 points, got 1');
  expect(() => barSpec([1], { labels: ['a', 'b'] })).toThrow('labels needs a text for each of 1 bars, got 2');
  expect(() => barSpec(ramp(501))).toThrow('at most 500 bars can be told apart, got 501');
});

test('a bundle is JSON with data and text, and a picture when a point is finite', () => {
  const nan = lineSpec([Number.NaN, Number.POSITIVE_INFINITY]);
  const cases: [PlotSpec, boolean, RegExp][] = [
    [lineSpec(ramp(50), { title: 'rise' }), true, /^rise\ny ▁.*█ n=50 x∈\[0, 49\] y∈\[0, 49\]$/],
    [scatterSpec(readable([3, 2], ramp(6)), { color: [0.5, 1, 2] }), true, /^points n=3 x∈\[0, 4\] y∈\[1, 5\]$/],
    [barSpec([1, -2], { labels: ['a', 'bc'] }), true, /^a {2}█{12} 1\nbc █{24} -2$/],
    [barSpec({ a: [1, 2], b: [2, -1] }), true, /^a ▅█ n=2.+\nb █▁ n=2/],
    [nan, false, /^y +n=2 x∈\[0, 1\] y: no finite value$/],
    [lineSpec([]), false, /n=0/],
  ];
  for (const [spec, picture, text] of cases) {
    const bundle = plotBundle(spec);
    expect(JSON.parse(JSON.stringify(bundle[PLOT_MIME]))).toEqual(spec);
    expect('image/png' in bundle).toBe(picture);
    expect(bundle['text/plain']).toMatch(text);
  }
});

test('a line is shown in a notebook and printed elsewhere', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  line([1, 2, 3]);
  expect(log.mock.calls).toEqual([['y ▁▅█ n=3 x∈[0, 2] y∈[1, 3]']]);
  const host = recordingHost();
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = host;
  line([1, 2, 3]);
  expect(Object.keys(host.shown[0].bundle)).toEqual([PLOT_MIME, 'image/png', 'text/plain']);
});

test('many lines share the room of a chart', () => {
  const many = lineSpec(
    readable(
      [5000, 100],
      new Float32Array(500_000).map((_, i) => Math.sin(i)),
    ),
  );
  expect(many.series).toHaveLength(100);
  expect(JSON.stringify(many).length).toBeLessThan(1_000_000);
});

test('numbers name bars, classes and points as texts do', () => {
  expect(barSpec([1, 2], { labels: [7, 8] }).categories).toEqual(['7', '8']);
  const points = scatterSpec(readable([2, 2], [1, 2, 3, 4]), {
    color: [0, 1],
    classes: [5, 6],
    labels: [1, 'x'.repeat(300)],
  });
  expect(points.series.map(({ name }) => name)).toEqual(['5', '6']);
  expect(points.series[1].labels?.[0]).toHaveLength(200);
});
