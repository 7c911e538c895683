import { ValueError } from '../errors.js';
import { parseCsv } from '../files/csv.js';
import { readPackagedText } from './files.js';
import { type Split, type SplitOptions, stratifiedSplit } from './split.js';
import { TextDataset } from './text-dataset.js';

const LISTS = {
  language: {
    file: 'surnames.csv',
    sha256: '2aa703768d8bf0701a67e32980fe3845d4b4354ea347023afaadf4316774b7c5',
    source: 'https://www.npmjs.com/package/@faker-js/faker',
    licence: 'MIT (npm package @faker-js/faker 10.6.0)',
  },
  gender: {
    file: 'given-names.csv',
    sha256: 'c09d398e6f7a6a61629931dd40251e9281540a06e9e85a86c121f9a922405fe0',
    source: 'https://www.gutenberg.org/ebooks/3201',
    licence: 'CC0 1.0',
  },
};

export interface NamesOptions extends SplitOptions {
  /** `language` (default): surnames of 17 languages. `gender`: given names of women and men in English. */
  by?: keyof typeof LISTS;
}

/**
 * Names to tell apart, or to make up, letter by letter: 10,152 surnames of 17 languages in Latin letters, from 50 to 2,170
 * a language; or, by gender, 8,841 English given names, of which some are in both classes. Ships with the library. A fifth
 * of each class is held out unless `testFraction` says otherwise.
 *
 *     datasets.names().train.length > 1000 // → true
 */
export function names(options: NamesOptions = {}): Split<TextDataset> {
  const { by = 'language' } = options;
  if (!Object.hasOwn(LISTS, by)) {
    throw new ValueError(`datasets.names: expected by ${Object.keys(LISTS).join(' or ')}, got '${by}'`);
  }
  const { file, sha256, source, licence } = LISTS[by];
  // Names such as Null and Nan are names.
  const table = parseCsv(readPackagedText(file, sha256), { missing: [] });
  const texts = table.column('name').map(String);
  const { labels, classes } = table.codes(by);
  const numbers = labels.dataSync();
  const part = (rows: Int32Array) =>
    new TextDataset(
      Array.from(rows, (row) => texts[row]),
      rows.map((row) => numbers[row]),
      classes,
    );
  return { name: `names by ${by}`, classes, source, licence, ...stratifiedSplit(numbers, classes, options, part) };
}
