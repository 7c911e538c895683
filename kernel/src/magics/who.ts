import { types } from 'node:util';
import { classNameOf } from '../display/type-name.js';
import type { Magic } from './magic.js';

/** `%who`: the variables of the notebook. */
export const who: Magic = {
  name: 'who',
  kind: 'line',
  usage: '%who [TYPE …]',
  help: 'Lists the names that cells have declared, with the types and shapes of their values.',
  run({ print, variables }, { argument }) {
    const wanted = argument.split(/\s+/).filter(Boolean);
    const rows = variables()
      .sort(([a], [b]) => a.localeCompare(b, 'en'))
      .map(([name, value]) => [name, classNameOf(value), sizeOf(value)])
      .filter(([, type]) => wanted.length === 0 || wanted.includes(type));
    if (rows.length === 0) print('no variables\n');
    else print(table([['name', 'type', 'shape'], ...rows]));
  },
};

function table(rows: string[][]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = ([name, type, shape]: string[]) =>
    `${name.padEnd(widths[0])}  ${type.padEnd(widths[1])}  ${shape}`.trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}

/** The shape and dtype of what has them, else how many elements it holds. */
function sizeOf(value: unknown): string {
  if (typeof value === 'string') return `${value.length}`;
  if (value === null || typeof value !== 'object' || types.isProxy(value)) return '';
  try {
    const { shape, dtype } = value as { shape?: unknown; dtype?: unknown };
    if (Array.isArray(shape)) return `[${shape.join(', ')}]${typeof dtype === 'string' ? ` ${dtype}` : ''}`;
    if (Array.isArray(value) || types.isTypedArray(value)) return `${value.length}`;
    return types.isMap(value) || types.isSet(value) ? `${value.size}` : '';
  } catch {
    return '';
  }
}
