import { shapeText, ValueError } from '../../errors.js';
import { toBase64 } from '../base64.js';
import { columnOf, type Numbers } from '../columns.js';
import type { MimeBundle } from '../host.js';
import { namedLayers } from '../layers.js';
import type { TensorLike } from '../lists.js';
import { evenSample } from '../plot/thin.js';
import { showView, viewBundle } from '../show.js';
import { isReadable, type Readable, toJsonNumber } from '../values.js';
import { type Grid, heightAt } from './grid.js';
import { surfacePng } from './png.js';
import { SURFACE_MIME, type SurfacePath, type SurfaceSpec } from './spec.js';
import { surfaceText } from './text.js';

/** How a surface or a contour map is drawn. */
export interface SurfaceOptions {
  /** Name in the header. */
  title?: string;
  /** Words at the axes; default `x`, `y` and `z`. */
  xLabel?: string;
  yLabel?: string;
  zLabel?: string;
  /** Positions of the columns and of the rows, growing; default their indices. */
  x?: Numbers;
  y?: Numbers;
  /**
   * Ways over the surface, such as the weights after each step of an optimiser: `[steps, 2]` with x and y, or
   * `[steps, 3]` with the height too. Several by name: `{ sgd: …, adam: … }`.
   */
  path?: TensorLike | Readonly<Record<string, TensorLike>>;
  /** Spaces colours, heights and lines by the logarithm; no height may be negative. Default false. */
  log?: boolean;
  /** Clips the highest twentieth of the heights, so that one spike does not flatten the rest. Default false. */
  robust?: boolean;
  /** About how many contour lines, 2 to 40. Default 12. */
  levels?: number;
}

/** Most rows and columns that are put into a notebook, most paths, and most steps of all of them together. */
export const GRID_SIDE = 200;
const MOST_PATHS = 12;
const PATH_STEPS = 6000;
const LEVELS = 12;

/** The plain data of heights `[rows, columns]`. Throws a ValueError for other shapes, and for axes that do not grow. */
export function surfaceSpec(
  z: Readable,
  options: SurfaceOptions = {},
  shows: SurfaceSpec['shows'] = 'surface',
  heights?: (path: number[][]) => ArrayLike<number>,
): SurfaceSpec {
  const where = `view.${shows}`;
  if (!isReadable(z) || z.shape.length !== 2 || z.shape[0] < 1 || z.shape[1] < 1) {
    const got = isReadable(z) ? shapeText(z.shape) : String(z);
    throw new ValueError(`${where}: expected heights [rows, columns] with at least one of each, got ${got}`);
  }
  const [rows, cols] = z.shape;
  const axis = (name: 'x' | 'y', count: number) => growing(`${where}: ${name}`, options[name], count);
  const grid: Grid = { x: axis('x', cols), y: axis('y', rows), z: z.dataSync() };
  const keptRows = evenSample(rows, GRID_SIDE);
  const keptCols = evenSample(cols, GRID_SIDE);
  const kept = Float32Array.from({ length: keptRows.length * keptCols.length }, (_, i) => {
    const [row, col] = [keptRows[Math.floor(i / keptCols.length)], keptCols[i % keptCols.length]];
    return grid.z[row * cols + col];
  });
  const { title, xLabel = 'x', yLabel = 'y', zLabel = 'z', log = false, robust = false, levels = LEVELS } = options;
  if (!(Number.isInteger(levels) && levels >= 2 && levels <= 40)) {
    throw new ValueError(`${where}: levels must be a whole number from 2 to 40, got ${levels}`);
  }
  const negative = log ? kept.find((height) => height < 0) : undefined;
  if (negative !== undefined) throw new ValueError(`${where}: log needs heights of at least 0, got ${negative}`);
  return {
    version: 1,
    shows,
    ...(title ? { title } : {}),
    xLabel,
    yLabel,
    zLabel,
    x: keptCols.map((col) => grid.x[col]),
    y: keptRows.map((row) => grid.y[row]),
    z: toBase64(kept),
    ofShape: [rows, cols],
    log,
    robust,
    levels,
    paths: pathsOf(where, options.path, grid, heights),
  };
}

/** Everything that a notebook can show of a surface: data, a picture where one can be drawn, and text. */
export function surfaceBundle(spec: SurfaceSpec): MimeBundle {
  return viewBundle(SURFACE_MIME, spec, surfacePng(spec), surfaceText(spec));
}

/** Shows a surface at once: in a notebook to explore, elsewhere as printed text. */
export function showSurface(spec: SurfaceSpec): void {
  showView(spec, surfaceBundle, surfaceText);
}

function growing(where: string, given: Numbers | undefined, count: number): number[] {
  if (given === undefined) return Array.from({ length: count }, (_, i) => i);
  const list = columnOf(where, given);
  if (list.length !== count) throw new ValueError(`${where}: expected ${count} positions, got ${list.length}`);
  const wrong = list.findIndex((value, i) => !Number.isFinite(value) || (i > 0 && !(value > list[i - 1])));
  if (wrong < 0) return list;
  const before = wrong > 0 ? ` after ${list[wrong - 1]}` : '';
  throw new ValueError(`${where}: expected growing numbers, got ${list[wrong]}${before}; flip turns a falling axis`);
}

function pathsOf(
  where: string,
  path: SurfaceOptions['path'],
  grid: Grid,
  heights: ((path: number[][]) => ArrayLike<number>) | undefined,
): SurfacePath[] {
  if (path === undefined) return [];
  const named = namedLayers(`${where}: path`, path, 'path');
  if (named.length > MOST_PATHS)
    throw new ValueError(`${where}: expected at most ${MOST_PATHS} paths, got ${named.length}`);
  return named.map(([name, tensor]) => {
    const [count, width] = tensor.shape;
    if (tensor.shape.length !== 2 || (width !== 2 && width !== 3) || count < 1) {
      const rule = 'expected [steps, 2], or [steps, 3] with the height';
      throw new ValueError(`${where}: path ${name}: ${rule}, got ${shapeText(tensor.shape)}`);
    }
    const values = tensor.dataSync();
    const step = evenSample(count, Math.floor(PATH_STEPS / named.length));
    const column = (at: number) => step.map((row) => values[row * width + at]);
    const [x, y] = [column(0), column(1)];
    const exact = width === 3 ? column(2) : heights?.(x.map((across, i) => [across, y[i]]));
    const z = exact ? Array.from(exact) : x.map((across, i) => heightAt(grid, across, y[i]));
    return { name, step, x: x.map(brief), y: y.map(brief), z: z.map(brief), between: !exact, count };
  });
}

/** A float32 in no more digits than it has. */
function brief(value: number) {
  return toJsonNumber(Number.isFinite(value) ? Number(value.toPrecision(7)) : value);
}
