import { expect, test } from 'vitest';
import { decodeSaliency } from '../../extension/src/protocol/decode-saliency.js';
import { SaliencyModel } from '../../extension/src/saliency/model.js';
import { saliencyBundle, saliencySpec } from '../../lib/src/view/saliency/saliency.js';
import { readable } from '../helpers/readable.js';

const image = readable([4, 6], new Float32Array(24).fill(0.5));
const map = readable([2, 3], [-4, 0, 1, 2, Number.NaN, 3], { label: 'gradient' });

test('a map may be coarser than its image; its values and range are kept', () => {
  const data = decodeSaliency(saliencySpec(image, map));
  expect([...data.values]).toEqual([-4, 0, 1, 2, Number.NaN, 3]);
  expect(data).toMatchObject({ title: 'gradient', rows: 2, cols: 3, min: -4, max: 3 });
  const bundle = saliencyBundle(saliencySpec(image, map));
  expect(bundle['text/plain']).toBe('gradient: heat map of 2×3 over an image of 4×6 · x∈[-4, 3]');
  expect(bundle['image/png']).toMatch(/^iVBOR/);
});

test('channels are added up, and a batch has a map an image', () => {
  const sum = saliencySpec(image, readable([1, 2, 2], [1, 2, 3, 4]));
  expect([...decodeSaliency(sum).values]).toEqual([3, 7]);
  expect(sum.channels).toBe(2);
  const batch = saliencySpec(readable([2, 1, 1, 1], [0, 1]), readable([2, 1, 2], [1, 2, 3, 4]));
  expect([...decodeSaliency(batch).values]).toEqual([1, 2, 3, 4]);
});

test('signs choose what counts, and outliers lie beyond the strongest colour', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i === 99 ? 1000 : i));
  const model = new SaliencyModel(decodeSaliency(saliencySpec(image, readable([10, 10], values))));
  expect(model.sign).toBe('positive');
  expect(model.reach()).toBe(97);
  model.outliers = 0;
  expect(model.reach()).toBe(1000);
  const signed = new SaliencyModel(decodeSaliency(saliencySpec(image, map)));
  expect(signed.sign).toBe('all');
  expect(signed.signed(0)).toBe(-4);
  signed.sign = 'negative';
  expect([signed.signed(0), signed.signed(3)]).toEqual([4, 0]);
  signed.sign = 'absolute';
  expect(signed.signed(0)).toBe(4);
  expect(signed.signed(4)).toBeNaN();
});

test('a map of zeros or of nothing finite still has a scale', () => {
  for (const value of [0, Number.NaN]) {
    const flat = saliencySpec(image, readable([1, 2], [value, value]));
    expect(new SaliencyModel(decodeSaliency(flat)).reach()).toBe(1);
    expect(saliencyBundle(flat)['image/png']).toMatch(/^iVBOR/);
  }
});

test('a large map is made smaller by means, which is said', () => {
  const spec = saliencySpec(image, readable([600, 400], new Float32Array(240_000).fill(2)));
  expect(spec).toMatchObject({ ofRows: 600, rows: 300, cols: 200 });
  expect(saliencyBundle(spec)['text/plain']).toContain('map made smaller, 300 rows of 600');
});

test('what does not fit is refused, and so is a payload that is not what it promises', () => {
  expect(() => saliencySpec(image, readable([4], [1, 2, 3, 4]))).toThrow(
    'view.saliency: expected a map [rows, cols] or [rows, cols, channels], got [4]',
  );
  const spec = saliencySpec(image, map);
  expect(() => decodeSaliency({ ...spec, rows: 5 })).toThrow('saliency values: expected 15 values, got 6');
  expect(() => decodeSaliency({ ...spec, photo: null })).toThrow('saliency photo: expected an object');
});
