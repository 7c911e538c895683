import { shapeText, ValueError } from '../../errors.js';
import { columnOf, columnsOf, type Numbers } from '../columns.js';
import type { Readable } from '../values.js';
import { type PlotOptions, type Points, plotSpec, showPlot } from './plot.js';
import type { PlotSpec } from './spec.js';

/** How a cloud of points is shown. */
export interface ScatterOptions extends PlotOptions {
  /** A number for each point: whole numbers up to 20 of them are classes, other numbers lie on a colour scale. */
  color?: Numbers;
  /** Names of the classes 0, 1, … in `color`. */
  classes?: readonly string[];
  /** A text for each point, shown under the pointer. */
  labels?: readonly string[];
}

/** Up to so many different whole numbers are classes. */
const MOST_CLASSES = 20;

/** The plain data of points `[points, 2]`. Throws a ValueError for other shapes and for colours that do not fit. */
export function scatterSpec(x: Readable, { color, classes, labels, ...options }: ScatterOptions = {}): PlotSpec {
  const columns = columnsOf('view.scatter', x);
  if (x.shape.length !== 2 || x.shape[1] !== 2) {
    throw new ValueError(
      `view.scatter: expected [points, 2], got ${shapeText(x.shape)}; PCA brings more columns to two`,
    );
  }
  const [across = [], up = []] = x.shape[0] === 1 ? [[columns[0][0]], [columns[0][1]]] : columns;
  const colors = color && columnOf('view.scatter: color', color);
  for (const [what, list] of [
    ['color', colors],
    ['labels', labels],
  ] as const) {
    if (list && list.length !== across.length) {
      throw new ValueError(`view.scatter: ${what} needs one for each of ${across.length} points, got ${list.length}`);
    }
  }
  const pick = (name: string, indices: number[]): Points => ({
    name,
    x: indices.map((i) => across[i]),
    y: indices.map((i) => up[i]),
    ...(labels ? { labels: indices.map((i) => labels[i]) } : {}),
  });
  const all = across.map((_, i) => i);
  const kinds = colors && [...new Set(colors)].sort((a, b) => a - b);
  if (!colors || !kinds) return plotSpec('scatter', [pick(x.label ?? 'points', all)], options);
  if (kinds.length > MOST_CLASSES || !kinds.every(Number.isInteger)) {
    return plotSpec('scatter', [{ ...pick(x.label ?? 'points', all), color: colors }], options);
  }
  const series = kinds.map((kind) => {
    const members = all.filter((i) => colors[i] === kind);
    return pick(classes?.[kind] ?? String(kind), members);
  });
  return plotSpec('scatter', series, options);
}

/**
 * Shows points in a plane, coloured by class or by a number.
 *
 *     view.scatter(randn(4, 2), { color: [0, 1, 1, 0], classes: ['cat', 'dog'] });
 */
export function scatter(x: Readable, options: ScatterOptions = {}): void {
  showPlot(scatterSpec(x, options));
}
