import { shapeText, ValueError } from '../../errors.js';
import { cloudSpec, showCloud } from '../cloud/cloud.js';
import { type PointOptions, readMarks } from '../cloud/marks.js';
import { columnsOf } from '../columns.js';
import { readableOf, type TensorLike } from '../lists.js';
import type { Readable } from '../values.js';
import { type PlotOptions, type Points, plotSpec, showPlot } from './plot.js';
import type { PlotSpec } from './spec.js';

/** How a cloud of points is shown. */
export interface ScatterOptions extends PlotOptions, PointOptions {
  /** Words at the third axis of points in space. */
  zLabel?: string;
  /** Whether labels are first shown beside the points, where there is room; default for up to 60 points. */
  showLabels?: boolean;
}

/** The plain data of points `[points, 2]`. Throws a ValueError for other shapes and for colours that do not fit. */
export function scatterSpec(
  x: Readable,
  { color, classes, labels: given, showLabels, ...options }: ScatterOptions = {},
): PlotSpec {
  if (x.shape.length !== 2 || x.shape[1] !== 2) {
    throw new ValueError(
      `view.scatter: expected [points, 2] or [points, 3], got ${shapeText(x.shape)}; view.embedding brings more columns to two`,
    );
  }
  const columns = columnsOf('view.scatter', x);
  const [across = [], up = []] = x.shape[0] === 1 ? [[columns[0][0]], [columns[0][1]]] : columns;
  const { labels, colors, kinds } = readMarks('view.scatter', { color, classes, labels: given }, across.length);
  const pick = (name: string, indices: number[]): Points => ({
    name,
    x: indices.map((i) => across[i]),
    y: indices.map((i) => up[i]),
    ...(labels ? { labels: indices.map((i) => labels[i]) } : {}),
  });
  const all = across.map((_, i) => i);
  const shown = showLabels === undefined ? {} : { showLabels };
  if (!colors) return { ...plotSpec('scatter', [pick(x.label ?? 'points', all)], options), ...shown };
  if (!kinds)
    return { ...plotSpec('scatter', [{ ...pick(x.label ?? 'points', all), color: colors }], options), ...shown };
  const series = kinds.map(({ value, name }) =>
    pick(
      name,
      all.filter((i) => colors[i] === value),
    ),
  );
  return { ...plotSpec('scatter', series, options), ...shown };
}

/**
 * Shows points in a plane `[points, 2]` or in space `[points, 3]`, coloured by class or by a number. A cloud in space can
 * be turned; classes can be hidden one by one. Throws a ValueError for other shapes.
 *
 *     view.scatter(randn(4, 2), { color: [0, 1, 1, 0], classes: ['cat', 'dog'] });
 *     view.scatter(randn(50, 3), { color: arange(50), title: 'in space' });
 */
export function scatter(x: TensorLike, options: ScatterOptions = {}): void {
  const points = readableOf('view.scatter', x);
  const title = options.title ?? points.label;
  if (points.shape.length === 2 && points.shape[1] === 3)
    showCloud(cloudSpec(points, { ...options, ...(title ? { title } : {}) }));
  else showPlot(scatterSpec(points, options));
}
