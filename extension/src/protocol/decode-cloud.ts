import { floatValues } from './base64.js';
import { asArray, asNumber, asSpec, asTexts, optionalFlag, optionalText } from './fields.js';
import { asCount, asText, PayloadError } from './payload.js';

/** What is known of each point beside its place; a list that was not given is empty. */
export interface MarksData {
  labels: string[];
  classes: string[];
  kinds: number[];
  color: number[];
}

/** A cloud ready to draw. */
export interface CloudData extends MarksData {
  title: string;
  axes: string[];
  /** `[points, 3]`, row-major. */
  points: Float32Array;
  count: number;
  showLabels: boolean | undefined;
}

/** More points would make a page slow; the library sends fewer. */
export const MOST_POINTS = 20_000;
const MOST_CLASSES = 100;

/** Reads the JSON of a cloud. Throws a PayloadError that says what is wrong. */
export function decodeCloud(payload: unknown): CloudData {
  const spec = asSpec('cloud view', payload);
  const axes = asTexts('cloud axes', spec.axes);
  if (axes.length !== 3) throw new PayloadError('cloud axes', 'three names', axes.length);
  const points = floatValues('cloud points', asText('cloud points', spec.points));
  if (points.length % 3 !== 0) throw new PayloadError('cloud points', 'three values a point', points.length);
  return {
    title: optionalText('cloud title', spec.title),
    axes,
    points,
    ...readMarks('cloud', spec, points.length / 3),
    count: asCount('cloud count', spec.count),
    showLabels: optionalFlag('cloud showLabels', spec.showLabels),
  };
}

/** The labels, classes and colours of `points` points. */
export function readMarks(where: string, spec: Record<string, unknown>, points: number): MarksData {
  if (points > MOST_POINTS) throw new PayloadError(`${where} points`, `at most ${MOST_POINTS} points`, points);
  const list = <T>(key: string, read: (where: string, entry: unknown) => T): T[] => {
    if (spec[key] === undefined) return [];
    const entries = asArray(`${where} ${key}`, spec[key]).map((entry) => read(`${where} ${key}`, entry));
    if (key !== 'classes' && entries.length !== points) {
      throw new PayloadError(`${where} ${key}`, `${points} entries`, entries.length);
    }
    return entries;
  };
  const classes = list('classes', asText);
  if (classes.length > MOST_CLASSES)
    throw new PayloadError(`${where} classes`, `at most ${MOST_CLASSES}`, classes.length);
  const kinds = list('kinds', (at, entry) => {
    const kind = asCount(at, entry);
    if (kind >= classes.length) throw new PayloadError(at, `a class below ${classes.length}`, kind);
    return kind;
  });
  return { labels: list('labels', asText), classes, kinds, color: list('color', asNumber) };
}
