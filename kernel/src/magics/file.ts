import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Magic, MagicError } from './magic.js';

/** `%%file name`: the cell goes into a file. */
export const file: Magic = {
  name: 'file',
  kind: 'cell',
  usage: '%%file [-a] FILE',
  help: 'Writes the rest of the cell into a file; with -a, at its end.',
  run({ print }, { argument, body }) {
    const append = /^-a\s+/.test(argument);
    const path = argument.replace(/^-a\s+/, '');
    if (!path) throw new MagicError('%%file: expected a file name, got nothing');
    const text = body === '' || body.endsWith('\n') ? body : `${body}\n`;
    mkdirSync(dirname(path), { recursive: true });
    if (append) appendFileSync(path, text);
    else writeFileSync(path, text);
    const lines = text.split('\n').length - 1;
    print(`${append ? 'added' : 'wrote'} ${lines} ${lines === 1 ? 'line' : 'lines'} to ${path}\n`);
  },
};
