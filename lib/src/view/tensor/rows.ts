import { alikeNumbers } from '../numbers.js';
import type { TensorValues } from '../values.js';

/** Longest axis that is written in full. */
const FULL = 10;
/** How many entries are kept at each end of a longer axis. */
const ENDS = 4;
const CUT = '…';

/**
 * The values as nested brackets with aligned columns; an axis longer than 10 keeps 4 entries at each end, and `…` stands
 * for the cut middle.
 */
export function formatRows({ shape, dtype, values }: TensorValues): string {
  const kept = shape.map(keptIndices);
  const offsets = cellOffsets(shape, kept);
  const words =
    dtype === 'bool'
      ? offsets.map((o) => (values[o] ? 'true' : 'false'))
      : alikeNumbers(offsets.map((offset) => values[offset]));
  const width = shape.length > 1 ? Math.max(...words.map((word) => word.length)) : 0;
  let next = 0;
  const write = (axis: number, indent: string): string => {
    if (axis === shape.length) return words[next++].padStart(width);
    const inner = axis === shape.length - 1;
    const parts = kept[axis].map((index) => (index === null ? CUT : write(axis + 1, `${indent} `)));
    return `[${parts.join(inner ? ', ' : `,\n${indent} `)}]`;
  };
  return write(0, '');
}

/** Indices of an axis that are written, with `null` where the middle is cut. */
function keptIndices(size: number): (number | null)[] {
  if (size <= FULL) return Array.from({ length: size }, (_, i) => i);
  const ends = Array.from({ length: ENDS }, (_, i) => i);
  return [...ends, null, ...ends.map((i) => size - ENDS + i)];
}

function cellOffsets(shape: readonly number[], kept: (number | null)[][]): number[] {
  let offsets = [0];
  shape.forEach((size, axis) => {
    const indices = kept[axis].filter((i): i is number => i !== null);
    offsets = offsets.flatMap((offset) => indices.map((i) => offset * size + i));
  });
  return offsets;
}
