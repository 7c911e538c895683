import { type Magic, MagicError } from './magic.js';

/** `%env`: environment variables. */
export const env: Magic = {
  name: 'env',
  kind: 'line',
  usage: '%env [NAME[=VALUE]]',
  help: 'Lists the environment variables, shows one, or sets one.',
  run({ print }, { argument }) {
    if (!argument) {
      const names = Object.keys(process.env).sort();
      print(names.map((name) => `${name}=${process.env[name]}\n`).join(''));
      return;
    }
    const [, name, assigned] = /^([^\s=]+)(?:\s*=\s*|\s+|$)(.*)$/s.exec(argument) ?? [];
    if (name === undefined) throw new MagicError(`%env: expected NAME or NAME=VALUE, got '${argument}'`);
    if (/[=\s]/.test(argument)) process.env[name] = assigned.replace(/^(["'])(.*)\1$/s, '$2');
    const value = process.env[name];
    if (value === undefined) throw new MagicError(`%env: expected a variable that is set, got '${name}'`);
    print(`${name}=${value}\n`);
  },
};
