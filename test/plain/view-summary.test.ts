import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summarize } from '../../lib/src/view/tensor/summary.js';
import { fromJsonNumber } from '../../lib/src/view/values.js';

const special = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0);
const anyFloat = fc.oneof(
  { weight: 5, arbitrary: fc.float({ noNaN: true, min: -1e6, max: 1e6 }) },
  { weight: 1, arbitrary: special },
);
const summaryOf = (numbers: number[]) => {
  const values = Float32Array.from(numbers);
  return summarize({ shape: [values.length], dtype: 'float32', values });
};

test('a summary agrees with the definitions of its statistics', () => {
  fc.assert(
    fc.property(fc.array(anyFloat, { maxLength: 200 }), (numbers) => {
      const summary = summaryOf(numbers);
      const finite = numbers.filter(Number.isFinite);
      const mean = finite.reduce((sum, v) => sum + v, 0) / finite.length;
      const variance = finite.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (finite.length - 1);
      expect(summary.count).toBe(numbers.length);
      expect(summary.nan).toBe(numbers.filter(Number.isNaN).length);
      expect(summary.posInf).toBe(numbers.filter((v) => v === Number.POSITIVE_INFINITY).length);
      expect(summary.negInf).toBe(numbers.filter((v) => v === Number.NEGATIVE_INFINITY).length);
      expect(summary.zeros).toBe(numbers.filter((v) => v === 0).length);
      if (finite.length === 0) {
        expect([summary.min, summary.max, summary.mean, summary.std]).toEqual(['NaN', 'NaN', 'NaN', 'NaN']);
        return;
      }
      expect(Number(summary.min) === Math.min(...finite) && Number(summary.max) === Math.max(...finite)).toBe(true);
      const tolerance = 1e-9 * Math.max(1, ...finite.map(Math.abs));
      expect(Math.abs(fromJsonNumber(summary.mean) - mean)).toBeLessThanOrEqual(tolerance);
      if (finite.length === 1) expect(summary.std).toBe('NaN');
      else expect(Math.abs(fromJsonNumber(summary.std) - Math.sqrt(variance))).toBeLessThanOrEqual(tolerance);
    }),
  );
});

test('every finite value falls into exactly one bin, which covers it', () => {
  fc.assert(
    fc.property(fc.array(anyFloat, { minLength: 1, maxLength: 100 }), (numbers) => {
      const { bins, min, max } = summaryOf(numbers);
      const finite = numbers.filter(Number.isFinite);
      expect(bins.reduce((sum, n) => sum + n, 0)).toBe(finite.length);
      const width = (fromJsonNumber(max) - fromJsonNumber(min)) / bins.length;
      let below = 0;
      bins.forEach((count, i) => {
        below += count;
        const edge = fromJsonNumber(min) + (i + 1) * width;
        const slack = 1e-9 * Math.max(1, ...finite.map(Math.abs));
        expect(finite.filter((v) => v < edge - slack).length).toBeLessThanOrEqual(below);
        expect(finite.filter((v) => v <= edge + slack).length).toBeGreaterThanOrEqual(below);
      });
    }),
  );
});

test('equal values have one bin, no values have none, and all of it is JSON', () => {
  expect(summaryOf([3, 3, 3])).toMatchObject({ min: 3, max: 3, mean: 3, std: 0, bins: [3] });
  expect(summaryOf([]).bins).toEqual([]);
  const summary = summaryOf([Number.NaN, Number.POSITIVE_INFINITY]);
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
});

test('int32 and bool values are summarized by the same rules', () => {
  const ints = summarize({ shape: [4], dtype: 'int32', values: Int32Array.of(-5, 0, 5, 10) });
  expect(ints).toMatchObject({ min: -5, max: 10, mean: 2.5, zeros: 1 });
  const bools = summarize({ shape: [4], dtype: 'bool', values: Uint8Array.of(1, 0, 1, 1) });
  expect(bools).toMatchObject({ min: 0, max: 1, mean: 0.75, zeros: 1, bins: expect.arrayContaining([1, 3]) });
});
