import { afterEach, expect, test, vi } from 'vitest';
import { decodeUnits } from '../../extension/src/protocol/decode-units.js';
import { UnitsModel } from '../../extension/src/units/model.js';
import { fromBase64 } from '../../lib/src/view/base64.js';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import { UNITS_MIME } from '../../lib/src/view/units/spec.js';
import { unitsText } from '../../lib/src/view/units/text.js';
import { KEPT_ACTIVATIONS, KEPT_UNITS, units, unitsBundle, unitsSpec } from '../../lib/src/view/units/units.js';
import { readable, recordingHost } from '../helpers/readable.js';

/** Four samples; units: rising, dead, constant, twice the first, falling. */
const layer = readable([4, 5], [1, 0, 2, 2, 3, 2, 0, 2, 4, 2, 3, 0, 2, 6, 1, 0, 0, 2, 0, 4]);
const marks = { color: [0, 1, 1, 0], classes: ['cat', 'dog'] };

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
  vi.restoreAllMocks();
});

test('dead, constant and duplicate units are found', () => {
  const spec = unitsSpec(layer, marks);
  expect(spec).toMatchObject({ dead: [1], constant: [2], alike: [[0, 3]], deadInAll: 1, kinds: [0, 1, 1, 0] });
  expect(spec.facts.map(({ zeros }) => zeros)).toEqual([0.25, 1, 0, 0.25, 0]);
  expect(spec.facts[0]).toMatchObject({ mean: 1.5, max: 3, notFinite: 0 });
});

test('correlations are those of all samples, and similar units stand side by side', () => {
  const spec = unitsSpec(layer);
  const correlation = [...new Int8Array(fromBase64(spec.correlation).buffer)];
  expect(correlation.slice(0, 5)).toEqual([127, 0, 0, 127, -127]);
  expect(spec.similar.slice(0, 2)).toEqual([0, 3]);
  expect([...spec.similar].sort()).toEqual([0, 1, 2, 3, 4]);
});

test('NaN and infinities are counted and leave the other facts alone', () => {
  const spec = unitsSpec(readable([3, 2], [1, Number.NaN, 3, Number.POSITIVE_INFINITY, 2, 5]));
  expect(spec.facts).toMatchObject([
    { mean: 2, notFinite: 0 },
    { mean: 5, max: 5, notFinite: 2 },
  ]);
  expect(spec.dead).toEqual([]);
});

test('of large layers the first units and an even sample are kept, in less than a megabyte', () => {
  const [samples, count] = [2000, KEPT_UNITS + 50];
  const values = Float32Array.from({ length: samples * count }, (_, i) => (i % count === count - 1 ? 0 : Math.sin(i)));
  const spec = unitsSpec({ ...readable([1], [0]), shape: [samples, count], dataSync: () => values });
  expect(spec).toMatchObject({ shape: [samples, count], units: KEPT_UNITS, dead: [], deadInAll: 1 });
  expect(spec.samples.length * spec.units).toBeLessThanOrEqual(KEPT_ACTIVATIONS);
  expect([spec.samples[0], spec.samples.at(-1)]).toEqual([0, samples - 1]);
  expect(JSON.stringify(spec).length).toBeLessThan(1e6);
});

test('what does not fit is refused with its shape or number', () => {
  expect(() => unitsSpec(readable([2, 2, 2], [0, 0, 0, 0, 0, 0, 0, 0]))).toThrow(
    'view.units: expected [samples, units], got [2, 2, 2]; mean over the other axes, or view.maps for feature maps',
  );
  expect(() => unitsSpec(layer, { units: ['a'] })).toThrow('units needs a name for each of 5 units, got 1');
  expect(() => unitsSpec(layer, { color: [0] })).toThrow('view.units: color needs one for each of 4 points, got 1');
});

test('a bundle has data, a picture and a text that names the units that are of no use', () => {
  const bundle = unitsBundle(unitsSpec(layer, { title: 'hidden' }));
  expect(JSON.parse(JSON.stringify(bundle[UNITS_MIME]))).toEqual(bundle[UNITS_MIME]);
  expect(bundle['image/png']).toMatch(/^iVBORw0K/);
  expect(bundle['text/plain']).toBe(
    'hidden: 4 samples × 5 units, zeros 30 %, 1 dead\ndead: 1\nconstant: 2\nalike: 0 = 3',
  );
  const nothing = unitsBundle(unitsSpec(readable([0, 3], [])));
  expect(nothing).not.toHaveProperty('image/png');
  expect(nothing['text/plain']).toBe('0 samples × 3 units, zeros 0 %, none dead');
  expect(unitsSpec(readable([1, 2], [0, 1])).dead).toEqual([]);
});

test('the extension reads what the library writes and says what is wrong with other data', () => {
  const spec = JSON.parse(JSON.stringify(unitsSpec(layer, marks)));
  expect(decodeUnits(spec)).toMatchObject({
    units: 5,
    ofSamples: 4,
    samples: [0, 1, 2, 3],
    dead: [1],
    alike: [[0, 3]],
  });
  const broken = (rest: object) => () => decodeUnits({ ...spec, ...rest });
  expect(broken({ units: 4 })).toThrow('units list: expected a unit below 4, got 4');
  expect(broken({ values: 'AAAAAA==' })).toThrow('units values: expected 20 entries, got 1');
  expect(broken({ correlation: '' })).toThrow('units correlation: expected 25 entries, got 0');
  expect(broken({ units: 3000 })).toThrow('units units: expected at most 2000 units, got 3000');
  expect(broken({ shape: [4] })).toThrow('units shape: expected two sizes, got [4]');
});

test('units are sorted by zeros, mean or likeness, samples by class, and each has its strongest samples', () => {
  const model = new UnitsModel(decodeUnits(unitsSpec(layer, marks)), () => true);
  expect(model.rows()).toEqual([0, 3, 1, 2]);
  model.order = 'zeros';
  expect(model.columns()).toEqual([1, 0, 3, 2, 4]);
  model.order = 'mean';
  expect(model.columns()).toEqual([3, 4, 2, 0, 1]);
  expect(model.strongest(0, 2)).toEqual([2, 1]);
  expect(model.classMeans(0)).toEqual([0.5, 2.5]);
});

test('activations are shown in a notebook and printed elsewhere', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  units(layer, { title: 'l' });
  expect(log.mock.calls[0][0]).toContain('l: 4 samples × 5 units');
  const host = recordingHost();
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = host;
  units(layer);
  expect(Object.keys(host.shown[0].bundle)).toEqual([UNITS_MIME, 'image/png', 'text/plain']);
});

test('units with NaN or infinities are named, and one sample is no samples', () => {
  const broken = readable([1, 3], [Number.NaN, 1, Number.POSITIVE_INFINITY]);
  expect(unitsText(unitsSpec(broken))).toBe('1 sample × 3 units, zeros 0 %, none dead\nNaN or ±Inf: 0, 2');
});
