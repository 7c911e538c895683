/** Heights over a grid: row `r` lies at `y[r]`, column `c` at `x[c]`; both axes grow. */
export interface Grid {
  x: readonly number[];
  y: readonly number[];
  z: ArrayLike<number>;
}

/** The height over a place, read between the four points of the grid around it; NaN beside the grid. */
export function heightAt({ x, y, z }: Grid, atX: number, atY: number): number {
  const [col, across] = placeOn(x, atX);
  const [row, up] = placeOn(y, atY);
  if (col < 0 || row < 0) return Number.NaN;
  const nextCol = Math.min(col + 1, x.length - 1);
  const nextRow = Math.min(row + 1, y.length - 1);
  const at = (r: number, c: number) => z[r * x.length + c];
  const mix = (a: number, b: number, share: number) =>
    share === 0 ? a : share === 1 ? b : a * (1 - share) + b * share;
  return mix(mix(at(row, col), at(row, nextCol), across), mix(at(nextRow, col), at(nextRow, nextCol), across), up);
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

/** The entry at or before a place on a growing axis, and how far on to the next one; −1 beside the axis. */
function placeOn(axis: readonly number[], at: number): [entry: number, share: number] {
  if (!(at >= axis[0] && at <= axis[axis.length - 1])) return [-1, 0];
  let [low, high] = [0, axis.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (axis[middle] <= at) low = middle;
    else high = middle;
  }
  return high === low ? [low, 0] : [low, (at - axis[low]) / (axis[high] - axis[low])];
}
