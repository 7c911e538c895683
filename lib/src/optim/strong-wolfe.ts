/** A point on the line: how far, the loss there, its slope along the line, and the whole gradient. */
interface Point {
  length: number;
  value: number;
  slope: number;
  gradient: Float64Array;
}

/** Loss, slope and gradient at a distance along the direction. */
type Line = (length: number) => [value: number, slope: number, gradient: Float64Array];

/** Share of the expected decrease that is asked for, and of the slope that may be left. */
const ENOUGH_DECREASE = 1e-4;
const FLAT_ENOUGH = 0.9;

/**
 * A step length with enough decrease and a slope that is flat enough: first doubles the step until a minimum is
 * enclosed, then narrows the bracket by cubic interpolation (Nocedal and Wright 2006, algorithms 3.5 and 3.6). After
 * `evaluations` it takes the best point so far.
 */
export function strongWolfe(line: Line, start: Omit<Point, 'length'>, first: number, evaluations: number): Point {
  const origin: Point = { length: 0, ...start };
  let left = Math.max(evaluations, 1);
  const at = (length: number): Point => {
    left--;
    const [value, slope, gradient] = line(length);
    return { length, value, slope, gradient };
  };
  const tooHigh = (p: Point) =>
    !(p.value <= origin.value + ENOUGH_DECREASE * p.length * origin.slope) || Number.isNaN(p.slope);
  const flat = (p: Point) => Math.abs(p.slope) <= -FLAT_ENOUGH * origin.slope;
  let before = origin;
  let point = at(first);
  while (!tooHigh(point) && !(before !== origin && point.value >= before.value)) {
    if (flat(point)) return point;
    if (point.slope >= 0) return narrow(point, before);
    if (left <= 0) return point;
    const next = at(2 * point.length);
    before = point;
    point = next;
  }
  return narrow(before, point);

  /** `low` has the smaller loss of the two ends, and its slope points to the other. */
  function narrow(low: Point, high: Point): Point {
    let [best, other] = [low, high];
    while (left > 0 && Math.abs(best.length - other.length) > 1e-9 * Math.max(best.length, other.length)) {
      const middle = at(between(best, other));
      if (tooHigh(middle) || middle.value >= best.value) {
        other = middle;
      } else {
        if (flat(middle)) return middle;
        if (middle.slope * (other.length - best.length) >= 0) other = best;
        best = middle;
      }
    }
    return best;
  }
}

/** Minimum of the cubic through both points, kept a tenth of the bracket away from its ends. */
function between(a: Point, b: Point): number {
  const [from, to] = a.length < b.length ? [a, b] : [b, a];
  const width = to.length - from.length;
  const d1 = from.slope + to.slope - (3 * (to.value - from.value)) / width;
  const square = d1 * d1 - from.slope * to.slope;
  const d2 = Math.sqrt(square);
  const cubic = to.length - (width * (to.slope + d2 - d1)) / (to.slope - from.slope + 2 * d2);
  const margin = 0.1 * width;
  if (!Number.isFinite(cubic)) return (from.length + to.length) / 2;
  return Math.min(Math.max(cubic, from.length + margin), to.length - margin);
}
