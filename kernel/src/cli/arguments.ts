import { parseArgs } from 'node:util';
import type { InstallTarget } from '../install/folders.js';

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
  | { command: 'install'; target: InstallTarget; name: string; maxMemory?: number }
  | { command: 'uninstall'; target: InstallTarget; name: string }
  | { command: 'doctor' }
  | { command: 'version' }
  | { command: 'help' };

const COMMANDS = ['kernel', 'install', 'uninstall', 'doctor'];

/**
 * Reads the command line.
 *
 * @throws Error when a command, an option or a value is wrong
 */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = parse(args);
  if (values.version) return { command: 'version' };
  const [command, ...rest] = positionals;
  if (values.help || command === undefined) return { command: 'help' };
  if (!COMMANDS.includes(command)) throw new Error(`lectern: expected ${COMMANDS.join(', ')}, got '${command}'`);
  if (rest.length) throw new Error(`lectern ${command}: expected options only, got '${rest[0]}'`);
  if (command === 'doctor') return { command };
  if (command === 'uninstall') return { command, target: targetOf(command, values), name: values.name };
  const maxMemory = megabytes(command, values['max-memory']);
  if (command === 'install') return { command, target: targetOf(command, values), name: values.name, maxMemory };
  const connectionFile = values['connection-file'];
  if (!connectionFile) throw new Error('lectern kernel: expected --connection-file FILE, got none');
  const { language } = values;
  if (language !== 'typescript' && language !== 'echo')
    throw new Error(`lectern kernel: expected the language typescript or echo, got '${language}'`);
  const preload = values.preload === 'none' ? '' : values.preload;
  return { command: 'kernel', connectionFile, language, preload, maxMemory };
}

function parse(args: string[]) {
  try {
    return parseArgs({
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
  } catch (error) {
    // Node adds advice about arguments that begin with a dash, which no command here takes.
    throw new Error(`lectern: ${String((error as Error).message).split('. ')[0]}; lectern --help lists the options`);
  }
}

function targetOf(command: string, values: ReturnType<typeof parse>['values']): InstallTarget {
  const chosen = (['user', 'sys-prefix', 'prefix'] as const).filter((name) => values[name] !== undefined);
  if (chosen.length > 1)
    throw new Error(
      `lectern ${command}: expected one of --user, --sys-prefix, --prefix, got --${chosen.join(' and --')}`,
    );
  if (values.prefix !== undefined) return { kind: 'prefix', prefix: values.prefix };
  return { kind: values['sys-prefix'] ? 'sys-prefix' : 'user' };
}

function megabytes(command: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number <= 0)
    throw new Error(`lectern ${command}: expected a number of MB for --max-memory, got '${value}'`);
  return number;
}
