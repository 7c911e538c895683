import { noGrad } from '../autograd/no-grad.js';
import { scope } from '../autograd/scope.js';
import { shapeText, ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import { Tensor } from '../tensor/tensor.js';

/** A function of the plane that is asked for many points at once: `[points, 2]` → one or more numbers a point. */
export type Field = (points: Tensor) => Tensor;

/** The part of the plane that is looked at: one range for both axes, or one each. */
export type PlaneRange =
  | readonly [low: number, high: number]
  | { x: readonly [number, number]; y: readonly [number, number] };

/** What a {@link Field} returned, row after row. */
export interface FieldValues {
  values: ArrayLike<number>;
  /** Numbers a point. */
  width: number;
}

/** Asks a field for all points in one call, without recording and leaving no tensor behind. */
export function evaluate(where: string, field: Field, points: readonly (readonly number[])[]): FieldValues {
  const flat = Float32Array.from(points.flat());
  return scope(() => {
    const output = noGrad(() => field(fromValues(flat, [points.length, 2])));
    if (!(output instanceof Tensor))
      throw new ValueError(`${where}: the function must return a tensor, got ${String(output)}`);
    if (output.shape[0] !== points.length || output.shape.length > 2) {
      const rule = `the function must return [${points.length}] or [${points.length}, …] for points [${points.length}, 2]`;
      throw new ValueError(`${where}: ${rule}, got ${shapeText(output.shape)}; reduce along axis 1 only`);
    }
    return { values: output.dataSync(), width: output.shape[1] ?? 1 };
  });
}

/** Two ranges that are checked. */
export function rangesOf(
  where: string,
  range: PlaneRange,
): { x: readonly [number, number]; y: readonly [number, number] } {
  const both = typeof range === 'object' && range !== null && 'x' in range ? range : { x: range, y: range };
  for (const each of [both.x, both.y]) {
    if (!Array.isArray(each) || each.length !== 2) {
      const rule = 'range must be [low, high] or { x: [low, high], y: [low, high] }';
      throw new ValueError(`${where}: ${rule}, got ${String(each)}`);
    }
    const [low, high] = each;
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
      throw new ValueError(`${where}: range must be [low, high] with low < high, got [${low}, ${high}]`);
    }
  }
  return both;
}

/** A checked number of grid points along a side. */
export function stepsOf(where: string, steps: number, most: number): number {
  if (Number.isInteger(steps) && steps >= 2 && steps <= most) return steps;
  throw new ValueError(`${where}: steps must be a whole number from 2 to ${most}, got ${steps}`);
}

/** Evenly spaced numbers with both ends. */
export function spaced([low, high]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
