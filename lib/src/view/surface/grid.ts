/** Heights over a grid: row `r` lies at `y[r]`, column `c` at `x[c]`; both axes grow. */
export interface Grid {
  x: readonly number[];
  y: readonly number[];
  z: ArrayLike<number>;
}

/** The entry at or before a place on an axis, −1 beside it, and how far on to the next one. */
export type AxisPlace = readonly [entry: number, share: number];

/** The height over a place, read between the four points of the grid around it; NaN beside the grid. */
export function heightAt(grid: Grid, atX: number, atY: number): number {
  return heightBetween(grid, placeOn(grid.x, atX), placeOn(grid.y, atY));
}

/** {@link heightAt} for places that are known on both axes. */
export function heightBetween({ x, y, z }: Grid, [col, across]: AxisPlace, [row, up]: AxisPlace): number {
  if (col < 0 || row < 0) return Number.NaN;
  const here = row * x.length + col;
  const right = col + 1 < x.length ? 1 : 0;
  const above = row + 1 < y.length ? x.length : 0;
  const low = mix(z[here], z[here + right], across);
  return mix(low, mix(z[here + above], z[here + above + right], across), up);
}

/** A share of 0 or 1 takes one side alone: the other may be a hole. */
function mix(a: number, b: number, share: number): number {
  return share === 0 ? a : share === 1 ? b : a * (1 - share) + b * share;
}

/** How heights become shares of a scale: 0 at its lower end, 1 at its upper. */
export interface HeightScale {
  low: number;
  high: number;
  share(height: number): number;
}

/** A logarithmic scale begins where this part of the positive heights lies lower: next to 0 it would have no end. */
const LOG_FLOOR = 0.02;
const CLIPPED = 0.95;

/** The scale over all finite heights; `robust` ends it where all but the highest twentieth lie. */
export function heightScale(z: ArrayLike<number>, { log, robust }: { log: boolean; robust: boolean }): HeightScale {
  const sorted = Float64Array.from(Array.from(z).filter(Number.isFinite)).sort();
  const top = sorted.length ? sorted[Math.floor((sorted.length - 1) * (robust ? CLIPPED : 1))] : 1;
  const least = sorted.length ? sorted[0] : 0;
  const positive = sorted.filter((height) => height > 0);
  if (log && least >= 0 && positive.length > 0) {
    const low = positive[Math.floor(positive.length * LOG_FLOOR)];
    const width = Math.log(top / low) || 1;
    return { low, high: top, share: (height) => within(Math.log(Math.max(height, low) / low) / width) };
  }
  const width = top - least || 1;
  return { low: least, high: top, share: (height) => within((height - least) / width) };
}

function within(share: number): number {
  return Math.max(0, Math.min(1, share));
}

/** Finds a place on a growing axis. */
export function placeOn(axis: readonly number[], at: number): AxisPlace {
  if (!(at >= axis[0] && at <= axis[axis.length - 1])) return [-1, 0];
  let [low, high] = [0, axis.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (axis[middle] <= at) low = middle;
    else high = middle;
  }
  return high === low ? [low, 0] : [low, (at - axis[low]) / (axis[high] - axis[low])];
}
