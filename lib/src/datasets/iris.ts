import { parseCsv } from '../files/csv.js';
import { readPackagedText } from './files.js';
import type { SplitOptions } from './split.js';
import { splitTable, type TableSplit } from './table-dataset.js';

const SHA256 = '9cc1c345c71bcc9b486b74cbf6063fa66f4bb5e0f603a4b3c3471ec2e5e8e355';
const FEATURES = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];

/**
 * 150 iris flowers of 3 species, 50 each (R. A. Fisher 1936): lengths and widths of sepals and petals in cm, inputs
 * `[rows, 4]`. Ships with the library. A fifth of each species is held out unless `testFraction` says otherwise.
 *
 *     const { train, test } = datasets.iris();
 *     train.length + test.length // → 150
 */
export function iris(options: SplitOptions = {}): TableSplit {
  return {
    name: 'iris',
    source: 'https://doi.org/10.24432/C56C76',
    licence: 'CC BY 4.0',
    ...splitTable(parseCsv(readPackagedText('iris.csv', SHA256)), FEATURES, 'species', options),
  };
}
