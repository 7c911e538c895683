import { ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import { isList, readableOf, type TensorLike } from '../view/lists.js';
import type { SurfaceSpec } from '../view/surface/spec.js';
import { GRID_SIDE, type SurfaceOptions, showSurface, surfaceSpec } from '../view/surface/surface.js';
import { isReadable } from '../view/values.js';
import { evaluate, type Field, type PlaneRange, rangesOf, spaced, stepsOf } from './field.js';

/** Where a function is looked at, and how what is seen is drawn. */
export interface FieldSurfaceOptions extends Omit<SurfaceOptions, 'x' | 'y'> {
  /** `[low, high]` for both axes, or `{ x: [low, high], y: [low, high] }`. Default `[-1, 1]`. */
  range?: PlaneRange;
  /** Grid points along each axis, 2 to 200. Default 61. */
  steps?: number;
}

const STEPS = 61;

/**
 * Shows heights as a surface that turns, with paths over it that can be walked step by step: heights `[rows, columns]`,
 * or a function that gets points `[n, 2]` and returns their heights `[n]`, asked once for a whole grid. The same data can
 * be looked at as a contour map. NaN leaves a hole. Throws a ValueError for other shapes and for axes that do not grow.
 *
 *     const saddle = (p: Tensor) => p.slice(1, 0, 1).square().sub(p.slice(1, 1, 2).square());
 *     view.surface(saddle, { range: [-2, 2], title: 'saddle' });
 *     view.surface(rand(20, 30), { x: linspace(0, 1, 30), y: linspace(0, 2, 20) });
 */
export function surface(z: TensorLike, options?: SurfaceOptions): void;
export function surface(z: Field, options?: FieldSurfaceOptions): void;
export function surface(z: TensorLike | Field, options: SurfaceOptions | FieldSurfaceOptions = {}): void {
  showSurface(fieldSpec(z, options, 'surface'));
}

/**
 * Shows heights as a map with contour lines, with paths over it that can be walked step by step. It takes what
 * `view.surface` takes, and can be turned into it.
 *
 *     const bowl = (p: Tensor) => p.square().sum(1);
 *     view.contour(bowl, { path: { sgd: tensor([[1, 1], [0.5, 0.5], [0.25, 0.25]]) } });
 */
export function contour(z: TensorLike, options?: SurfaceOptions): void;
export function contour(z: Field, options?: FieldSurfaceOptions): void;
export function contour(z: TensorLike | Field, options: SurfaceOptions | FieldSurfaceOptions = {}): void {
  showSurface(fieldSpec(z, options, 'contour'));
}

/** The plain data of heights or of a function over a grid. */
export function fieldSpec(
  z: TensorLike | Field,
  options: SurfaceOptions | FieldSurfaceOptions,
  shows: SurfaceSpec['shows'],
): SurfaceSpec {
  const where = `view.${shows}`;
  if (isReadable(z) || isList(z)) return surfaceSpec(readableOf(where, z), options, shows);
  if (typeof z !== 'function') {
    throw new ValueError(`${where}: expected heights [rows, columns] or a function of points, got ${String(z)}`);
  }
  const { range = [-1, 1], steps = STEPS, ...rest } = options as FieldSurfaceOptions;
  const ranges = rangesOf(where, range);
  const side = stepsOf(where, steps, GRID_SIDE);
  const [x, y] = [spaced(ranges.x, side), spaced(ranges.y, side)];
  const heights = (points: number[][]) => {
    const { values, width } = evaluate(where, z, points);
    if (width === 1) return values;
    throw new ValueError(`${where}: the function must return one height a point, got ${width}`);
  };
  const all = heights(y.flatMap((up) => x.map((across) => [across, up])));
  return surfaceSpec(fromValues(Float32Array.from(all), [side, side]), { ...rest, x, y }, shows, heights);
}
