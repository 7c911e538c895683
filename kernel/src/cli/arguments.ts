import { parseArgs } from 'node:util';
import type { InstallTarget } from '../install/install.js';

/** Languages that the kernel can run with. */
export type LanguageName = 'typescript' | 'echo';

/** What the command line asks for. */
export type Command =
  | {
      command: 'kernel';
      connectionFile: string;
      language: LanguageName;
      /** Package in scope before the first cell; empty for none. */
      preload: string;
      /** Limit of the JavaScript heap of the user's code, in MB. */
      maxMemory?: number;
    }
  | { command: 'install'; target: InstallTarget; name: string }
  | { command: 'version' }
  | { command: 'help' };

/**
 * Reads the command line.
 *
 * @throws Error when a command, an option or a value is wrong
 */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'connection-file': { type: 'string' },
      language: { type: 'string', default: 'typescript' },
      preload: { type: 'string', default: 'lectern' },
      'max-memory': { type: 'string' },
      user: { type: 'boolean' },
      'sys-prefix': { type: 'boolean' },
      prefix: { type: 'string' },
      name: { type: 'string', default: 'lectern' },
      version: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.version) return { command: 'version' };
  const [command] = positionals;
  if (values.help || command === undefined) return { command: 'help' };
  if (command === 'install') {
    const target: InstallTarget = values.prefix
      ? { kind: 'prefix', prefix: values.prefix }
      : { kind: values['sys-prefix'] ? 'sys-prefix' : 'user' };
    return { command, target, name: values.name };
  }
  if (command !== 'kernel') throw new Error(`lectern: expected kernel or install, got '${command}'`);
  const connectionFile = values['connection-file'];
  if (!connectionFile) throw new Error('lectern kernel: expected --connection-file FILE, got none');
  const { language } = values;
  if (language !== 'typescript' && language !== 'echo')
    throw new Error(`lectern kernel: expected the language typescript or echo, got '${language}'`);
  const preload = values.preload === 'none' ? '' : values.preload;
  return { command, connectionFile, language, preload, maxMemory: megabytes(values['max-memory']) };
}

function megabytes(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number <= 0)
    throw new Error(`lectern kernel: expected a number of MB for --max-memory, got '${value}'`);
  return number;
}
