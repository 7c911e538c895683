import type { ts } from './compiler.js';
import type { Completion } from './language.js';

/**
 * Whole statements for an `import` that has no `from` yet: `import { readF` becomes
 * `import { readFile } from "node:fs";`. Undefined where that is not asked for.
 */
export function importStatements(entries: readonly ts.CompletionEntry[], prefix: string): Completion | undefined {
  const statements = entries.filter((entry) => entry.isImportStatementCompletion && entry.name.startsWith(prefix));
  const span = statements[0]?.replacementSpan;
  if (!span) return undefined;
  const sources = new Set(statements.map(({ name, source }) => `${name} ${source}`));
  const matches = statements
    // Node's own modules have two names; one is enough.
    .filter(({ name, source }) => !sources.has(`${name} node:${source}`))
    .map(({ name, kind, insertText, source }) => ({
      text: insertText ?? name,
      kind,
      signature: `${name} from ${source}`,
    }));
  return { start: span.start, end: span.start + span.length, matches };
}
