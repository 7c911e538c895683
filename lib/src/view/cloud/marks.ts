import { ValueError } from '../../errors.js';
import { columnOf, type Numbers } from '../columns.js';
import { namesOf, textsOf } from '../texts.js';
import { toJsonNumber } from '../values.js';
import type { PointMarks } from './spec.js';

/** How points are told apart. */
export interface PointOptions {
  /** A number for each point: whole numbers up to 20 of them are classes, other numbers lie on a colour scale. */
  color?: Numbers;
  /** Names of the classes 0, 1, … in `color`. */
  classes?: readonly (string | number)[];
  /** A text for each point. */
  labels?: readonly (string | number)[];
}

/** Up to so many different whole numbers are classes. */
const MOST_CLASSES = 20;

/** Colours and labels of all points, checked: classes with the values that they have in `color`, or plain numbers. */
export function readMarks(
  where: string,
  { color, classes, labels }: PointOptions,
  count: number,
): { labels?: string[]; colors?: number[]; kinds?: { value: number; name: string }[] } {
  const colors = color && columnOf(`${where}: color`, color);
  const rule = `needs one for each of ${count} points`;
  if (colors && colors.length !== count) throw new ValueError(`${where}: color ${rule}, got ${colors.length}`);
  const words = labels && { labels: textsOf(`${where}: labels`, labels, count, rule) };
  if (!colors) return { ...words };
  const names = classes && namesOf(`${where}: classes`, classes);
  const values = [...new Set(colors)].sort((a, b) => a - b);
  if (values.length > MOST_CLASSES || !values.every(Number.isInteger)) return { ...words, colors };
  return { ...words, colors, kinds: values.map((value) => ({ value, name: names?.[value] ?? String(value) })) };
}

/** The marks of the points at `indices`, as plain data. */
export function marksSpec(where: string, options: PointOptions, count: number, indices: readonly number[]): PointMarks {
  const { labels, colors, kinds } = readMarks(where, options, count);
  const places = new Map(kinds?.map(({ value }, i) => [value, i]));
  return {
    ...(labels ? { labels: indices.map((i) => labels[i]) } : {}),
    ...(colors && kinds
      ? { classes: kinds.map(({ name }) => name), kinds: indices.map((i) => places.get(colors[i]) ?? 0) }
      : {}),
    ...(colors && !kinds ? { color: indices.map((i) => toJsonNumber(colors[i])) } : {}),
  };
}
