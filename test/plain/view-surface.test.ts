import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSurface } from '../../extension/src/protocol/decode-surface.js';
import { isoline } from '../../extension/src/surface/isolines.js';
import { SurfaceModel } from '../../extension/src/surface/model.js';
import { csvOf, cutText, placeText, stepText, tableOf } from '../../extension/src/surface/words.js';
import { heightAt, heightScale } from '../../lib/src/view/surface/grid.js';
import { SURFACE_MIME } from '../../lib/src/view/surface/spec.js';
import { type SurfaceOptions, surfaceBundle, surfaceSpec } from '../../lib/src/view/surface/surface.js';
import { readable } from '../helpers/readable.js';

const plane = readable([2, 3], [0, 1, 2, 10, 11, 12]);
const at = (options: SurfaceOptions = {}, z = plane) => surfaceSpec(z, options);
/** What the library wrote, as a notebook gives it back. */
const model = (options: SurfaceOptions = {}, z = plane) =>
  new SurfaceModel(decodeSurface(JSON.parse(JSON.stringify(at(options, z)))));

test('heights come back from the notebook as they were, with holes, on the axes that were given', () => {
  const { data, holes, least, most } = model(
    { x: [0, 0.5, 4], y: readable([2], [-1, 1]), title: 'plane' },
    readable([2, 3], [0, 1, Number.NaN, 10, 1 / 0, 12]),
  );
  expect(data).toMatchObject({ title: 'plane', x: [0, 0.5, 4], y: [-1, 1], ofRows: 2, ofCols: 3, shows: 'surface' });
  expect(Array.from(data.z)).toEqual([0, 1, Number.NaN, 10, 1 / 0, 12]);
  expect([holes, least, most]).toEqual([2, 0, 12]);
});

test('a grid of more than 200 rows or columns keeps 200 of them, with both ends, and says so', () => {
  const { data } = model(
    {},
    readable(
      [3, 500],
      Array.from({ length: 1500 }, (_, i) => i % 500),
    ),
  );
  expect([data.x.length, data.x[0], data.x.at(-1), data.z[199], data.y.length]).toEqual([200, 0, 499, 499, 3]);
  expect(cutText(data)).toBe('Kept: 3×200 of 3×500 heights, evenly spaced.');
  expect(JSON.stringify(at({}, readable([500, 500], new Array(250_000).fill(1 / 3)))).length).toBeLessThan(1e6);
});

test('heights along a path are read between the grid points, or are those that were given', () => {
  const walk = readable([3, 2], [0.5, 0, 2, 0.5, 3, 0]);
  const [read] = at({ path: walk }).paths;
  expect(read).toMatchObject({ name: 'path', step: [0, 1, 2], z: [0.5, 7, 'NaN'], between: true, count: 3 });
  const [given] = at({ path: { adam: readable([1, 3], [0.5, 0, 42]) } }).paths;
  expect(given).toMatchObject({ name: 'adam', z: [42], between: false });
});

test('long paths keep their first and last step and at most 6000 in all', () => {
  const long = readable([9000, 2], new Array(18_000).fill(0.123456789));
  const spec = at({ path: { a: long, b: long } });
  expect(spec.paths.map(({ step }) => [step.length, step[0], step.at(-1)])).toEqual([
    [3000, 0, 8999],
    [3000, 0, 8999],
  ]);
  expect(JSON.stringify(spec).length).toBeLessThan(1e6);
  expect(cutText(model({ path: long }).data)).toBe('Kept: 6000 of 9000 steps of path, evenly spaced.');
});

test('the height between four grid points lies between theirs, and is theirs at each of them', () => {
  const heights = fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 6, maxLength: 6 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(heights, share, share, (z, across, up) => {
      const grid = { x: [0, 1, 3], y: [-1, 4], z };
      const found = heightAt(grid, 3 * across, 5 * up - 1);
      expect(found).toBeGreaterThanOrEqual(Math.min(...z) - 1e-4);
      expect(found).toBeLessThanOrEqual(Math.max(...z) + 1e-4);
      z.forEach((height, i) => {
        expect(heightAt(grid, grid.x[i % 3], grid.y[Math.floor(i / 3)])).toBe(height);
      });
    }),
  );
  expect(heightAt({ x: [0], y: [0], z: [5] }, 0, 0)).toBe(5);
  expect(heightAt({ x: [0, 1], y: [0], z: [5, 6] }, 2, 0)).toBeNaN();
});

test('a clipped scale ends below one peak, and a logarithmic one has equal steps for equal ratios', () => {
  const peak = [...Array(99).keys(), 1e6].map((height) => height + 1);
  expect(heightScale(peak, { log: false, robust: false }).high).toBe(1e6 + 1);
  expect(heightScale(peak, { log: false, robust: true }).high).toBeLessThan(100);
  const { share } = heightScale([1, 10, 100], { log: true, robust: false });
  expect([share(1), share(10), share(100), share(1000)]).toEqual([0, 0.5, 1, 1]);
  const both = model({ log: true }, readable([1, 3], [1, 10, 100]));
  expect([both.canLog, both.shares()(10), both.heightAt(0.5)]).toEqual([true, 0.5, 10]);
  expect(model({}, readable([1, 2], [-1, 1])).canLog).toBe(false);
});

test('a contour line crosses the sides of squares where the height is its own', () => {
  const values = [0, 1, 2, 10, 11, 12];
  expect(isoline(values, 3, 2, 5)).toEqual([
    [1, 0.4, 0, 0.5],
    [2, 0.3, 1, 0.4],
  ]);
  expect(isoline([0, 1, Number.NaN, 1], 2, 2, 0.5)).toEqual([]);
  const saddle = isoline([1, 0, 0, 1], 2, 2, 0.4);
  expect(saddle).toHaveLength(2);
  expect(isoline([3, 3, 3, 3], 2, 2, 3)).toEqual([]);
});

test('steps and table are in words and numbers, and all numbers can be saved', () => {
  const shown = model({ zLabel: 'loss', path: { sgd: readable([2, 2], [0, 0, 1, 1]), one: readable([1, 2], [5, 5]) } });
  expect(stepText(shown, 1)).toBe('step 1: sgd ≈ 11 at (1, 1), one beside the grid at (5, 5)');
  expect(placeText({ ...shown.data.paths[0], between: false }, 0)).toBe('0 at (0, 0)');
  expect(tableOf(shown).rows[1]).toEqual(['sgd', '1', '1', '1', '11']);
  expect(tableOf(model()).headings).toEqual(['y \\ x', '0', '1', '2']);
  expect(csvOf(shown).slice(0, 2)).toEqual([
    ['path', 'step', 'x', 'y', 'loss'],
    ['', '', 0, 0, 0],
  ]);
  expect(csvOf(shown)).toHaveLength(1 + 6 + 3);
});

test('what does not fit is named with what was got', () => {
  const rule = 'view.surface: expected heights [rows, columns] with at least one of each, got';
  expect(() => at({}, readable([4], [1, 2, 3, 4]))).toThrow(`${rule} [4]`);
  expect(() => at({}, readable([0, 3], []))).toThrow(`${rule} [0, 3]`);
  expect(() => at({ x: [1, 2] })).toThrow('view.surface: x: expected 3 positions, got 2');
  expect(() => at({ y: [1, 1] })).toThrow('y: expected growing numbers, got 1 after 1; flip turns a falling axis');
  expect(() => at({ path: readable([2, 4], new Array(8).fill(0)) })).toThrow(
    'path path: expected [steps, 2], or [steps, 3] with the height, got [2, 4]',
  );
  expect(() => at({ log: true }, readable([1, 2], [-1, 2]))).toThrow('log needs heights of at least 0, got -1');
  expect(() => at({ levels: 1 })).toThrow('levels must be a whole number from 2 to 40, got 1');
});

test('a payload that is not a surface, or is too large, is one sentence', () => {
  const good = JSON.parse(JSON.stringify(at({ path: readable([1, 2], [0, 0]) })));
  const wrong = (change: object) => () => decodeSurface({ ...good, ...change });
  expect(wrong({ x: [0, 1] })).toThrow('surface z: expected 4 heights, got 6');
  expect(wrong({ z: '!' })).toThrow('surface z: expected base64');
  expect(wrong({ x: Array.from({ length: 2000 }, (_, i) => i) })).toThrow('surface x: expected 1 to 1024 positions');
  expect(wrong({ shows: 'film' })).toThrow('surface shows: expected one of surface, contour, got "film"');
  expect(wrong({ ofShape: [1, 1] })).toThrow('surface ofShape: expected a whole number from 2, got 1');
  expect(wrong({ paths: [{ ...good.paths[0], x: [] }] })).toThrow('surface path x: expected 1 entries, got 0');
  expect(wrong({ levels: 1e9 })).toThrow('surface levels: expected at most 100');
});

test('text says range, lowest point and paths, and a picture is drawn even of one point or of holes alone', () => {
  const path = { sgd: readable([2, 2], [2, 1, 0, 0]) };
  const bundle = surfaceBundle(at({ title: 'plane', zLabel: 'loss', path }));
  expect(bundle['text/plain']).toBe(
    'plane: 2×3 x∈[0, 2] y∈[0, 1] loss∈[0, 12], lowest at (0, 0)\n███\n  ·\nsgd: 2 steps, from ≈12 at (2, 1) to ≈0 at (0, 0)',
  );
  expect(Object.keys(bundle)).toEqual([SURFACE_MIME, 'image/png', 'text/plain']);
  for (const z of [
    readable([1, 1], [3]),
    readable([2, 2], new Array(4).fill(Number.NaN)),
    readable([1, 3], [2, 2, 2]),
  ]) {
    expect(surfaceBundle(at({}, z))['image/png']).toMatch(/^iVBOR/);
  }
  expect(surfaceBundle(at({}, readable([1, 1], [Number.NaN])))['text/plain']).toContain('no finite z');
});
