import type { PointMarks } from '../cloud/spec.js';
import type { JsonNumber } from '../spec.js';

export const UNITS_MIME = 'application/vnd.lectern.units.v1+json';

/** What is known of one unit over all samples. NaN and ±Inf are left out and counted. */
export interface UnitFacts {
  mean: JsonNumber;
  std: JsonNumber;
  max: JsonNumber;
  /** Share of exact zeros, 0 to 1. */
  zeros: number;
  notFinite: number;
}

/** What the units of a layer answer to samples. */
export interface UnitsSpec extends PointMarks {
  version: 1;
  title?: string;
  /** True number of samples and of units. */
  shape: [samples: number, units: number];
  /** True indices of the kept samples, which are an even sample; the kept units are the first ones. */
  samples: number[];
  units: number;
  /** Names of the kept units. */
  names?: string[];
  /** Kept activations `[samples, units]` as base64 of little-endian float32. */
  values: string;
  /** For each kept unit. */
  facts: UnitFacts[];
  /** Correlations of the kept units over all samples, `[units, units]`, as base64 of bytes −127 to 127; 0 for constant units. */
  correlation: string;
  /** The kept units in an order that has similar ones side by side. */
  similar: number[];
  /** Units that answer 0 to every sample, and units that answer another single value. */
  dead: number[];
  constant: number[];
  /** Groups of units that answer alike: their correlation is 1 within rounding. */
  alike: number[][];
  /** How many of all units, also of those that were cut, are dead. */
  deadInAll: number;
}
