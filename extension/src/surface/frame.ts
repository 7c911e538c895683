import type { SurfaceModel } from './model.js';

/** Where the map lies on a page, in CSS pixels. */
export interface MapFrame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The room of the map on a page of that size. */
export function mapFrame(width: number, height: number): MapFrame {
  return { left: 58, right: width - 10, top: 8, bottom: height - 40 };
}

/** Maps between values of the axes and pixels of the frame. */
export class MapPlace {
  constructor(
    private readonly model: SurfaceModel,
    private readonly frame: MapFrame,
  ) {}

  toX(value: number): number {
    const { x } = this.model.data;
    const { left, right } = this.frame;
    const width = x[x.length - 1] - x[0];
    return width === 0 ? (left + right) / 2 : left + ((value - x[0]) / width) * (right - left);
  }

  toY(value: number): number {
    const { y } = this.model.data;
    const { top, bottom } = this.frame;
    const height = y[y.length - 1] - y[0];
    return height === 0 ? (top + bottom) / 2 : bottom - ((value - y[0]) / height) * (bottom - top);
  }

  /** The pixel of a place between columns. */
  colX(col: number): number {
    return this.toX(between(this.model.data.x, col));
  }

  /** The pixel of a place between rows. */
  rowY(row: number): number {
    return this.toY(between(this.model.data.y, row));
  }

  /** The grid point nearest to a pixel, or `undefined` beside the frame. */
  nearest(at: { x: number; y: number }): { row: number; col: number } | undefined {
    const { left, right, top, bottom } = this.frame;
    if (at.x < left - 4 || at.x > right + 4 || at.y < top - 4 || at.y > bottom + 4) return undefined;
    const { x, y } = this.model.data;
    return { row: closest(y, (value) => this.toY(value) - at.y), col: closest(x, (value) => this.toX(value) - at.x) };
  }
}

/** For each of `count` pixels along an axis, the entry before it and how far it lies towards the next one. */
export function alongAxis(axis: readonly number[], count: number): { entry: number; share: number }[] {
  const last = axis.length - 1;
  let entry = 0;
  return Array.from({ length: count }, (_, pixel) => {
    const value = axis[0] + ((axis[last] - axis[0]) * (pixel + 0.5)) / count;
    while (entry + 1 < last && axis[entry + 1] <= value) entry++;
    return last === 0
      ? { entry: 0, share: 0 }
      : { entry, share: (value - axis[entry]) / (axis[entry + 1] - axis[entry]) };
  });
}

function between(axis: readonly number[], place: number): number {
  const before = Math.floor(place);
  const share = place - before;
  return share === 0 ? axis[before] : axis[before] * (1 - share) + axis[before + 1] * share;
}

function closest(axis: readonly number[], distance: (value: number) => number): number {
  return axis.reduce((best, value, i) => (Math.abs(distance(value)) < Math.abs(distance(axis[best])) ? i : best), 0);
}
