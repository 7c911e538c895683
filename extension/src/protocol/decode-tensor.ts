import { byteValues, checkWords } from './base64.js';
import { asArray, asCounts, asSpec, optionalText, optionalTexts } from './fields.js';
import { asChoice, asCount, asObject, asText, PayloadError } from './payload.js';
import type { KeptRange, TensorSpec } from './spec.js';
import { readStatistics, type StatisticsData } from './statistics.js';

/** Values of a tensor, in the type of its dtype. */
export type TensorValues = Float32Array | Int32Array | Uint8Array;

/** A tensor ready to draw: checked, with its values unpacked. */
export interface TensorData {
  title: string;
  shape: number[];
  dtype: TensorSpec['dtype'];
  /** Runs of kept indices of each axis. */
  kept: KeptRange[][];
  /** True index of each kept position of each axis. */
  indices: number[][];
  /** Kept values, row-major over the kept positions. */
  values: TensorValues;
  axes: string[];
  rows: number | null;
  cols: number | null;
  /** Kept position at which each axis starts. */
  at: number[];
  summary: SummaryData;
}

/** {@link TensorSpec} `summary` with plain numbers. */
export interface SummaryData extends StatisticsData {
  bins: number[];
}

const DTYPES = ['float32', 'int32', 'bool'] as const;

/** Most kept indices of an axis; without any values in it, an axis could else be of any length. */
const MOST_KEPT = 1_000_000;

/** Reads the JSON of a tensor view. Throws a PayloadError that says what is wrong. */
export function decodeTensor(payload: unknown): TensorData {
  const spec = asSpec('tensor view', payload);
  const shape = asCounts('tensor shape', spec.shape);
  const dtype = asChoice('tensor dtype', spec.dtype, DTYPES);
  const kept = readKept(shape, spec.kept);
  const values = readValues(dtype, asText('tensor values', spec.values));
  // Counted before they are written out: a short text can name more indices than memory holds.
  const lengths = kept.map((ranges) => ranges.reduce((sum, [start, stop]) => sum + stop - start, 0));
  const expected = lengths.reduce((product, length) => product * length, 1);
  if (values.length !== expected) {
    throw new PayloadError('tensor values', `${expected} values for the kept indices`, values.length);
  }
  if (lengths.some((length) => length > MOST_KEPT)) {
    throw new PayloadError(
      'tensor kept',
      `at most ${MOST_KEPT.toLocaleString('en')} indices an axis`,
      Math.max(...lengths),
    );
  }
  const indices = kept.map(expand);
  const rank = shape.length;
  const rows = readAxis('tensor rows', rank, spec.rows);
  const cols = readAxis('tensor cols', rank, spec.cols);
  if (rows !== null && rows === cols) {
    throw new PayloadError('tensor cols', 'another axis than the rows', cols);
  }
  return {
    title: optionalText('tensor title', spec.title),
    shape,
    dtype,
    kept,
    indices,
    values,
    axes: readAxes(rank, spec.axes),
    rows: rows !== null && cols === null ? null : rows,
    cols: cols ?? rows,
    at: readStart(indices, spec.at),
    summary: readSummary(spec.summary),
  };
}

function readKept(shape: number[], value: unknown): KeptRange[][] {
  const kept = asArray('tensor kept', value);
  if (kept.length !== shape.length) {
    throw new PayloadError('tensor kept', `one list for each of ${shape.length} axes`, kept.length);
  }
  return kept.map((ranges, axis) => {
    let next = 0;
    return asArray('tensor kept', ranges).map((range): KeptRange => {
      const [start, stop] = asCounts('tensor kept', range);
      if (stop === undefined || start < next || stop < start || stop > shape[axis]) {
        throw new PayloadError('tensor kept', `ascending ranges within an axis of ${shape[axis]}`, range);
      }
      next = stop;
      return [start, stop];
    });
  });
}

function expand(ranges: KeptRange[]): number[] {
  return ranges.flatMap(([start, stop]) => Array.from({ length: stop - start }, (_, offset) => start + offset));
}

function readValues(dtype: TensorSpec['dtype'], base64: string): TensorValues {
  const bytes = byteValues('tensor values', base64);
  if (dtype === 'bool') return bytes;
  checkWords('tensor values', bytes);
  return dtype === 'int32' ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer);
}

function readAxis(where: string, rank: number, value: unknown): number | null {
  if (value === null || value === undefined) {
    return null;
  }
  const axis = asCount(where, value);
  if (axis >= rank) {
    throw new PayloadError(where, `an axis below ${rank}`, axis);
  }
  return axis;
}

function readAxes(rank: number, value: unknown): string[] {
  const names = optionalTexts('tensor axes', value);
  return Array.from({ length: rank }, (_, axis) => names[axis] ?? '');
}

function readStart(indices: number[][], value: unknown): number[] {
  const wanted = value === undefined ? [] : asCounts('tensor at', value);
  return indices.map((kept, axis) => Math.max(0, kept.indexOf(wanted[axis] ?? kept[0])));
}

/** Statistics with plain numbers, or a {@link PayloadError}. */
export function readSummary(value: unknown): SummaryData {
  const summary = asObject('tensor summary', value);
  return { ...readStatistics('tensor summary', summary), bins: asCounts('tensor summary bins', summary.bins) };
}
