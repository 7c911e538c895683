import type { KeptRange } from '../protocol/spec.js';

/** One unbroken run of cells on an axis of the picture. */
export interface Block {
  /** First kept position. */
  from: number;
  count: number;
  /** Where the run starts, in pixels. */
  start: number;
}

/** Where the cells of one axis lie, in device pixels. */
export interface AxisLayout {
  cell: number;
  blocks: Block[];
  /** Length of the axis with its gaps. */
  length: number;
}

/** Lays the kept runs of an axis side by side with `gap` pixels for each part that was cut. */
export function layoutAxis(kept: KeptRange[], cell: number, gap: number): AxisLayout {
  const blocks: Block[] = [];
  let from = 0;
  let start = 0;
  let end = 0;
  for (const [first, stop] of kept) {
    if (stop === first) continue;
    if (blocks.length > 0 && first > end) start += gap;
    blocks.push({ from, count: stop - first, start });
    from += stop - first;
    start += (stop - first) * cell;
    end = stop;
  }
  return { cell, blocks, length: start };
}

/** Pixel at which a kept position starts. */
export function pixelOf(axis: AxisLayout, position: number): number {
  const block = axis.blocks.find(({ from, count }) => position < from + count) ?? axis.blocks[0];
  return block.start + (position - block.from) * axis.cell;
}

/** Kept position under a pixel, or `undefined` in a gap or outside. */
export function positionAt(axis: AxisLayout, pixel: number): number | undefined {
  for (const { from, count, start } of axis.blocks) {
    const offset = Math.floor((pixel - start) / axis.cell);
    if (offset >= 0 && offset < count) return from + offset;
  }
  return undefined;
}

/** Pixel ranges of the gaps. */
export function gapsOf(axis: AxisLayout): { start: number; length: number }[] {
  return axis.blocks.slice(1).map((block, i) => {
    const before = axis.blocks[i];
    const start = before.start + before.count * axis.cell;
    return { start, length: block.start - start };
  });
}

/** The kept positions between two pixels, as the first and the one after the last; cells that are cut count. */
export function positionsBetween(axis: AxisLayout, from: number, to: number): [first: number, end: number] {
  const seen = axis.blocks.flatMap((block) => {
    const first = Math.max(0, Math.floor((from - block.start) / axis.cell));
    const end = Math.min(block.count, Math.ceil((to - block.start) / axis.cell));
    return first < end ? [block.from + first, block.from + end] : [];
  });
  return seen.length > 0 ? [seen[0], seen[seen.length - 1]] : [0, 0];
}

/**
 * Kept positions between the pixels `from` and `to` to be labelled, at least `room` pixels apart: the ends of each run,
 * and round indices between.
 */
export function ticksOf(axis: AxisLayout, indices: number[], room: number, from = 0, to = axis.length): number[] {
  const step = roundStep(Math.ceil(room / axis.cell));
  const ends = axis.blocks.flatMap((block) => [block.from, block.from + block.count - 1]);
  // Cells outside are not walked through: a long axis with large cells would make every redraw slow.
  const [first, end] = positionsBetween(axis, from - room, to + room);
  const taken = ends.filter((position, i) => apart(axis, position, ends.slice(0, i), room));
  for (let position = first; position < end; position++) {
    if (indices[position] % step === 0 && apart(axis, position, taken, room)) taken.push(position);
  }
  return taken.filter((position) => position >= first && position < end);
}

function apart(axis: AxisLayout, position: number, others: number[], room: number): boolean {
  const pixel = pixelOf(axis, position);
  return others.every((other) => Math.abs(pixelOf(axis, other) - pixel) >= room);
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
}
