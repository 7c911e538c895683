import { relative } from 'node:path';
import { ts } from './compiler.js';
import type { Diagnostic } from './language.js';
import type { MagicSplit } from './magic-lines.js';
import { isTolerated } from './options.js';

const categories = {
  [ts.DiagnosticCategory.Error]: 'error',
  [ts.DiagnosticCategory.Warning]: 'warning',
  [ts.DiagnosticCategory.Suggestion]: 'suggestion',
  [ts.DiagnosticCategory.Message]: 'suggestion',
} as const;

/**
 * Syntax and type errors of the given files: the cell first, then the local files that it imports (these name their
 * `file`, relative to `cwd`). Stops at the first file with syntax errors, because types are guesses then.
 */
export function diagnose(
  program: ts.Program,
  cell: ts.SourceFile,
  imported: ts.SourceFile[],
  cwd: string,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const file of [cell, ...imported]) {
    const syntactic = program.getSyntacticDiagnostics(file);
    const all = syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(file);
    for (const diagnostic of all) {
      if (isTolerated(diagnostic.code)) continue;
      const converted = convert(diagnostic, file);
      found.push(file === cell ? converted : { ...converted, file: relative(cwd, file.fileName) });
    }
    if (syntactic.length > 0) break;
  }
  return found;
}

/** What is wrong with the magics of a cell. */
export function magicDiagnostics({ problems }: MagicSplit, cell: ts.SourceFile): Diagnostic[] {
  return problems.map(({ at, written, message }) => {
    const { line, character } = cell.getLineAndCharacterOfPosition(at);
    const place = { start: at, end: at + written.length, line, column: character };
    return { ...place, message: `${written}: ${message}`, code: 0, category: 'error' };
  });
}

function convert(diagnostic: ts.Diagnostic, file: ts.SourceFile): Diagnostic {
  const start = diagnostic.start ?? 0;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return {
    start,
    end: start + (diagnostic.length ?? 0),
    line,
    column: character,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    code: diagnostic.code,
    category: categories[diagnostic.category],
  };
}
