import type { ReportedError } from '../contract/frames.js';
import type { Diagnostic } from '../language/language.js';

const SHOWN = 10;

/**
 * Reports the type and syntax errors that keep a cell from running: the message of the first, and for each of the first
 * ten its place, the source line, and a line of `^` and `~` under the text that it is about.
 */
export function typeScriptError(cell: string, code: string, diagnostics: Diagnostic[]): ReportedError {
  const errors = diagnostics.filter(({ category }) => category === 'error');
  const [first] = errors;
  const ename = first?.code === 0 ? 'MagicError' : 'TypeScriptError';
  if (!first) return { ename: 'TypeScriptError', evalue: 'the cell was refused', traceback: [] };
  const lines = code.split(/\r\n|\r|\n/);
  const traceback = errors.slice(0, SHOWN).flatMap((error) => describe(cell, lines, error));
  if (errors.length > SHOWN) traceback.push(`… and ${errors.length - SHOWN} more errors`);
  return { ename, evalue: messageOf(first), traceback };
}

function describe(cell: string, lines: string[], error: Diagnostic): string[] {
  const [row, column] = [error.line + 1, error.column + 1];
  const place = error.file ? `${error.file}:${row}:${column}` : `${cell}, line ${row}, column ${column}`;
  const heading = `${error.code === 0 ? 'MagicError' : 'TypeScriptError'}: ${messageOf(error)}`;
  const line = error.file ? undefined : lines[error.line];
  if (line === undefined) return [heading, `  ${place}`];
  const width = Math.max(1, Math.min(error.end - error.start, line.length - error.column));
  const indent = line.slice(0, error.column).replace(/[^\t]/g, ' ');
  return [heading, `  ${place}`, `    ${line}`, `    ${indent}^${'~'.repeat(width - 1)}`];
}

function messageOf({ message, code }: Diagnostic): string {
  return code === 0 ? message : `${message} (TS${code})`;
}
