import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { fromBase64, toBase64 } from '../../lib/src/view/base64.js';
import { HOST_SYMBOL, type MimeBundle } from '../../lib/src/view/host.js';
import { TENSOR_MIME, type TensorSpec } from '../../lib/src/view/spec.js';
import { keptCount, keptIndices } from '../../lib/src/view/tensor/kept.js';
import { firstSlices, specValues } from '../../lib/src/view/tensor/slices.js';
import { tensor, tensorBundle, tensorSpec } from '../../lib/src/view/tensor/tensor.js';
import type { Readable, TensorValues, ValueArray } from '../../lib/src/view/values.js';

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const counted = (shape: number[]): TensorValues => ({
  shape,
  dtype: 'float32',
  values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => i),
});
const readable = (shape: number[], values: ValueArray, dtype: Readable['dtype'] = 'float32'): Readable => ({
  shape,
  dtype,
  dataSync: () => values,
  item: () => values[0],
});
const setHost = (host: unknown) => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = host;
};

afterEach(() => {
  setHost(undefined);
  vi.restoreAllMocks();
});

test('base64 is what Node writes and reads', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(toBase64(bytes))).toEqual(new Uint8Array(bytes));
    }),
  );
});

test('a tensor that fits is kept whole, with its values in order', () => {
  const spec = tensorSpec(counted([3, 4, 5]));
  expect(spec.kept).toEqual([[[0, 3]], [[0, 4]], [[0, 5]]]);
  expect(specValues(spec)).toEqual(counted([3, 4, 5]).values);
});

test('truncation keeps both ends of every cut axis, the limit, and the value of every kept index', () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      shapes.filter((shape) => sizeOf(shape) <= 200_000),
      fc.integer({ min: 1, max: 5000 }),
      (shape, limit) => {
        const spec = tensorSpec(counted(shape), { limit });
        const counts = spec.kept.map(keptCount);
        expect(sizeOf(counts)).toBeLessThanOrEqual(limit);
        expect(spec.shape).toEqual(shape);
        spec.kept.forEach((ranges, axis) => {
          const indices = keptIndices(ranges);
          expect(indices[0]).toBe(0);
          if (indices.length > 1) expect(indices.at(-1)).toBe(shape[axis] - 1);
          expect(new Set(indices).size).toBe(indices.length);
        });
        let offsets = [0];
        spec.kept.forEach((ranges, axis) => {
          offsets = offsets.flatMap((offset) => keptIndices(ranges).map((i) => offset * shape[axis] + i));
        });
        expect([...specValues(spec)]).toEqual(offsets);
      },
    ),
    { numRuns: 60 },
  );
});

test('1024² keeps 256² values, and of many images the pictures stay whole before the batch does', () => {
  expect(tensorSpec(counted([1024, 1024])).kept.map(keptCount)).toEqual([256, 256]);
  const images = tensorSpec(counted([1000, 28, 28, 1])).kept.map(keptCount);
  expect(images.slice(1)).toEqual([28, 28, 1]);
  expect(images[0]).toBeGreaterThan(80);
  const [batch, height, width, channels] = tensorSpec(counted([20, 128, 128, 3])).kept.map(keptCount);
  expect(channels).toBe(3);
  expect(height).toBe(width);
  expect(batch).toBeGreaterThanOrEqual(4);
});

test('rows and columns default to the last two axes, and to height and width of images', () => {
  const axes = (shape: number[], options = {}) => {
    const { rows, cols } = tensorSpec(counted(shape), options);
    return [rows, cols];
  };
  expect(axes([])).toEqual([null, null]);
  expect(axes([7])).toEqual([null, 0]);
  expect(axes([2, 3])).toEqual([0, 1]);
  expect(axes([4, 5, 6])).toEqual([1, 2]);
  expect(axes([28, 28, 3])).toEqual([0, 1]);
  expect(axes([8, 28, 28, 3])).toEqual([1, 2]);
  expect(axes([2, 2, 2, 3, 4])).toEqual([3, 4]);
  expect(axes([5, 5, 1, 6], { rows: 0, cols: 1 })).toEqual([0, 1]);
  expect(axes([5, 6], { rows: -1 })).toEqual([1, 0]);
  expect(axes([5, 6], { cols: 0 })).toEqual([1, 0]);
});

test('axes and indices that the tensor does not have are refused with the shape', () => {
  const x = counted([2, 3, 4]);
  expect(() => tensorSpec(x, { rows: 3 })).toThrow('view.tensor: rows must be an axis of shape [2, 3, 4], got 3');
  expect(() => tensorSpec(x, { rows: 1, cols: -2 })).toThrow('rows and cols must be two axes');
  expect(() => tensorSpec(x, { axes: ['a'] })).toThrow('axes needs 3 names');
  expect(() => tensorSpec(x, { at: [2] })).toThrow('at[0] must be an index of shape [2, 3, 4], got 2');
  expect(() => tensorSpec(x, { limit: 0 })).toThrow('limit must be at least 1, got 0');
  expect(() => tensorSpec(counted([1000, 9, 9]), { at: [500], limit: 900 })).toThrow('at[0] must be a kept index');
});

test('slices walk the other axes in row-major order from the start indices', () => {
  const spec = tensorSpec(counted([2, 3, 4]), { rows: 0, cols: 2, at: [0, 1, 0] });
  const slices = firstSlices(spec, 10);
  expect(slices.map(({ name }) => name)).toEqual(['[:, 1, :]', '[:, 2, :]', '[:, 0, :]']);
  expect(slices[0].value(1, 2)).toBe(1 * 12 + 1 * 4 + 2);
});

test('a bundle of any tensor is JSON with its data, and text; with a picture unless it is a scalar or empty', () => {
  const cases: [string, Readable, boolean][] = [
    ['scalar', readable([], Float32Array.of(2)), false],
    ['empty', readable([0, 4], new Float32Array(0)), false],
    ['all NaN', readable([3, 3], new Float32Array(9).fill(Number.NaN)), true],
    ['infinite', readable([2], Float32Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)), true],
    ['zeros', readable([4, 4], new Float32Array(16)), true],
    ['bool', readable([2, 2], Uint8Array.of(0, 1, 1, 0), 'bool'), true],
    ['int32', readable([5], Int32Array.of(-2, -1, 0, 1, 2), 'int32'), true],
    ['rank 5', readable([2, 2, 3, 6, 7], new Float32Array(504).fill(0.5)), true],
    ['1024²', readable([1024, 1024], new Float32Array(1024 * 1024)), true],
  ];
  for (const [name, x, picture] of cases) {
    const bundle = tensorBundle(x);
    const spec = bundle[TENSOR_MIME] as TensorSpec;
    expect(JSON.parse(JSON.stringify(spec)), name).toEqual(spec);
    expect(specValues(spec).length, name).toBe(sizeOf(spec.kept.map(keptCount)));
    expect(bundle['text/plain'], name).toContain(`Tensor[${x.shape.join(', ')}]`);
    expect('image/png' in bundle, name).toBe(picture);
    expect(JSON.stringify(bundle).length, name).toBeLessThan(500_000);
  }
});

test('NaN and infinities travel in the values', () => {
  const values = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0);
  expect(specValues(tensorSpec({ shape: [4], dtype: 'float32', values }))).toEqual(values);
});

test('view.tensor shows a bundle in a notebook and prints text elsewhere', () => {
  const shown: MimeBundle[] = [];
  setHost({ display: (bundle: MimeBundle) => shown.push(bundle) });
  tensor(readable([2], Float32Array.of(1, 2)), { title: 'pair' });
  expect(shown).toHaveLength(1);
  expect(shown[0][TENSOR_MIME]).toMatchObject({ title: 'pair', shape: [2] });
  setHost(undefined);
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  tensor({ ...readable([2], Float32Array.of(1, 2)), label: 'weights' });
  expect(log.mock.calls).toEqual([['weights: Tensor[2] f32 [1, 2]']]);
});
