import { ts } from './compiler.js';
import type { Completeness } from './language.js';
import { prepareCell } from './source.js';

/**
 * Whether a cell could run as it stands. Parsing alone decides: the text is incomplete if its first syntax error is
 * that it ends, and invalid if an error comes before that.
 */
export function completeness(code: string): Completeness {
  const { text } = prepareCell(code);
  const file = ts.createSourceFile('cell.ts', text, ts.ScriptTarget.Latest, false);
  const errors = (file as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] }).parseDiagnostics;
  if (errors.length === 0) return { status: 'complete' };
  const first = errors.reduce((a, b) => (b.start < a.start ? b : a));
  if (!isAtEnd(first, text)) return { status: 'invalid' };
  return { status: 'incomplete', indent: nextIndent(text) };
}

/**
 * Something was expected where the text ends, or a comment (1010) or a template (1160) is not closed by then. A string
 * (1002) cannot be closed on a later line.
 */
function isAtEnd(error: ts.DiagnosticWithLocation, text: string): boolean {
  if (error.code === 1002) return false;
  return error.start >= text.trimEnd().length || error.code === 1010 || error.code === 1160;
}

/** Two more spaces after a line that opens a bracket, else as the last line that has text. */
function nextIndent(text: string): string {
  const line =
    text
      .trimEnd()
      .split(/\r\n|\r|\n/)
      .at(-1) ?? '';
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return /[{([]\s*(?:\/\/.*)?$|=>\s*$/.test(line) ? indent + '  ' : indent;
}
