import { ValueError } from '../errors.js';
import { parseCsv } from '../files/csv.js';
import { readPackagedText } from './files.js';
import type { SplitOptions } from './split.js';
import { splitTable, type TableSplit } from './table-dataset.js';

const SHA256 = 'f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93';
const FEATURES = ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g'];
const TARGETS = ['species', 'island', 'sex'] as const;

export interface PenguinsOptions extends SplitOptions {
  /** The column to tell from the measurements; default `species`. */
  target?: (typeof TARGETS)[number];
}

/**
 * 344 penguins of 3 species on 3 islands of the Palmer Archipelago (K. Gorman, T. Williams, W. Fraser 2014): length and
 * depth of the bill and length of the flipper in mm, body mass in g, inputs `[rows, 4]`. Two without measurements, and for
 * `target: 'sex'` nine more, are in `table` only. Ships with the library. A fifth of each class is held out unless
 * `testFraction` says otherwise. The columns differ in scale: standardise them before training.
 *
 *     const { train, test } = datasets.penguins();
 *     train.length + test.length // → 342
 */
export function penguins(options: PenguinsOptions = {}): TableSplit {
  const { target = 'species' } = options;
  if (!TARGETS.includes(target)) {
    throw new ValueError(`datasets.penguins: expected target ${TARGETS.join(', ')}, got '${target}'`);
  }
  return {
    name: 'penguins',
    source: 'https://doi.org/10.5281/zenodo.3960218',
    licence: 'CC0 1.0',
    ...splitTable(parseCsv(readPackagedText('penguins.csv', SHA256)), FEATURES, target, options),
  };
}
