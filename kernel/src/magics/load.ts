import { readFileSync } from 'node:fs';
import { type Magic, MagicError } from './magic.js';

/** `%load file`: the text of a file as the cell. */
export const load: Magic = {
  name: 'load',
  kind: 'line',
  usage: '%load FILE',
  help: 'Puts the text of a file into the cell, to be edited and run.',
  run({ replaceCell }, { argument }) {
    if (!argument) throw new MagicError('%load: expected a file, got nothing');
    replaceCell(textOf(argument));
  },
};

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new MagicError(`%load: expected a file that can be read, got '${path}'`);
  }
}
