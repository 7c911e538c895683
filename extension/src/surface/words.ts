import type { SurfaceData, SurfacePathData } from '../protocol/decode-surface.js';
import { short } from '../tensor/format.js';
import type { SurfaceModel } from './model.js';

/** A grid point in words: `x = 0.5, y = 1: z = 2.31 (row 12, column 31)`. */
export function pointText(model: SurfaceModel, { row, col }: { row: number; col: number }): string {
  const { xLabel, yLabel, zLabel, x, y } = model.data;
  const place = `${xLabel} = ${short(x[col])}, ${yLabel} = ${short(y[row])}`;
  return `${place}: ${zLabel} = ${short(model.at(row, col))} (row ${row}, column ${col})`;
}

/** Where a path is at an entry: `12.5 at (−1.5, 2)`; a height that was read between grid points has `≈`. */
export function placeText({ x, y, z, between }: SurfacePathData, entry: number): string {
  const height = Number.isFinite(z[entry]) ? `${between ? '≈ ' : ''}${short(z[entry])}` : 'beside the grid';
  return `${height} at (${short(x[entry])}, ${short(y[entry])})`;
}

/** Where all paths are: `step 40: sgd 5.6 at (−1.3, 1.8), adam …`. */
export function stepText(model: SurfaceModel, place: number): string {
  const { paths } = model.data;
  return `step ${stepName(model, place)}: ${paths.map((path) => `${path.name} ${placeText(path, model.entry(path, place))}`).join(', ')}`;
}

/** The number of a step: that of the longest path, whose entries the stepper counts. */
export function stepName(model: SurfaceModel, place: number): string {
  const longest = model.data.paths.reduce<SurfacePathData | undefined>(
    (best, path) => (best && best.step.length >= path.step.length ? best : path),
    undefined,
  );
  return String(longest?.step[place] ?? 0);
}

/** What was left out: rows and columns, steps of paths; empty when nothing was. */
export function cutText({ x, y, ofRows, ofCols, paths }: SurfaceData): string {
  const size = `${ofRows}×${ofCols}`;
  const grid = x.length < ofCols || y.length < ofRows ? [`${y.length}×${x.length} of ${size} heights`] : [];
  const thinned = paths
    .filter(({ step, count }) => step.length < count)
    .map(({ name, step, count }) => `${step.length} of ${count} steps of ${name}`);
  const parts = [...grid, ...thinned];
  return parts.length > 0 ? `Kept: ${parts.join(', ')}, evenly spaced.` : '';
}

/** Size and range in short. */
export function factsOf(model: SurfaceModel): string[] {
  const { ofRows, ofCols, zLabel } = model.data;
  const range = Number.isNaN(model.least)
    ? `no finite ${zLabel}`
    : `${zLabel}∈[${short(model.least)}, ${short(model.most)}]`;
  return [`${ofRows}×${ofCols}`, range];
}

/** The steps of the paths as rows, or without paths the heights. */
export function tableOf({ data }: SurfaceModel): { headings: string[]; rows: string[][] } {
  const { xLabel, yLabel, zLabel, x, y, paths } = data;
  if (paths.length > 0) {
    const lines = paths.flatMap((path) =>
      path.step.map((step, i) => [path.name, String(step), short(path.x[i]), short(path.y[i]), short(path.z[i])]),
    );
    return { headings: ['path', 'step', xLabel, yLabel, zLabel], rows: lines };
  }
  const lines = y.map((up, row) => [short(up), ...x.map((_, col) => short(data.z[row * x.length + col]))]);
  return { headings: [`${yLabel} \\ ${xLabel}`, ...x.map((across) => short(across))], rows: lines };
}

/** All heights and steps as rows of numbers, to be saved. */
export function csvOf({ data }: SurfaceModel): (string | number)[][] {
  const grid = Array.from(data.z, (height, i) => [
    '',
    '',
    data.x[i % data.x.length],
    data.y[Math.floor(i / data.x.length)],
    height,
  ]);
  const steps = data.paths.flatMap((path) =>
    path.step.map((step, i) => [path.name, step, path.x[i], path.y[i], path.z[i]]),
  );
  return [['path', 'step', data.xLabel, data.yLabel, data.zLabel], ...grid, ...steps];
}
