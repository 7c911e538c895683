import type { KeptRange } from '../spec.js';
import { keptCount } from '../tensor/kept.js';

/** White pixels left between the two ends of a cut axis. */
export const PLANE_GAP = 7;

/** One axis of a heat map in pixels. */
export interface PlaneAxis {
  /** Length in pixels, the gap of a cut axis included. */
  length: number;
  /** Length of one entry in pixels; below 1 when several share a pixel. */
  cell: number;
  /** Start of the gap in pixels, when the axis is cut. */
  gap?: number;
  /** Kept entries under each pixel, `[from, to)`; empty in the gap. */
  entries: [from: number, to: number][];
  /** Pixel of the centre of a kept entry. */
  centre(entry: number): number;
}

/** Lays an axis out with entries of `cell` pixels, shrunk until at most `limit` pixels are taken. */
export function planeAxis(ranges: readonly KeptRange[], cell: number, limit: number): PlaneAxis {
  const count = keptCount(ranges);
  const gap = ranges.length > 1 ? PLANE_GAP : 0;
  const fit = Math.min(cell, (limit - gap) / Math.max(1, count));
  // Whole pixels keep the cells equal; below one pixel a cell has no width to keep.
  const size = fit >= 1 ? Math.floor(fit) : fit;
  const drawn = Math.max(1, Math.round(count * size));
  const first = ranges[0][1] - ranges[0][0];
  const split = ranges.length > 1 ? Math.round(first * size) : drawn;
  const entries = Array.from({ length: drawn + gap }, (_, pixel): [number, number] => {
    if (pixel >= split && pixel < split + gap) return [0, 0];
    const place = pixel < split ? pixel : pixel - gap;
    const from = Math.min(count - 1, Math.floor(place / size));
    return [from, Math.max(from + 1, Math.min(count, Math.floor((place + 1) / size)))];
  });
  return {
    length: drawn + gap,
    cell: size,
    ...(gap ? { gap: split } : {}),
    entries,
    centre: (entry) => (entry + 0.5) * size + (entry >= first ? gap : 0),
  };
}

/** Kept entries that get a tick, with their true index: both ends, then round indices, none nearer than `spacing` pixels. */
export function indexTicks(
  axis: PlaneAxis,
  ranges: readonly KeptRange[],
  spacing: number,
): { at: number; index: number }[] {
  const step = niceStep(spacing / axis.cell);
  let entry = 0;
  const ends: { at: number; index: number }[] = [];
  const between: { at: number; index: number }[] = [];
  for (const [start, stop] of ranges) {
    for (let index = start; index < stop; index++, entry++) {
      const tick = { at: axis.centre(entry), index };
      if (entry === 0) ends.unshift(tick);
      else if (index === stop - 1 && start + stop > 1 && stop === ranges.at(-1)?.[1]) ends.push(tick);
      else if (index % step === 0) between.push(tick);
    }
  }
  const ticks: { at: number; index: number }[] = [];
  for (const tick of [...ends, ...between]) {
    if (ticks.every((other) => Math.abs(other.at - tick.at) >= spacing)) ticks.push(tick);
  }
  return ticks.sort((a, b) => a.at - b.at);
}

function niceStep(least: number): number {
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return (([1, 2, 5, 10].find((n) => n * power >= least) ?? 10) * power) | 0;
}
