import { homedir } from 'node:os';
import { type Magic, MagicError } from './magic.js';

/** `%cd folder`: the working folder. */
export const cd: Magic = {
  name: 'cd',
  kind: 'line',
  usage: '%cd [FOLDER]',
  help: "Changes the working folder of file names and commands; alone, back to the notebook's. Imports stay as they are.",
  run({ print, folder }, { argument }) {
    const target = argument.replace(/^(["'])(.*)\1$/, '$2').replace(/^~(?=\/|$)/, homedir()) || folder;
    try {
      process.chdir(target);
    } catch {
      throw new MagicError(`%cd: expected a folder, got '${target}'`);
    }
    print(`${process.cwd()}\n`);
  },
};
