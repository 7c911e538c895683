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

/** Kept positions to be labelled, at least `room` pixels apart: the ends of each run, and round indices between. */
export function ticksOf(axis: AxisLayout, indices: number[], room: number): number[] {
  const step = roundStep(Math.ceil(room / axis.cell));
  const wanted = axis.blocks.flatMap(({ from, count }) => {
    const positions = Array.from({ length: count }, (_, i) => from + i);
    const ends = [from, from + count - 1];
    return [...ends, ...positions.filter((position) => indices[position] % step === 0)];
  });
  const taken: number[] = [];
  for (const position of wanted) {
    const pixel = pixelOf(axis, position);
    if (taken.every((other) => Math.abs(pixelOf(axis, other) - pixel) >= room)) taken.push(position);
  }
  return taken;
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
}
