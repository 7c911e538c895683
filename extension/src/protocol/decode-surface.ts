import { floatValues } from './base64.js';
import { asArray, asCounts, asNumbers, asSpec, optionalText } from './fields.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';

/** Most rows, columns, paths and steps that are drawn: beyond them a page would stand still. */
const MOST = { side: 1024, paths: 24, steps: 20_000 };

/** A way over a surface with plain numbers. */
export interface SurfacePathData {
  name: string;
  step: number[];
  x: number[];
  y: number[];
  z: number[];
  between: boolean;
  count: number;
}

/** A surface ready to draw. */
export interface SurfaceData {
  shows: 'surface' | 'contour';
  title: string;
  xLabel: string;
  yLabel: string;
  zLabel: string;
  x: number[];
  y: number[];
  z: Float32Array;
  ofRows: number;
  ofCols: number;
  log: boolean;
  robust: boolean;
  levels: number;
  paths: SurfacePathData[];
}

/** Reads the JSON of a surface. Throws a PayloadError that says what is wrong. */
export function decodeSurface(payload: unknown): SurfaceData {
  const spec = asSpec('surface view', payload);
  const [x, y] = [growing('surface x', spec.x), growing('surface y', spec.y)];
  const z = floatValues('surface z', asText('surface z', spec.z));
  if (z.length !== x.length * y.length) {
    throw new PayloadError('surface z', `${x.length * y.length} heights`, z.length);
  }
  const shape = asArray('surface ofShape', spec.ofShape);
  const levels = asCount('surface levels', spec.levels, 2);
  if (levels > 100) throw new PayloadError('surface levels', 'at most 100', levels);
  const paths = asArray('surface paths', spec.paths);
  if (paths.length > MOST.paths) throw new PayloadError('surface paths', `at most ${MOST.paths}`, paths.length);
  return {
    shows: asChoice('surface shows', spec.shows, ['surface', 'contour'] as const),
    title: optionalText('surface title', spec.title),
    xLabel: asText('surface xLabel', spec.xLabel),
    yLabel: asText('surface yLabel', spec.yLabel),
    zLabel: asText('surface zLabel', spec.zLabel),
    x,
    y,
    z,
    ofRows: asCount('surface ofShape', shape[0], y.length),
    ofCols: asCount('surface ofShape', shape[1], x.length),
    log: spec.log === true,
    robust: spec.robust === true,
    levels,
    paths: paths.map(readPath),
  };
}

function growing(where: string, value: unknown): number[] {
  const list = asNumbers(where, value);
  if (list.length < 1 || list.length > MOST.side) {
    throw new PayloadError(where, `1 to ${MOST.side} positions`, list.length);
  }
  const wrong = list.findIndex((entry, i) => !Number.isFinite(entry) || (i > 0 && !(entry > list[i - 1])));
  if (wrong >= 0) throw new PayloadError(where, 'growing numbers', list[wrong]);
  return list;
}

function readPath(value: unknown): SurfacePathData {
  const path = asObject('surface path', value);
  const step = asCounts('surface path step', path.step);
  if (step.length < 1 || step.length > MOST.steps) {
    throw new PayloadError('surface path step', `1 to ${MOST.steps} entries`, step.length);
  }
  const numbers = (key: 'x' | 'y' | 'z') => {
    const list = asNumbers(`surface path ${key}`, path[key]);
    if (list.length !== step.length)
      throw new PayloadError(`surface path ${key}`, `${step.length} entries`, list.length);
    return list;
  };
  return {
    name: asText('surface path name', path.name),
    step,
    x: numbers('x'),
    y: numbers('y'),
    z: numbers('z'),
    between: path.between === true,
    count: asCount('surface path count', path.count, step.length),
  };
}
