import { expect, test } from 'vitest';
import { formatTensor } from '../../lib/src/view/tensor/text.js';
import type { TensorValues } from '../../lib/src/view/values.js';

const floats = (shape: number[], numbers: number[]): TensorValues => ({
  shape,
  dtype: 'float32',
  values: Float32Array.from(numbers),
});
const counted = (shape: number[]): TensorValues => {
  const count = shape.reduce((a, b) => a * b, 1);
  return floats(
    shape,
    Array.from({ length: count }, (_, i) => i),
  );
};

test('a short vector and a scalar are written with their values in the line', () => {
  expect(formatTensor(floats([3], [1, 2.5, -3]))).toBe('Tensor[3] f32 [1.0000, 2.5000, -3.0000]');
  expect(formatTensor(floats([], [0.5]))).toBe('Tensor[] f32 0.5000');
  expect(formatTensor(counted([4]))).toBe('Tensor[4] f32 [0, 1, 2, 3]');
});

test('a large tensor is one line with range, sparkline, mean, deviation and counts of what is not finite', () => {
  const tensor = counted([64, 100]);
  tensor.values.set([Number.NaN, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(formatTensor(tensor)).toMatch(
    /^Tensor\[64, 100\] f32 x∈\[4 [▁▂▃▄▅▆▇█]{12} 6399\] μ=3202 σ=1847 NaN: 2 \+Inf: 1 -Inf: 1$/,
  );
});

test('a matrix is written as aligned rows', () => {
  const [, ...rows] = formatTensor(floats([2, 2], [1, -10, 100, 1000])).split('\n');
  expect(rows).toEqual(['[[   1,  -10],', ' [ 100, 1000]]']);
});

test('long axes keep both ends and say that the middle was cut', () => {
  const [, ...rows] = formatTensor(counted([20, 30])).split('\n');
  expect(rows).toHaveLength(9);
  expect(rows[0]).toBe('[[  0,   1,   2,   3, …,  26,  27,  28,  29],');
  expect(rows[4]).toBe(' …,');
  expect(rows[8]).toBe(' [570, 571, 572, 573, …, 596, 597, 598, 599]]');
});

test('tensors with more than two axes nest their rows when they are small', () => {
  const [, ...rows] = formatTensor(counted([2, 2, 3])).split('\n');
  expect(rows.join('\n')).toBe('[[[ 0,  1,  2],\n  [ 3,  4,  5]],\n [[ 6,  7,  8],\n  [ 9, 10, 11]]]');
  expect(formatTensor(counted([5, 5, 5]))).not.toContain('\n');
});

test('very small and very large values are written with an exponent', () => {
  expect(formatTensor(floats([2], [1.5e-7, 1]))).toBe('Tensor[2] f32 [1.5000e-7, 1.0000e+0]');
});

test('title and gradient facts stand around the line', () => {
  const options = { title: 'w', requiresGrad: true };
  expect(formatTensor(counted([2]), options)).toBe('w: Tensor[2] f32 [0, 1] requiresGrad');
  expect(formatTensor(counted([2]), { ...options, gradFn: 'MatMul' })).toBe('w: Tensor[2] f32 [0, 1] gradFn=MatMul');
});

test('bool, empty and constant tensors have a form of their own', () => {
  const mask: TensorValues = { shape: [20], dtype: 'bool', values: new Uint8Array(20).fill(1, 0, 5) };
  expect(formatTensor(mask).split('\n')[0]).toBe('Tensor[20] bool true: 5 false: 15');
  expect(formatTensor(floats([0, 3], []))).toBe('Tensor[0, 3] f32 empty');
  expect(formatTensor(floats([100, 100], new Array(10_000).fill(0)))).toBe('Tensor[100, 100] f32 all 0');
  expect(formatTensor(floats([2], [Number.NaN, Number.NEGATIVE_INFINITY]))).toBe('Tensor[2] f32 [NaN, -∞]');
});
