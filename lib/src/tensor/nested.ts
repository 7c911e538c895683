import type { DType, TypedArray } from '../backend/buffer.js';

/** Values nested as deep as the tensor has axes. */
export type Nested = number | boolean | Nested[];

export function nest(values: TypedArray, shape: readonly number[], dtype: DType): Nested {
  const value = (i: number) => (dtype === 'bool' ? values[i] !== 0 : values[i]);
  const level = (axis: number, start: number, size: number): Nested => {
    if (axis === shape.length) return value(start);
    const step = size / shape[axis];
    return Array.from({ length: shape[axis] }, (_, i) => level(axis + 1, start + i * step, step));
  };
  return level(0, 0, values.length);
}
