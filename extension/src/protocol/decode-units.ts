import { byteValues, floatValues } from './base64.js';
import { type MarksData, readMarks } from './decode-cloud.js';
import { asArray, asCounts, asSpec, numbersOf, optionalText, optionalTexts } from './fields.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';

/** What is known of one unit, with plain numbers. */
export interface UnitFactsData {
  mean: number;
  std: number;
  max: number;
  zeros: number;
  notFinite: number;
}

/** Activations ready to draw. */
export interface UnitsData extends MarksData {
  title: string;
  ofSamples: number;
  ofUnits: number;
  /** True index of each kept sample. */
  samples: number[];
  units: number;
  names: string[];
  /** `[samples, units]`. */
  values: Float32Array;
  facts: UnitFactsData[];
  /** `[units, units]`, from −127 to 127. */
  correlation: Int8Array;
  similar: number[];
  dead: number[];
  constant: number[];
  alike: number[][];
  deadInAll: number;
}

const MOST = { units: 2000, samples: 5000 };

/** Reads the JSON of activations. Throws a PayloadError that says what is wrong. */
export function decodeUnits(payload: unknown): UnitsData {
  const spec = asSpec('units view', payload);
  const units = asCount('units units', spec.units);
  if (units > MOST.units) throw new PayloadError('units units', `at most ${MOST.units} units`, units);
  const unit = (value: unknown) => {
    const index = asCount('units list', value);
    if (index >= units) throw new PayloadError('units list', `a unit below ${units}`, index);
    return index;
  };
  const list = (key: string) => asArray(`units ${key}`, spec[key]).map(unit);
  const samples = asCounts('units samples', spec.samples);
  if (samples.length > MOST.samples) {
    throw new PayloadError('units samples', `at most ${MOST.samples} samples`, samples.length);
  }
  const [ofSamples, ofUnits] = asCounts('units shape', spec.shape);
  if (ofUnits === undefined) throw new PayloadError('units shape', 'two sizes', spec.shape);
  const data = {
    title: optionalText('units title', spec.title),
    ofSamples,
    ofUnits,
    samples,
    units,
    names: optionalTexts('units names', spec.names),
    ...readMarks('units', spec, samples.length),
    values: floatValues('units values', asText('units values', spec.values)),
    facts: asArray('units facts', spec.facts).map(readFacts),
    correlation: new Int8Array(byteValues('units correlation', asText('units correlation', spec.correlation)).buffer),
    similar: list('similar'),
    dead: list('dead'),
    constant: list('constant'),
    alike: asArray('units alike', spec.alike).map((group) => asArray('units alike', group).map(unit)),
    deadInAll: asCount('units deadInAll', spec.deadInAll),
  };
  const lengths: [string, ArrayLike<unknown>, number][] = [
    ['values', data.values, samples.length * units],
    ['facts', data.facts, units],
    ['correlation', data.correlation, units * units],
    ['similar', data.similar, units],
    ...(data.names.length > 0 ? [['names', data.names, units] as [string, ArrayLike<unknown>, number]] : []),
  ];
  for (const [key, found, wanted] of lengths) {
    if (found.length !== wanted) throw new PayloadError(`units ${key}`, `${wanted} entries`, found.length);
  }
  return data;
}

function readFacts(value: unknown): UnitFactsData {
  const where = 'units facts';
  return numbersOf(where, asObject(where, value), ['mean', 'std', 'max', 'zeros', 'notFinite']);
}
