import { shortNumber } from '../numbers.js';
import { specValues } from '../tensor/slices.js';
import type { ValueArray } from '../values.js';
import type { CloudSpec, PointMarks } from './spec.js';

/** A cloud as text: how many points, how far they reach on each axis, and how many each class has. */
export function cloudText(spec: CloudSpec): string {
  const values = specValues({ values: spec.points, dtype: 'float32' });
  const reach = spec.axes.map((name, axis) => {
    const [low, high] = axisExtent(values, 3, axis);
    return low > high ? `${name}: no finite value` : `${name}∈[${shortNumber(low)}, ${shortNumber(high)}]`;
  });
  return [`${spec.title ?? 'points'} n=${spec.count} ${reach.join(' ')}`, ...classLines(spec)].join('\n');
}

/** Lowest and highest finite value of one column; the lowest is above the highest where there is none. */
export function axisExtent(values: ValueArray, columns: number, axis: number): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = axis; i < values.length; i += columns) {
    if (!Number.isFinite(values[i])) continue;
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  return [low, high];
}

/** A line with the number of kept points in each class, if there are classes. */
export function classLines({ classes, kinds }: PointMarks): string[] {
  if (!classes || !kinds) return [];
  return [classes.map((name, i) => `${name}: ${kinds.filter((kind) => kind === i).length}`).join(', ')];
}
