import type { Magic } from '../magics/magic.js';
import { MAGICS } from '../magics/table.js';
import type { Completion, Inspection } from './language.js';
import type { MagicLine } from './magic-lines.js';

/** The magics whose names begin with what stands before `offset`; undefined where no magic may stand. */
export function completeMagic(code: string, offset: number): Completion | undefined {
  const lineStart = Math.max(code.lastIndexOf('\n', offset - 1), code.lastIndexOf('\r', offset - 1)) + 1;
  const typed = /^\s*(%%?\w*)$/.exec(code.slice(lineStart, offset))?.[1];
  if (typed === undefined) return undefined;
  const isFirst = code.slice(0, lineStart).trim() === '';
  const matches = MAGICS.flatMap((magic) =>
    spellings(magic, isFirst).map((text) => ({ text, kind: 'magic', signature: magic.usage })),
  ).filter(({ text }) => text.startsWith(typed));
  return { start: offset - typed.length, end: offset, matches };
}

function spellings({ name, kind }: Magic, isFirst: boolean): string[] {
  if (kind === 'command') return [];
  const whole = isFirst && kind !== 'line' ? [`%%${name}`] : [];
  return kind === 'cell' ? whole : [`%${name}`, ...whole];
}

/** The help of the magic that `offset` lies in, if it lies in the name of one. */
export function inspectMagic(magics: readonly MagicLine[], offset: number): Inspection | undefined {
  const line = magics.find(({ at, written }) => at <= offset && offset <= at + written.length);
  if (!line) return undefined;
  const { usage, help } = line.magic;
  return { text: `${usage}\n\n${help}`, markdown: `\`\`\`\n${usage}\n\`\`\`\n\n${help}` };
}
