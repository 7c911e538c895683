import { Corpus } from './corpus.js';
import { readPackaged } from './files.js';
import { gunzip } from './gunzip.js';

const FILE = 'moby-dick.txt.gz';
const SHA256 = '80f4d90ee1af3ed7b21a980025f851c298cd3225d0a97aeccb25f3f092cba64b';
const ORIGIN = {
  name: 'Moby Dick',
  source: 'https://www.gutenberg.org/ebooks/2701',
  licence: 'public domain; this edition CC0 1.0',
};

/**
 * *Moby Dick; or, The Whale* by Herman Melville (1851), all 135 chapters and the epilogue: 1,191,164 characters, of which
 * 81 differ. Paragraphs are separated by an empty line. Ships with the library.
 *
 *     datasets.mobyDick().text.includes('Ishmael') // → true
 */
export function mobyDick(): Corpus {
  const bytes = gunzip(readPackaged(FILE, SHA256), FILE);
  return new Corpus(ORIGIN, new TextDecoder().decode(bytes));
}
