import { Script } from 'node:vm';
import type { Completeness, Language } from './language.js';

/**
 * The smallest language: plain JavaScript, handed to the runner as it was written. It has no types and no names across
 * cells but those set on `exports` or `globalThis`; it shows that the protocol needs nothing of TypeScript.
 */
export function createEchoLanguage(): Language {
  let nextId = 1;
  return {
    ready: Promise.resolve(),
    async convert(code) {
      const async = /\bawait\b/.test(code);
      const expression = isExpression(code);
      const js = expression ? `exports.value = (${code}\n)` : code;
      return { ok: true, id: nextId++, js, map: '', lastExpression: expression ? 'value' : undefined, async };
    },
    async commit() {},
    async complete(_code, offset) {
      return { start: offset, end: offset, matches: [] };
    },
    async inspect() {
      return undefined;
    },
    async isComplete(code) {
      return completeness(code);
    },
    async diagnostics() {
      return [];
    },
    async prepare() {},
    async catchesAt(_text, offsets) {
      return offsets.map(() => false);
    },
    async reset() {},
    async close() {},
  };
}

function isExpression(code: string): boolean {
  return parses(`async () => (${code}\n)`);
}

function completeness(code: string): Completeness {
  if (parses(`async () => {${code}\n}`)) return { status: 'complete' };
  const open = (code.match(/[({[]/g) ?? []).length > (code.match(/[)}\]]/g) ?? []).length;
  return open ? { status: 'incomplete', indent: '  ' } : { status: 'invalid' };
}

function parses(text: string): boolean {
  try {
    new Script(text);
    return true;
  } catch {
    return false;
  }
}
