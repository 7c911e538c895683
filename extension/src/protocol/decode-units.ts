import { byteValues, floatValues } from './base64.js';
import { type MarksData, readMarks } from './decode-cloud.js';
import { asArray, asCount, asNumber, asObject, asText, checkVersion, PayloadError } from './payload.js';

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
  const spec = asObject('units view', payload);
  checkVersion('units view', spec.version);
  const units = asCount('units units', spec.units);
  if (units > MOST.units) throw new PayloadError('units units', `at most ${MOST.units} units`, units);
  const unit = (value: unknown) => {
    const index = asCount('units list', value);
    if (index >= units) throw new PayloadError('units list', `a unit below ${units}`, index);
    return index;
  };
  const list = (key: string) => asArray(`units ${key}`, spec[key]).map(unit);
  const samples = asArray('units samples', spec.samples).map((index) => asCount('units samples', index));
  if (samples.length > MOST.samples) {
    throw new PayloadError('units samples', `at most ${MOST.samples} samples`, samples.length);
  }
  const [ofSamples, ofUnits] = asArray('units shape', spec.shape).map((size) => asCount('units shape', size));
  if (ofUnits === undefined) throw new PayloadError('units shape', 'two sizes', spec.shape);
  const data = {
    title: spec.title === undefined ? '' : asText('units title', spec.title),
    ofSamples,
    ofUnits,
    samples,
    units,
    names:
      spec.names === undefined ? [] : asArray('units names', spec.names).map((name) => asText('units names', name)),
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
  const facts = asObject('units facts', value);
  const number = (key: keyof UnitFactsData) => asNumber(`units facts ${key}`, facts[key]);
  return {
    mean: number('mean'),
    std: number('std'),
    max: number('max'),
    zeros: number('zeros'),
    notFinite: number('notFinite'),
  };
}
