import { ts } from './compiler.js';
import { type MagicSplit, splitMagics } from './magic-lines.js';

/** Blanks text but keeps its length and its lines. */
function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/**
 * Makes a cell's text one that the compiler takes as a module, without moving a single character: leading `# …` lines
 * become blank, magics become `{}`, and `export` disappears (every top-level name of a cell is visible to later cells
 * anyway).
 */
export function prepareCell(code: string): MagicSplit {
  const plain = code.replace(/^(?:[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|$))+/, blank);
  const split = splitMagics(plain);
  return /\bexport\b/.test(split.text) ? { ...split, text: withoutExports(split.text) } : split;
}

function withoutExports(text: string): string {
  const file = ts.createSourceFile('cell.ts', text, ts.ScriptTarget.Latest, false);
  let result = text;
  const replace = (start: number, end: number, by: (old: string) => string) => {
    result = result.slice(0, start) + by(result.slice(start, end)) + result.slice(end);
  };
  for (const statement of file.statements) {
    const start = statement.getStart(file);
    if (ts.isExportDeclaration(statement)) {
      if (!statement.moduleSpecifier) replace(start, statement.end, blank);
      else if (statement.exportClause) replace(start, start + 'export'.length, () => 'import');
      else replace(start, statement.moduleSpecifier.getStart(file), (old) => 'import'.padEnd(old.length));
    } else if (ts.isExportAssignment(statement)) {
      replace(start, statement.expression.getStart(file), blank);
    } else if (ts.canHaveModifiers(statement)) {
      for (const modifier of ts.getModifiers(statement) ?? []) {
        const dropped = modifier.kind === ts.SyntaxKind.ExportKeyword || modifier.kind === ts.SyntaxKind.DefaultKeyword;
        if (dropped) replace(modifier.getStart(file), modifier.end, blank);
      }
    }
  }
  return result;
}
