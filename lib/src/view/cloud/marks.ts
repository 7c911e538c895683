import { ValueError } from '../../errors.js';
import { columnOf, type Numbers } from '../columns.js';
import { toJsonNumber } from '../values.js';
import type { PointMarks } from './spec.js';

/** How points are told apart. */
export interface PointOptions {
  /** A number for each point: whole numbers up to 20 of them are classes, other numbers lie on a colour scale. */
  color?: Numbers;
  /** Names of the classes 0, 1, … in `color`. */
  classes?: readonly string[];
  /** A text for each point. */
  labels?: readonly string[];
}

/** Up to so many different whole numbers are classes. */
const MOST_CLASSES = 20;

/** Colours and labels of all points, checked: classes with the values that they have in `color`, or plain numbers. */
export function readMarks(
  where: string,
  { color, classes, labels }: PointOptions,
  count: number,
): { colors?: number[]; kinds?: { value: number; name: string }[] } {
  const colors = color && columnOf(`${where}: color`, color);
  for (const [what, list] of [
    ['color', colors],
    ['labels', labels],
  ] as const) {
    if (list && list.length !== count) {
      throw new ValueError(`${where}: ${what} needs one for each of ${count} points, got ${list.length}`);
    }
  }
  if (!colors) return {};
  const values = [...new Set(colors)].sort((a, b) => a - b);
  if (values.length > MOST_CLASSES || !values.every(Number.isInteger)) return { colors };
  return { colors, kinds: values.map((value) => ({ value, name: classes?.[value] ?? String(value) })) };
}

/** The marks of the points at `indices`, as plain data. */
export function marksSpec(where: string, options: PointOptions, count: number, indices: readonly number[]): PointMarks {
  const { colors, kinds } = readMarks(where, options, count);
  const { labels } = options;
  const places = new Map(kinds?.map(({ value }, i) => [value, i]));
  return {
    ...(labels ? { labels: indices.map((i) => String(labels[i])) } : {}),
    ...(colors && kinds
      ? { classes: kinds.map(({ name }) => name), kinds: indices.map((i) => places.get(colors[i]) ?? 0) }
      : {}),
    ...(colors && !kinds ? { color: indices.map((i) => toJsonNumber(colors[i])) } : {}),
  };
}
