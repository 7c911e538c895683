import { afterEach, expect, test, vi } from 'vitest';
import { decodeCloud } from '../../extension/src/protocol/decode-cloud.js';
import { fromBase64 } from '../../lib/src/view/base64.js';
import { cloudBundle, cloudSpec, SPACE_POINTS } from '../../lib/src/view/cloud/cloud.js';
import { CLOUD_MIME } from '../../lib/src/view/cloud/spec.js';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import { scatter } from '../../lib/src/view/plot/scatter.js';
import { readable, recordingHost } from '../helpers/readable.js';

const ramp = (count: number) => Array.from({ length: count }, (_, i) => i);

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
  vi.restoreAllMocks();
});

test('three columns are a cloud in space with the classes, labels and axis names of its points', () => {
  const spec = cloudSpec(readable([3, 3], ramp(9)), {
    title: 'steps',
    color: [2, 0, 2],
    classes: ['cat', 'bird', 'dog'],
    labels: ['p', 'q', 'r'],
    zLabel: 'height',
    showLabels: false,
  });
  expect(spec).toMatchObject({
    version: 1,
    title: 'steps',
    axes: ['x', 'y', 'height'],
    classes: ['cat', 'dog'],
    kinds: [1, 0, 1],
    labels: ['p', 'q', 'r'],
    count: 3,
    showLabels: false,
  });
  expect([...new Float32Array(fromBase64(spec.points).buffer)]).toEqual(ramp(9));
});

test('colours that are no classes stay numbers, also those that JSON cannot hold', () => {
  const spec = cloudSpec(readable([3, 3], ramp(9)), { color: [0.5, Number.NaN, -1] });
  expect(spec).toMatchObject({ color: [0.5, 'NaN', -1] });
  expect(spec).not.toHaveProperty('kinds');
});

test('of a large cloud an even sample is kept, and its text says the true number', () => {
  const count = 3 * SPACE_POINTS;
  const spec = cloudSpec(readable([count, 3], ramp(3 * count)), { color: ramp(count).map((i) => i % 2) });
  expect(fromBase64(spec.points).length / 12).toBe(SPACE_POINTS);
  expect(spec.kinds).toHaveLength(SPACE_POINTS);
  const bundle = cloudBundle(spec);
  expect(bundle['text/plain']).toMatch(/^points n=15000 x∈\[0, 44997\]/);
  expect(JSON.stringify(bundle[CLOUD_MIME]).length).toBeLessThan(1e6);
});

test('what does not fit is refused with its shape or number', () => {
  expect(() => scatter(readable([2, 4], ramp(8)))).toThrow(
    'view.scatter: expected [points, 2] or [points, 3], got [2, 4]; view.embedding brings more columns to two',
  );
  expect(() => cloudSpec(readable([2, 3], ramp(6)), { labels: ['a'] })).toThrow(
    'view.scatter: labels needs one for each of 2 points, got 1',
  );
});

test('a bundle has data, a picture when a point can be drawn, and a text with the reach of each axis', () => {
  const bundle = cloudBundle(cloudSpec(readable([2, 3], [0, 1, 2, 3, 4, Number.NaN]), { color: [0, 1] }));
  expect(bundle['image/png']).toMatch(/^iVBORw0K/);
  expect(bundle['text/plain']).toBe('points n=2 x∈[0, 3] y∈[1, 4] z∈[2, 2]\n0: 1, 1: 1');
  const nothing = cloudBundle(cloudSpec(readable([0, 3], [])));
  expect(nothing).not.toHaveProperty('image/png');
  expect(nothing['text/plain']).toBe('points n=0 x: no finite value y: no finite value z: no finite value');
});

test('the extension reads what the library writes and says what is wrong with other data', () => {
  const spec = cloudSpec(readable([2, 3], ramp(6)), { color: [0, 1], labels: ['a', 'b'] });
  const data = decodeCloud(JSON.parse(JSON.stringify(spec)));
  expect(data).toMatchObject({ axes: ['x', 'y', 'z'], kinds: [0, 1], labels: ['a', 'b'], color: [], title: '' });
  expect([...data.points]).toEqual(ramp(6));
  const broken = (rest: object) => () => decodeCloud({ ...spec, ...rest });
  expect(broken({ points: '????' })).toThrow('cloud points: expected base64');
  expect(broken({ points: 'AAAAAA==' })).toThrow('cloud points: expected three values a point, got 1');
  expect(broken({ kinds: [0, 5] })).toThrow('cloud kinds: expected a class below 2, got 5');
  expect(broken({ labels: ['a'] })).toThrow('cloud labels: expected 2 entries, got 1');
  expect(broken({ axes: ['x'] })).toThrow('cloud axes: expected three names, got 1');
  expect(broken({ showLabels: 'yes' })).toThrow('cloud showLabels: expected true or false, got "yes"');
  const many = { ...spec, kinds: undefined, labels: undefined, points: btoa('\0'.repeat(12 * 20_001)) };
  expect(() => decodeCloud(many)).toThrow('cloud points: expected at most 20000 points, got 20001');
});

test('a cloud is shown in a notebook under the label of its tensor and printed elsewhere', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  scatter(readable([1, 3], [1, 2, 3], { label: 'weights' }));
  expect(log.mock.calls).toEqual([['weights n=1 x∈[1, 1] y∈[2, 2] z∈[3, 3]']]);
  const host = recordingHost();
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = host;
  scatter(readable([1, 3], [1, 2, 3]));
  expect(Object.keys(host.shown[0].bundle)).toEqual([CLOUD_MIME, 'image/png', 'text/plain']);
});
