import { ValueError } from '../../errors.js';
import { columnOf, type Numbers } from '../columns.js';
import { isList } from '../lists.js';
import { textsOf } from '../texts.js';
import { isReadable } from '../values.js';
import { type PlotOptions, type Points, plotSpec, showPlot } from './plot.js';
import type { PlotSpec } from './spec.js';

/** How bars are shown. */
export interface BarOptions extends PlotOptions {
  /** The words under the bars; default their indices. */
  labels?: readonly (string | number)[];
}

const MOST_BARS = 500;

/** The plain data of bars: one value a bar, or several groups by name with a value a bar each. */
export function barSpec(values: Numbers | Record<string, Numbers>, { labels, ...options }: BarOptions = {}): PlotSpec {
  const single = isReadable(values) || isList(values);
  if (!single && (typeof values !== 'object' || values === null || Object.keys(values).length === 0)) {
    throw new ValueError(`view.bar: expected a tensor, a list of numbers or several by name, got ${String(values)}`);
  }
  const groups = single ? { [(isReadable(values) ? values.label : undefined) ?? 'y']: values } : values;
  const series = Object.entries(groups).map(([name, numbers]): Points => {
    const y = columnOf('view.bar', numbers as Numbers);
    return { name, x: y.map((_, i) => i), y };
  });
  const count = Math.max(0, ...series.map(({ y }) => y.length));
  if (count > MOST_BARS) {
    throw new ValueError(`view.bar: at most ${MOST_BARS} bars can be told apart, got ${count}; view.line shows more`);
  }
  const words = labels
    ? textsOf('view.bar: labels', labels, count, `needs a text for each of ${count} bars`)
    : Array.from({ length: count }, (_, i) => String(i));
  return plotSpec('bar', series, options, words);
}

/**
 * Shows values as bars from zero.
 *
 *     const labels = ['cat', 'dog', 'bird'];
 *     view.bar(tensor([0.7, 0.2, 0.1]), { labels });
 *     view.bar({ before: [0.3, 0.3, 0.4], after: [0.7, 0.2, 0.1] }, { labels });
 */
export function bar(values: Numbers | Record<string, Numbers>, options: BarOptions = {}): void {
  showPlot(barSpec(values, options));
}
