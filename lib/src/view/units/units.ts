import { ShapeError, shapeText } from '../../errors.js';
import { toBase64 } from '../base64.js';
import { marksSpec, type PointOptions } from '../cloud/marks.js';
import type { MimeBundle } from '../host.js';
import { readableOf, type TensorLike } from '../lists.js';
import { evenSample } from '../plot/thin.js';
import { showView, viewBundle } from '../show.js';
import { textsOf } from '../texts.js';
import type { Readable } from '../values.js';
import { alikeUnits, correlations, similarOrder, unitFacts } from './facts.js';
import { unitsPng } from './png.js';
import { UNITS_MIME, type UnitsSpec } from './spec.js';
import { unitsText } from './text.js';

/** How activations are shown. `color` gives the class of each sample, `classes` the names of the classes. */
export interface UnitsOptions extends PointOptions {
  /** Name in the header; default the tensor's label, if it has one. */
  title?: string;
  /** A name for each unit. */
  units?: readonly (string | number)[];
}

/** Most units, samples and values that are put into a notebook; the facts are of all samples. */
export const KEPT_UNITS = 400;
export const KEPT_SAMPLES = 500;
export const KEPT_ACTIVATIONS = 100_000;

/** The plain data of activations `[samples, units]`. Throws a ShapeError for other shapes. */
export function unitsSpec(x: Readable, options: UnitsOptions = {}): UnitsSpec {
  if (x.shape.length !== 2) {
    const fix = x.shape.length > 2 ? '; mean over the other axes, or view.maps for feature maps' : '';
    throw new ShapeError(`view.units: expected [samples, units], got ${shapeText(x.shape)}${fix}`);
  }
  const [samples, units] = x.shape;
  const { title, units: given } = options;
  const names = given && textsOf('view.units: units', given, units, `needs a name for each of ${units} units`);
  const values = x.dataSync();
  const kept = Math.min(units, KEPT_UNITS);
  const rows = evenSample(samples, Math.min(KEPT_SAMPLES, Math.floor(KEPT_ACTIVATIONS / Math.max(1, kept))));
  const shown = new Float32Array(rows.length * kept);
  for (const [place, row] of rows.entries()) shown.set(values.subarray(row * units, row * units + kept), place * kept);
  const all = Array.from({ length: units }, (_, unit) => unitFacts(values, units, unit));
  const correlation = correlations(values, units, kept);
  const same = all.flatMap((facts, unit) => (facts.same && samples > 1 ? [unit] : []));
  const dead = same.filter((unit) => all[unit].zeros === 1);
  return {
    version: 1,
    ...(title ? { title } : {}),
    shape: [samples, units],
    samples: rows,
    units: kept,
    ...(names ? { names: names.slice(0, kept) } : {}),
    values: toBase64(shown),
    ...marksSpec('view.units', options, samples, rows),
    facts: all.slice(0, kept).map(({ same: _, ...facts }) => facts),
    correlation: toBase64(Int8Array.from(correlation, (value) => Math.round(value * 127))),
    similar: similarOrder(correlation, kept),
    dead: dead.filter((unit) => unit < kept),
    constant: same.filter((unit) => unit < kept && all[unit].zeros < 1),
    alike: alikeUnits(correlation, kept),
    deadInAll: dead.length,
  };
}

/** Everything that a notebook can show of activations: data, a picture where one can be drawn, and text. */
export function unitsBundle(spec: UnitsSpec): MimeBundle {
  return viewBundle(UNITS_MIME, spec, unitsPng(spec), unitsText(spec));
}

/**
 * Shows what each unit of a layer answers to each sample, `[samples, units]`: dead, constant and duplicate units are named,
 * samples are sorted by class, units by zeros, mean or likeness. Throws a ShapeError for other shapes.
 *
 *     const layer = new nn.Linear(8, 16);
 *     view.units(layer(randn(20, 8)).relu(), { title: 'hidden', color: arange(20).mul(0.1).floor() });
 */
export function units(x: TensorLike, options: UnitsOptions = {}): void {
  const tensor = readableOf('view.units', x);
  const title = options.title ?? tensor.label;
  const spec = unitsSpec(tensor, { ...options, ...(title ? { title } : {}) });
  showView(spec, unitsBundle, unitsText);
}
