import { afterEach, describe, expect, test, vi } from 'vitest';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import { imageSpec } from '../../lib/src/view/maps/image.js';
import { layeredMapsSpec, maps, mapsBundle, mapsSpec } from '../../lib/src/view/maps/maps.js';
import { colourEnds } from '../../lib/src/view/maps/range.js';
import { MAPS_MIME, type MapsRange, type MapsSpec } from '../../lib/src/view/maps/spec.js';
import { specValues } from '../../lib/src/view/tensor/slices.js';
import type { TensorValues } from '../../lib/src/view/values.js';
import { readable, recordingHost } from '../helpers/readable.js';

const counted = (shape: number[]): TensorValues => ({
  shape,
  dtype: 'float32',
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
});
const valuesOf = (spec: MapsSpec) => [...specValues({ values: spec.values, dtype: 'float32' })];

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
  vi.restoreAllMocks();
});

test('activations [batch, height, width, channels] become a map a channel and a group a sample', () => {
  const spec = mapsSpec(counted([2, 2, 3, 4]));
  expect(spec).toMatchObject({ groups: 2, maps: 4, height: 2, width: 3, channels: 1, pooled: 1, groupName: 'sample' });
  // Map 1 of sample 1: flat index 24 + (3 row + col) 4 + 1.
  expect(valuesOf(spec).slice(30, 36)).toEqual([25, 29, 33, 37, 41, 45]);
});

test('volumes [batch, depth, height, width, channels] become a group a plane, those of all samples in order', () => {
  const spec = mapsSpec(counted([2, 3, 2, 2, 2]));
  expect(spec).toMatchObject({ groups: 6, maps: 2, height: 2, width: 2, groupName: 'plane' });
  // Map 1 of plane 1 of sample 1: flat index (4 · 4 + pixel) 2 + 1.
  expect(valuesOf(spec).slice(36, 40)).toEqual([33, 35, 37, 39]);
  expect(mapsBundle(spec)['text/plain']).toContain('2 maps of 2×2');
});

test('filters [height, width, in, out] become a map an output and a group an input channel, or colours for three', () => {
  const grey = mapsSpec(counted([1, 2, 2, 3]), { filters: true });
  expect(grey).toMatchObject({ groups: 2, maps: 3, channels: 1, groupName: 'input channel' });
  // Input channel 1, output 2: flat index (2 col + 1) 3 + 2.
  expect(valuesOf(grey).slice(10, 12)).toEqual([5, 11]);
  const colour = mapsSpec(counted([1, 2, 3, 2]), { filters: true });
  expect(colour).toMatchObject({ groups: 1, maps: 2, channels: 3 });
  expect(valuesOf(colour).slice(0, 6)).toEqual([0, 2, 4, 6, 8, 10]);
});

test('each map comes with its range, mean, activity, zeros and what is not finite', () => {
  const values = Float32Array.of(-1, 0, 3, 0, Number.NaN, 0, 2, 0);
  const { facts, low, high } = mapsSpec({ shape: [2, 2, 2], dtype: 'float32', values });
  expect(facts[0]).toEqual({
    min: -1,
    max: 3,
    mean: expect.closeTo(4 / 3),
    std: expect.closeTo(2.0817, 3),
    activity: 2,
    sparsity: 0,
    notFinite: 1,
  });
  expect(facts[1]).toMatchObject({ min: 0, max: 0, activity: 0, sparsity: 1, notFinite: 0 });
  expect([low, high]).toEqual([-1, 3]);
});

test('maps that are too large are made smaller by means, and too many are cut, both of which is said', () => {
  const large = mapsSpec({ shape: [512, 512, 4], dtype: 'float32', values: new Float32Array(512 * 512 * 4).fill(2) });
  expect(large).toMatchObject({ pooled: 3, height: 171, width: 171, maps: 4 });
  expect(new Set(valuesOf(large))).toEqual(new Set([2]));
  expect(mapsBundle(large)['text/plain']).toContain('each pixel the mean of 3×3');
  const many = mapsSpec({ shape: [10, 32, 32, 512], dtype: 'float32', values: new Float32Array(10 * 32 * 32 * 512) });
  expect(many).toMatchObject({ maps: 128, ofMaps: 512, groups: 1, ofGroups: 10 });
  expect(mapsBundle(many)['text/plain']).toContain('first 128 of 512 kept · first 1 of 10 samples kept');
  expect(JSON.stringify(mapsBundle(many)).length).toBeLessThan(1_000_000);
});

test('the mean of a square at the border is over the pixels that there are, and NaN stays visible in it', () => {
  const values = new Float32Array(515 * 515).fill(3);
  values[0] = Number.NaN;
  const spec = mapsSpec({ shape: [515, 515], dtype: 'float32', values });
  const kept = valuesOf(spec);
  expect(spec.pooled).toBe(2);
  expect(kept[0]).toBeNaN();
  expect(new Set(kept.slice(1))).toEqual(new Set([3]));
});

test('images keep their colours, and their black and white follow from their values or are given', () => {
  expect(imageSpec(counted([2, 2]))).toMatchObject({ kind: 'images', maps: 1, channels: 1, low: 0, high: 255 });
  expect(imageSpec({ ...counted([1, 1, 3]), values: Float32Array.of(0.5, 1, 0) })).toMatchObject({ low: 0, high: 1 });
  expect(imageSpec({ ...counted([1, 2]), values: Float32Array.of(-1, 1) })).toMatchObject({ low: -1, high: 1 });
  expect(imageSpec(counted([2, 2]), { range: [1, 2] })).toMatchObject({ low: 1, high: 2 });
  const batch = imageSpec(counted([2, 1, 2, 3]), { labels: [7, 'cat'] });
  expect(batch).toMatchObject({ maps: 2, height: 1, width: 2, channels: 3, labels: ['7', 'cat'] });
  expect(valuesOf(batch)).toEqual([...counted([12]).values]);
});

test('the picture follows the range of the colours: of each map, its layer, all layers, or two given ends', () => {
  const plane = (values: number[]) => ({
    shape: [1, 2, values.length / 2],
    dtype: 'float32' as const,
    values: Float32Array.from(values),
  });
  const layers: Parameters<typeof layeredMapsSpec>[0] = [
    ['a', plane([0, 10, 1, 20])],
    ['b', plane([0, 0, 40, 5])],
  ];
  const spec = (range?: MapsRange) => layeredMapsSpec(layers, { range });
  const ends = (range?: MapsRange) =>
    [spec(range), spec(range).more![0]].map((one) => [0, 1].map((map) => colourEnds(spec(range), one, map)));
  expect([spec().range, spec('layer').range, spec('model').range, spec([1, 2]).range]).toEqual([
    undefined,
    undefined,
    'model',
    [1, 2],
  ]);
  expect(ends()).toEqual([Array(2).fill([0, 20]), Array(2).fill([0, 40])]);
  expect(ends('map')).toEqual([
    [
      [0, 1],
      [10, 20],
    ],
    [
      [0, 40],
      [0, 5],
    ],
  ]);
  expect(ends('model')).toEqual(Array(2).fill(Array(2).fill([0, 40])));
  expect(ends([2, 3])).toEqual(Array(2).fill(Array(2).fill([2, 3])));
  expect(ends([-2, 3])).toEqual(Array(2).fill(Array(2).fill([-3, 3])));
  const pictures = ([undefined, 'map', 'model', [2, 3]] as const).map(
    (range) => mapsBundle(spec(range as MapsRange))['image/png'],
  );
  expect(new Set(pictures).size).toBe(4);
  expect(mapsBundle(spec('layer'))['image/png']).toBe(pictures[0]);
  // A map that has no negative value is still coloured around zero, as the others of its layer are.
  const signed = mapsSpec(plane([-4, 1, 2, 3]), { range: 'map' });
  expect([colourEnds(signed, signed, 0), colourEnds(signed, signed, 1)]).toEqual([
    [-4, 4],
    [-3, 3],
  ]);
  const got = (range: unknown) => () => mapsSpec(plane([1, 2]), { range: range as MapsRange });
  expect(got([2, 2])).toThrow(
    "view.maps: range must be 'map', 'layer', 'model' or [low, high] with low < high, got [2, 2]",
  );
  expect(got('net')).toThrow('got net');
  expect(got([1, Number.NaN])).toThrow('got [1, NaN]');
});

test('other shapes and wrong numbers of labels are refused with the shape', () => {
  expect(() => mapsSpec(counted([3]))).toThrow('view.maps: expected [batch, height, width, channels], got [3]');
  expect(() => mapsSpec(counted([3, 3]), { filters: true })).toThrow('expected filters [height, width, in, out]');
  expect(() => mapsSpec(counted([2, 2, 3]), { labels: ['a'] })).toThrow('a text for each of 3 maps, got 1');
  expect(() => imageSpec(counted([2, 3, 8, 8]))).toThrow('got [2, 3, 8, 8]; permute puts channels last');
  expect(() => imageSpec(counted([2, 2]), { labels: [1, 2] })).toThrow('a text for each of 1 images, got 2');
  expect(() => imageSpec(counted([2, 2]), { range: [1, 1] })).toThrow(
    'range must rise from black to white, got [1, 1]',
  );
});

test('a bundle is JSON with data, text, and a picture unless there is nothing to draw', () => {
  const cases: [MapsSpec, boolean][] = [
    [mapsSpec(counted([2, 5, 5, 6]), { title: 'conv1' }), true],
    [mapsSpec(counted([5, 5, 3, 8]), { filters: true }), true],
    [imageSpec(counted([40, 28, 28, 1])), true],
    [mapsSpec({ shape: [2, 2], dtype: 'float32', values: new Float32Array(4).fill(Number.NaN) }), true],
    [mapsSpec(counted([0, 5, 5, 6])), false],
  ];
  for (const [spec, picture] of cases) {
    const bundle = mapsBundle(spec);
    expect(JSON.parse(JSON.stringify(bundle[MAPS_MIME]))).toEqual(spec);
    expect('image/png' in bundle).toBe(picture);
  }
  expect(mapsBundle(cases[0][0])['text/plain']).toMatch(/^conv1: 6 maps of 5×5 · x∈\[0, 299\]\nactivity of each map: /);
});

test('a weight of rank 4 is shown as filters and any other tensor as activations, under its label', () => {
  const host = recordingHost();
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = host;
  const values = counted([3, 3, 1, 2]).values;
  maps(readable([3, 3, 1, 2], values, { label: 'conv1.weight' }));
  maps(readable([3, 3, 1, 2], values));
  const kinds = host.shown.map(({ bundle }) => bundle[MAPS_MIME] as MapsSpec).map(({ kind, title }) => [kind, title]);
  expect(kinds).toEqual([
    ['filters', 'conv1.weight'],
    ['activations', undefined],
  ]);
});

describe('several layers', () => {
  const layers: [string, TensorValues][] = [
    ['conv1.weight', counted([3, 3, 1, 4])],
    ['conv1', counted([2, 6, 6, 4])],
    ['conv2', { ...counted([2, 3, 3, 8]), values: new Float32Array(144).fill(-2) }],
  ];

  test('are one view: the first is the view itself, the others follow, each with its name and kind', () => {
    const spec = layeredMapsSpec(layers, { title: 'net' });
    expect(spec).toMatchObject({ version: 1, title: 'net', name: 'conv1.weight', kind: 'filters', maps: 4 });
    expect(spec.more).toMatchObject([
      { name: 'conv1', kind: 'activations', groups: 2, maps: 4, low: 0, high: 287 },
      { name: 'conv2', kind: 'activations', groups: 2, maps: 8, low: -2, high: -2 },
    ]);
    expect(spec).not.toHaveProperty('ofLayers');
    const { version, title, more, ...first } = spec;
    expect({ version, ...first, name: undefined }).toEqual(mapsSpec(layers[0][1], { filters: true }));
  });

  test('share the room in the notebook: small ones are whole, large ones smaller in equal parts, before maps are left out', () => {
    const big = counted([1, 64, 64, 32]);
    const spec = layeredMapsSpec(
      [
        ['a', big],
        ['b', big],
        ['c', counted([3, 3, 16, 32])],
      ].map(named),
    );
    const [a, b, c] = [spec, ...(spec.more ?? [])];
    expect([a, b, c].map(({ pooled, maps, groups }) => [pooled, maps, groups])).toEqual([
      [2, 32, 1],
      [2, 32, 1],
      [1, 32, 3],
    ]);
    const many = layeredMapsSpec(Array.from({ length: 40 }, (_, i) => [`layer ${i}`, big]));
    expect(many.more).toHaveLength(31);
    expect(many.ofLayers).toBe(40);
    const text = mapsBundle(many);
    expect(text['text/plain']).toMatch(/\n… \(40 layers\)$/);
    expect(JSON.stringify(text).length).toBeLessThan(1_100_000);
  });

  test('say each of themselves in text, and stand below one another in the picture', () => {
    const bundle = mapsBundle(layeredMapsSpec(layers, { title: 'net' }));
    expect(String(bundle['text/plain']).split('\n')).toEqual([
      'net',
      'conv1.weight: 4 filters of 3×3 · x∈[0, 35]',
      expect.stringMatching(/^activity of each map: /),
      'conv1: 4 maps of 6×6 · x∈[0, 287]',
      expect.stringMatching(/^activity of each map: /),
      'conv2: 8 maps of 3×3 · x∈[-2, -2]',
      expect.stringMatching(/^activity of each map: /),
    ]);
    expect(bundle['image/png']).toBeTypeOf('string');
  });

  test('are refused with the name of the one that is wrong, with labels, and where there are none', () => {
    expect(() => layeredMapsSpec([['fc', counted([3])]])).toThrow('view.maps: fc: expected [batch, height, width');
    expect(() => layeredMapsSpec(layers, { labels: ['a'] })).toThrow(
      'view.maps: labels name the maps of a single tensor, got 3 layers',
    );
    expect(() => maps({})).toThrow('view.maps: expected a tensor or an object of tensors');
  });
});

test('a batch of many tiny maps keeps as many as a notebook has room for, with their facts', () => {
  const spec = mapsSpec(counted([64, 1, 1, 1024]));
  expect(spec.groups).toBeLessThan(64);
  expect(mapsBundle(spec)['text/plain']).toContain(`first ${spec.groups} of 64 samples kept`);
  expect(JSON.stringify(spec).length).toBeLessThan(1_000_000);
});

test('a limit below one pixel still keeps one pixel of a map', () => {
  const spec = mapsSpec(counted([4, 4, 3, 2]), { filters: true, limit: 1 });
  expect(spec).toMatchObject({ pooled: 4, height: 1, width: 1, maps: 1, ofMaps: 2 });
});

function named([name, tensor]: unknown[]): [string, TensorValues] {
  return [name as string, tensor as TensorValues];
}
