import { ValueError } from '../../errors.js';
import { columnOf, columnsOf, type Numbers } from '../columns.js';
import { isList } from '../lists.js';
import { isReadable } from '../values.js';
import { type PlotOptions, type Points, plotSpec, showPlot } from './plot.js';
import type { PlotSpec } from './spec.js';

const MOST_LINES = 100;

/** Lines by name: `[x, y]`, or `y` alone over 0, 1, 2, …. */
export type Lines = Record<string, Numbers | readonly [x: Numbers, y: Numbers]>;

/**
 * The plain data of lines. `y` may have a column a line, `[points, lines]`. Long lines keep their extremes. Throws a
 * ValueError when x and y do not have the same number of points.
 */
export function lineSpec(x: Numbers | Lines, y?: Numbers | PlotOptions, options: PlotOptions = {}): PlotSpec {
  if (y !== undefined && typeof y !== 'object') {
    throw new ValueError(`view.line: y: expected a tensor or a list of numbers, got ${String(y)}`);
  }
  if (!isNumbers(x)) {
    if (typeof x !== 'object' || x === null || Object.keys(x).length === 0) {
      throw new ValueError(`view.line: expected a tensor, a list of numbers or several by name, got ${String(x)}`);
    }
    const all = Object.entries(x).flatMap(([name, value]) =>
      isPair(value) ? lines(name, ...value) : lines(name, value),
    );
    return linesSpec(all, (y as PlotOptions | undefined) ?? {});
  }
  if (y !== undefined && isNumbers(y)) return linesSpec(lines(labelOf(y), x, y), options);
  return linesSpec(lines(labelOf(x), x), y ?? options);
}

function linesSpec(all: Points[], options: PlotOptions): PlotSpec {
  if (all.length <= MOST_LINES) return plotSpec('line', all, options);
  const rule = `at most ${MOST_LINES} lines can be told apart`;
  throw new ValueError(`view.line: ${rule}, got ${all.length}; view.tensor shows a matrix`);
}

/**
 * Shows one line or several over a common axis.
 *
 *     const x = linspace(0, 6, 50);
 *     view.line(x, x.sin());
 *     view.line({ sin: [x, x.sin()], cos: [x, x.cos()] }, { xLabel: 'x' });
 */
export function line(x: Numbers, y: Numbers, options?: PlotOptions): void;
export function line(y: Numbers | Lines, options?: PlotOptions): void;
export function line(x: Numbers | Lines, y?: Numbers | PlotOptions, options: PlotOptions = {}): void {
  showPlot(lineSpec(x, y, options));
}

function lines(name: string, first: Numbers, second?: Numbers): Points[] {
  const columns = columnsOf('view.line: y', second ?? first);
  const xs = second ? columnOf('view.line: x', first) : undefined;
  return columns.map((y, i) => {
    const x = xs ?? y.map((_, place) => place);
    if (x.length !== y.length) {
      throw new ValueError(
        `view.line: x and y must have as many points as each other, got ${x.length} and ${y.length}`,
      );
    }
    return { name: columns.length > 1 ? `${name} ${i}` : name, x, y };
  });
}

function isNumbers(x: unknown): x is Numbers {
  return isReadable(x) || isList(x);
}

function isPair(value: Lines[string]): value is readonly [Numbers, Numbers] {
  return Array.isArray(value) && value.length === 2 && value.every(isNumbers);
}

function labelOf(x: Numbers): string {
  return (isReadable(x) ? x.label : undefined) ?? 'y';
}
