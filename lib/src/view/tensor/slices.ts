import { fromBase64 } from '../base64.js';
import type { KeptRange, TensorSpec } from '../spec.js';
import type { ValueArray } from '../values.js';
import { keptCount, keptIndices } from './kept.js';

/** One plane of a tensor: the rows and columns at fixed indices of all other axes. */
export interface Slice {
  /** How the slice is written, e.g. `[0, :, :, 3]`. */
  name: string;
  /** Value at a row and column, both counted over the kept indices. */
  value(row: number, col: number): number;
}

/** The kept values of a view, as the array that they were made from. */
export function specValues({ values, dtype }: Pick<TensorSpec, 'values' | 'dtype'>): ValueArray {
  const bytes = fromBase64(values);
  if (dtype === 'bool') return bytes;
  return dtype === 'int32' ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer);
}

/** Kept ranges of the axis drawn down and the axis drawn across; a missing axis has one entry. */
export function planeRanges({ kept, rows, cols }: TensorSpec): { rows: KeptRange[]; cols: KeptRange[] } {
  const single: KeptRange[] = [[0, 1]];
  return { rows: rows === null ? single : kept[rows], cols: cols === null ? single : kept[cols] };
}

/** How many kept slices a tensor has: the product of the slider axes. */
export function sliceCount({ kept, rows, cols }: TensorSpec): number {
  return kept.reduce((count, ranges, axis) => (axis === rows || axis === cols ? count : count * keptCount(ranges)), 1);
}

/** The first `limit` kept slices, row-major over the slider axes and beginning at the view's start indices. */
export function firstSlices(spec: TensorSpec, limit: number): Slice[] {
  const { kept, rows, cols, at } = spec;
  const values = specValues(spec);
  const indices = kept.map(keptIndices);
  const strides = indices.map((_, axis) => indices.slice(axis + 1).reduce((size, list) => size * list.length, 1));
  const sliders = kept.map((_, axis) => axis).filter((axis) => axis !== rows && axis !== cols);
  const total = sliceCount(spec);
  const start = sliders.reduce(
    (place, axis) => place * indices[axis].length + Math.max(0, indices[axis].indexOf(at?.[axis] ?? 0)),
    0,
  );
  const rowStride = rows === null ? 0 : strides[rows];
  const colStride = cols === null ? 0 : strides[cols];
  return Array.from({ length: Math.min(limit, total) }, (_, i) => {
    const place = new Map<number, number>();
    let rest = (start + i) % total;
    for (const axis of [...sliders].reverse()) {
      place.set(axis, rest % indices[axis].length);
      rest = Math.floor(rest / indices[axis].length);
    }
    const offset = [...place].reduce((sum, [axis, n]) => sum + n * strides[axis], 0);
    const name = indices.map((list, axis) => (place.has(axis) ? list[place.get(axis) ?? 0] : ':')).join(', ');
    return { name: `[${name}]`, value: (row, col) => values[offset + row * rowStride + col * colStride] };
  });
}
