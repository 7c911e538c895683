import { expect } from 'vitest';

/** An array with its shape; a tensor that was read, or what PyTorch answered. */
export interface Values {
  shape: readonly number[];
  values: ArrayLike<number>;
}

/** What the matcher takes: an array with its shape, or anything that can be read into one, such as a tensor. */
export type Readable = Values | { shape: readonly number[]; dataSync(): ArrayLike<number> };

export interface Tolerance {
  /** Relative to the expected value. Default 1e-4. */
  rtol?: number;
  /** Absolute, times the largest expected magnitude if that is above 1. Default 1e-5. */
  atol?: number;
}

/** How many values before and after the first difference are shown. */
const CONTEXT = 3;

/** Why two arrays differ, with both around the first difference, or `null` if they agree. */
export function differenceOf(actual: Readable, expected: Readable, tolerance: Tolerance = {}): string | null {
  const { rtol = 1e-4, atol = 1e-5 } = tolerance;
  if (`${actual.shape}` !== `${expected.shape}`) return `shape [${actual.shape}], expected [${expected.shape}]`;
  const [got, want] = [valuesOf(actual), valuesOf(expected)];
  const floor = atol * want.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 1);
  const agrees = (v: number, i: number) => Object.is(v, got[i]) || v === got[i] || near(got[i], v);
  const near = (a: number, b: number) => Math.abs(a - b) <= floor + rtol * Math.abs(b);
  const wrong = want.flatMap((v, i) => (agrees(v, i) ? [] : [i]));
  if (wrong.length === 0) return null;
  const [from, to] = [Math.max(wrong[0] - CONTEXT, 0), wrong[0] + CONTEXT + 1];
  const shown = (values: number[]) =>
    values
      .slice(from, to)
      .map((v, i) => (from + i === wrong[0] ? `>${Number(v.toPrecision(8))}<` : `${Number(v.toPrecision(6))}`))
      .join(', ');
  return [
    `${wrong.length} of ${want.length} values differ (rtol ${rtol}, atol ${floor}), first at [${place(wrong[0], expected.shape)}]`,
    `  actual   … ${shown(got)} …`,
    `  expected … ${shown(want)} …`,
  ].join('\n');
}

function valuesOf(x: Readable): number[] {
  return Array.from('dataSync' in x ? x.dataSync() : x.values);
}

function place(flat: number, shape: readonly number[]): string {
  const at: number[] = [];
  let rest = flat;
  for (const n of [...shape].reverse()) {
    at.unshift(rest % n);
    rest = Math.floor(rest / n);
  }
  return at.join(', ');
}

expect.extend({
  toBeCloseToTensor(actual: Readable, expected: Readable, tolerance?: Tolerance) {
    const difference = differenceOf(actual, expected, tolerance);
    return { pass: difference === null, message: () => difference ?? 'the tensors agree' };
  },
});

declare module 'vitest' {
  interface Matchers<T> {
    /** Same shape, and every value within `atol + rtol·|expected|`. */
    toBeCloseToTensor(expected: Readable, tolerance?: Tolerance): T;
  }
}
