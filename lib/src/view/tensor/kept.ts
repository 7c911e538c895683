import type { KeptRange } from '../spec.js';
import type { ValueArray } from '../values.js';

/** Shortest length to which an axis is cut while there is room: a cut below it would hide what the axis is. */
const FLOORS = [4, 2, 1];

/**
 * How many indices of each axis to keep so that their product is at most `limit` (at least one each): all if they fit;
 * else in proportion to the square root of the axis, so that longer axes still look longer, and short axes whole.
 */
export function fairSizes(shape: readonly number[], limit: number): number[] {
  if (product(shape) <= limit) return [...shape];
  const floor = FLOORS.find((f) => product(shape.map((n) => Math.min(n, f))) <= limit) ?? 1;
  const sizes = (factor: number) => shape.map((n) => Math.min(n, Math.max(floor, Math.floor(factor * Math.sqrt(n)))));
  let low = 0;
  let high = Math.sqrt(Math.max(...shape));
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (product(sizes(middle)) <= limit) low = middle;
    else high = middle;
  }
  return sizes(low);
}

/**
 * Which indices of each axis to keep. The axes in `shown` (rows and columns) come first: they share what 16 slices leave
 * them, then the other axes share the rest. Both ends of a cut axis are kept.
 */
export function keptRanges(shape: readonly number[], shown: readonly number[], limit: number): KeptRange[][] {
  const others = shape.map((_, axis) => axis).filter((axis) => !shown.includes(axis));
  const slices = Math.min(product(others.map((axis) => shape[axis])), 16);
  const sizes = [...shape];
  const assign = (axes: readonly number[], budget: number) => {
    const fair = fairSizes(
      axes.map((axis) => shape[axis]),
      Math.max(1, Math.floor(budget)),
    );
    axes.forEach((axis, i) => {
      sizes[axis] = fair[i];
    });
    return product(fair);
  };
  if (product(shape) > limit) assign(others, limit / assign(shown, limit / slices));
  return shape.map((size, axis) => endRanges(size, sizes[axis]));
}

/** The kept indices of one axis in order. */
export function keptIndices(ranges: readonly KeptRange[]): number[] {
  return ranges.flatMap(([start, stop]) => Array.from({ length: stop - start }, (_, i) => start + i));
}

/** How many indices of an axis are kept. */
export function keptCount(ranges: readonly KeptRange[]): number {
  return ranges.reduce((sum, [start, stop]) => sum + stop - start, 0);
}

/** Copies the kept values, row-major, into a new array of the same type. */
export function gatherKept(values: ValueArray, shape: readonly number[], kept: readonly KeptRange[][]): ValueArray {
  let offsets = [0];
  for (let axis = 0; axis < shape.length - 1; axis++) {
    const indices = keptIndices(kept[axis]);
    offsets = offsets.flatMap((offset) => indices.map((i) => offset * shape[axis] + i));
  }
  const size = shape.at(-1) ?? 1;
  const runs = kept.at(-1) ?? [[0, 1]];
  const out = new (values.constructor as { new (length: number): ValueArray })(offsets.length * keptCount(runs));
  let next = 0;
  for (const offset of offsets) {
    for (const [start, stop] of runs) {
      out.set(values.subarray(offset * size + start, offset * size + stop), next);
      next += stop - start;
    }
  }
  return out;
}

function endRanges(size: number, keep: number): KeptRange[] {
  if (keep >= size) return [[0, size]];
  const first = Math.ceil(keep / 2);
  const last = keep - first;
  return last === 0
    ? [[0, first]]
    : [
        [0, first],
        [size - last, size],
      ];
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => a * b, 1);
}
